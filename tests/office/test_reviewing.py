from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO

import pikepdf
import pytest
from django.test import Client

from palier.domain.casework import actions
from palier.domain.casework.models import Case, Decision
from palier.domain.documents.actions import keep_file
from palier.office.reviewing import adapters, register
from tests.cast import Cast
from tests.domain.casework.making import certificate
from tests.office.desks import at_desk
from tests.office.review_rig import PlainReview

Budget = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def adapter(cast: Cast, now: dt.datetime) -> Iterator[PlainReview]:
    """Two blank pages to look at, for the kind ``certificate``."""
    pdf = pikepdf.new()
    for _page in range(2):
        pdf.add_blank_page(page_size=(595, 842))
    written = BytesIO()
    pdf.save(written)
    stored = keep_file(content=written.getvalue(), media_type="application/pdf", now=now)
    stored.pages = 2
    stored.save(update_fields=["pages"])
    before = adapters.get(Case.Kind.CERTIFICATE)
    plain = PlainReview(stored)
    register(Case.Kind.CERTIFICATE, plain)
    yield plain
    if before is None:
        del adapters[Case.Kind.CERTIFICATE]
    else:
        adapters[Case.Kind.CERTIFICATE] = before


@pytest.fixture
def filed(cast: Cast, adapter: PlainReview, now: dt.datetime) -> Case:
    return certificate(cast, now)


def at(case: Case, verb: str = "") -> str:
    return f"/agence/demandes/{case.code}/{verb}"


def test_the_document_stands_beside_what_is_known(nora: Client, filed: Case) -> None:
    page = nora.get(at(filed)).content.decode()
    assert 'alt="Attestation MAIF, page 2 sur 2"' in page
    assert "12 rue des Lilas" in page
    assert "Différent" in page
    assert "L’adresse n’est pas celle du logement." in page
    codes = re.findall(r'name="reason" value="(\w+)"', page)
    assert codes[0] == "other_address"
    assert "checked" not in page.split('name="reason"', 1)[1].split("</fieldset>")[0]


def test_each_page_is_a_picture_and_only_for_those_who_see_the_case(
    nora: Client, sacha: Client, filed: Case
) -> None:
    picture = nora.get(at(filed, "documents/1/2.jpg"))
    assert picture.content.startswith(b"\xff\xd8")
    assert picture["Cache-Control"] == "private, max-age=900"
    whole = nora.get(at(filed, "documents/1/"))
    assert whole.content.startswith(b"%PDF")
    for missing in ("documents/1/3.jpg", "documents/2/1.jpg", "documents/2/"):
        assert nora.get(at(filed, missing)).status_code == 404
    for seen in ("", "documents/1/1.jpg", "documents/1/"):
        assert sacha.get(at(filed, seen)).status_code == 404
    assert sacha.post(at(filed, "accepter/"), {"revision": 1}).status_code == 404


def test_accepting_leads_to_the_next_case_with_a_bar_to_take_it_back(
    cast: Cast, nora: Client, filed: Case, adapter: PlainReview, now: dt.datetime
) -> None:
    following = certificate(cast, now, "CERT2")
    answer = nora.post(
        at(filed, "accepter/?type=certificate"),
        {"revision": 1, "valid_to": "1er mars 2027", "note": ""},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == at(following) + "?type=certificate"
    page = answer.content.decode()
    assert "Accepté\u00a0: Attestation CERT1" in page
    assert "Le locataire sera prévenu dans 2 minutes." in page
    assert adapter.typed == {"valid_to": "1er mars 2027"}

    nora.post(at(filed, "revenir/"))
    filed.refresh_from_db()
    assert filed.state == Case.State.OPEN
    assert Decision.objects.get().undone_at == now


def test_a_refusal_wants_a_reason_and_keeps_what_was_typed(nora: Client, filed: Case) -> None:
    answer = nora.post(at(filed, "refuser/"), {"revision": 1, "note": "La rue a changé."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choisissez pourquoi" in page
    assert "La rue a changé." in page
    nora.post(at(filed, "refuser/"), {"revision": 1, "reason": "other_address", "note": "Relisez."})
    shown = nora.get(at(filed)).content.decode()
    assert "L’adresse assurée n’est pas celle de votre logement." in shown
    assert "Annuler la décision" in shown
    assert "Refuser avec ce motif" not in shown


def test_the_second_advisor_is_told_who_decided_and_changes_nothing(
    cast: Cast, nora: Client, filed: Case
) -> None:
    nora.get(at(filed))
    nora.post(at(filed, "accepter/"), {"revision": 1})
    answer = nora.post(
        at(filed, "refuser/"), {"revision": 1, "reason": "expired", "note": "Périmée."}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Quelqu’un a travaillé sur cette demande" in page
    assert "Accepté\u00a0: Attestation CERT1." in page
    assert Decision.objects.get().is_accepted


def test_it_is_too_late_once_the_tenant_is_told(
    nora: Client, filed: Case, now: dt.datetime
) -> None:
    nora.post(at(filed, "accepter/"), {"revision": 1})
    decision = Decision.objects.get()
    actions.announce_decision(decision_id=decision.pk, now=now + dt.timedelta(seconds=121))
    answer = nora.post(at(filed, "revenir/"), follow=True)
    assert "Il est trop tard" in answer.content.decode()
    assert "Annuler la décision" not in answer.content.decode()


def test_a_colleague_who_opened_it_is_named(
    cast: Cast, nora: Client, adama: Client, filed: Case
) -> None:
    adama.get(at(filed))
    assert "a ouvert cette demande à l’instant." in nora.get(at(filed)).content.decode()


def test_the_administrator_looks_and_decides_nothing(adama: Client, filed: Case) -> None:
    page = adama.get(at(filed)).content.decode()
    assert "Votre décision" not in page
    assert adama.post(at(filed, "accepter/"), {"revision": 1}).status_code == 404
    assert adama.post(at(filed, "revenir/")).status_code == 404


def test_a_kind_without_an_adapter_cannot_be_decided(nora: Client, case: Case) -> None:
    assert nora.post(at(case, "accepter/"), {"revision": 1}).status_code == 404
    assert nora.get(at(case, "documents/1/")).status_code == 404


def test_taking_the_next_gives_two_advisors_two_cases(
    cast: Cast, adapter: PlainReview, now: dt.datetime
) -> None:
    first, second = certificate(cast, now), certificate(cast, now, "CERT2")
    taken = []
    for staff in (cast.north_advisor, cast.north_advisor):
        answer = at_desk(staff).post("/agence/prendre-la-suivante/?type=certificate")
        taken.append(answer["Location"])
    assert taken == [at(first) + "?type=certificate", at(second) + "?type=certificate"]
    answer = at_desk(cast.north_advisor).post("/agence/prendre-la-suivante/", follow=True)
    assert "Plus rien n’attend sans personne" in answer.content.decode()


def test_the_review_asks_a_constant_number_of_queries(
    nora: Client, filed: Case, at_most_queries: Budget
) -> None:
    nora.get(at(filed))
    with at_most_queries(15):
        nora.get(at(filed) + "?type=certificate&vue=libre")
