from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palier.domain.household import queries
from palier.domain.household.models import Declaration
from tests.cast import Cast, make_staff
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files
from tests.domain.household import making
from tests.office.desks import at_desk

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("acte.pdf", samples.pdf(), "application/pdf")


def review(client: Client, declaration: Declaration) -> str:
    case = making.case_of(declaration)
    response = client.get(reverse("office:case", args=[case.code]))
    assert response.status_code == 200
    return response.content.decode()


def act(client: Client, declaration: Declaration, verb: str, **given: str) -> int:
    case = making.case_of(declaration)
    address = reverse("office:case-act", args=[case.code, verb])
    return client.post(address, {"revision": case.revision, **given}).status_code


def test_the_review_shows_the_proof_beside_the_household(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    text = review(nora, making.declared(cast, now))
    assert "Léa Marie Diallo" in text
    assert "personne de ce nom dans le foyer" in text
    assert "Awa Diallo, Yanis N’Guessan" in text
    assert "<img" in text


def test_a_separation_tells_the_advisor_that_the_lease_does_not_move(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    text = review(nora, making.declared(cast, now, making.SEPARATION))
    assert "Ce changement touche un titulaire du bail" in text
    assert "Le bail et ses titulaires ne changent pas" in text


def test_accepting_with_the_date_of_the_proof(nora: Client, cast: Cast, now: dt.datetime) -> None:
    declaration = making.declared(cast, now)
    day = {"effective_on_day": "13", "effective_on_month": "11", "effective_on_year": "2026"}
    assert act(nora, declaration, "accepter", **day) == 302
    declaration.refresh_from_db()
    assert (declaration.state, declaration.accepted_from) == ("accepted", dt.date(2026, 11, 13))


def test_refusing_then_taking_it_back(nora: Client, cast: Cast, now: dt.datetime) -> None:
    declaration = making.declared(cast, now)
    assert act(nora, declaration, "refuser") == 422
    assert act(nora, declaration, "refuser", reason="proof_other") == 302
    declaration.refresh_from_db()
    assert declaration.state == "refused"
    case = making.case_of(declaration)
    nora.post(reverse("office:case-undo", args=[case.code]))
    declaration.refresh_from_db()
    assert declaration.state == "under_review"


def test_another_agency_sees_nothing(sacha: Client, cast: Cast, now: dt.datetime) -> None:
    case = making.case_of(making.declared(cast, now))
    assert sacha.get(reverse("office:case", args=[case.code])).status_code == 404
    for name in ("office:household", "office:household-counter"):
        assert sacha.get(reverse(name, args=[cast.account.code])).status_code == 404


def test_at_the_counter_the_declaration_is_marked_and_acknowledged(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    address = reverse("office:household-counter", args=[cast.account.code])
    given = {
        "person": str(cast.awa.pk),
        "change": "child_returns",
        "member": "absent",
        "given_names": "Sira",
        "family_name": "Diallo",
        "effective_on_day": "1",
        "effective_on_month": "11",
        "effective_on_year": "2026",
        "proof": "death_record",
        "files": scan(),
    }
    wrong = nora.post(address, given)
    assert "Pour ce changement" in wrong.content.decode()
    response = nora.post(address, {**given, "proof": "school", "files": scan()})
    assert response.status_code == 302
    assert "/accuses/" in response["Location"]
    declaration = Declaration.objects.get()
    assert (declaration.filed_by, declaration.user) == (cast.north_advisor, cast.awa_user)
    assert "guichet" in review(nora, declaration)


def test_only_a_manager_protects(nora: Client, cast: Cast, now: dt.datetime) -> None:
    address = reverse("office:household-protect", args=[cast.account.code])
    given = {"person": str(cast.awa.pk)}
    assert nora.post(address, given).status_code == 404
    assert (
        "Protéger"
        not in nora.get(reverse("office:household", args=[cast.account.code])).content.decode()
    )
    manager = at_desk(make_staff("chef@plaine.example", "Chef Nord", "manager", cast.north))
    assert manager.post(address, {"person": str(cast.jeanne.pk)}).status_code == 404
    manager.post(address, given)
    assert queries.protected_people([cast.awa.pk]) == {cast.awa.pk}
    page = manager.get(reverse("office:household", args=[cast.account.code])).content.decode()
    assert "Lever la protection" in page
    manager.post(address, {**given, "lift": "1"})
    assert queries.protected_people([cast.awa.pk]) == set()


def test_the_tenant_file_has_a_section(nora: Client, cast: Cast, now: dt.datetime) -> None:
    making.declared(cast, now)
    section = reverse("office:tenant-section", args=[cast.account.code, "household"])
    assert "Une naissance : Léa Marie Diallo" in nora.get(section).content.decode()
