from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palier.domain.household import actions
from palier.domain.household.models import AnswersDraft, Declaration
from tests.cast import Cast
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files
from tests.domain.household import making

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
HOME = "/mon-foyer/"


@pytest.fixture
def awa(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.awa_user)
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def answered(client: Client, address: str, **given: Any) -> str:
    """Answer the question at ``address``; give where it leads."""
    response = client.post(address, given)
    assert response.status_code == 302, response.content.decode()[-3000:]
    return str(response["Location"])


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("acte.jpg", samples.jpeg(), "image/jpeg")


def test_the_household_is_what_the_landlord_says(awa: Client, cast: Cast) -> None:
    text = page(awa, HOME)
    assert "Awa Diallo (vous)" in text
    assert "Yanis N’Guessan" in text
    assert "Déclarer un changement" in text


def test_a_birth_is_declared_one_question_at_a_time(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    where = answered(awa, reverse("portal:household-start"))
    response = awa.get(where)
    where = response["Location"]
    assert where.endswith("/sens/")
    where = answered(awa, where, direction="arrival")
    assert where.endswith("/changement/")
    where = answered(awa, where, change="birth")
    assert where.endswith("/nom/")
    names = {"given_names": "Léa", "family_name": "Diallo"}
    born = {f"birth_date_{part}": value for part, value in
            (("day", "12"), ("month", "11"), ("year", "2026"))}  # fmt: skip
    where = answered(awa, where, **names, **born)
    assert where.endswith("/justificatif/")
    assert "Cachez le numéro de Sécurité sociale" in page(awa, where)
    where = answered(awa, where, proof="birth_record", files=photo())
    assert where.endswith("/verifier/")
    text = page(awa, where)
    assert "Léa Diallo" in text
    assert "1 fichier ajouté" in text
    where = answered(awa, where)
    text = page(awa, where)
    assert "Votre agence vérifie" in text
    assert "caf.fr" in text
    assert "Voir l’accusé de réception" in text
    assert not AnswersDraft.objects.exists()
    assert Declaration.objects.get().full_name == "Léa Diallo"


def test_answers_are_kept_when_one_goes_back_and_away(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    draft = actions.start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    actions.answer(draft=draft, answers=making.BIRTH, now=now)
    names = reverse("portal:household-question", args=[draft.code, "nom"])
    assert 'value="Léa Marie"' in page(awa, names)
    assert "Continuer ma déclaration" in page(awa, HOME)
    where = answered(awa, reverse("portal:household-start"))
    assert draft.code in where


def test_a_wrong_answer_says_what_to_write(awa: Client, cast: Cast, now: dt.datetime) -> None:
    draft = actions.start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    actions.answer(draft=draft, answers=making.BIRTH, now=now)
    names = reverse("portal:household-question", args=[draft.code, "nom"])
    wrong = awa.post(
        names, {"given_names": "2 85 05 78", "family_name": "", "birth_date_day": "40"}
    )
    text = wrong.content.decode()
    assert "Un nom ne contient pas de chiffres" in text
    assert "Écrivez le nom de famille" in text
    assert "<title>Erreur" in text
    question = reverse("portal:household-question", args=[draft.code, "sens"])
    assert "Choisissez une réponse" in awa.post(question, {}).content.decode()


def test_questions_that_do_not_fit_lead_to_the_right_one(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    draft = actions.start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    for word in ("qui", "lien", "date", "justificatif"):
        response = awa.get(reverse("portal:household-question", args=[draft.code, word]))
        assert response["Location"].endswith("/sens/")
    assert awa.get(f"/mon-foyer/declarer/{draft.code}/nimporte/").status_code == 404
    check = awa.get(reverse("portal:household-check", args=[draft.code]))
    assert check["Location"].endswith("/sens/")


def test_a_departure_offers_the_household_and_never_children_for_a_separation(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    draft = actions.start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    actions.answer(
        draft=draft, answers=making.Answers(direction="departure", change="death"), now=now
    )
    text = page(awa, reverse("portal:household-question", args=[draft.code, "qui"]))
    assert "Yanis N’Guessan" in text
    assert 'value="M1"' not in text
    where = answered(
        awa, reverse("portal:household-question", args=[draft.code, "qui"]), member="M2"
    )
    assert where.endswith("/date/")
    where = answered(
        awa, where, effective_on_day="1", effective_on_month="11", effective_on_year="2026"
    )
    answered(awa, where, proof="death_record", files=photo())
    text = page(awa, reverse("portal:household-check", args=[draft.code]))
    assert "Le bail ne change pas tout seul" in text


def test_a_draft_is_its_author_s_alone(cast: Cast, now: dt.datetime) -> None:
    draft = actions.start_draft(user=cast.awa_user, person=cast.awa, lease=cast.lease, now=now)
    declaration = making.declared(cast, now)
    yanis = Client()
    yanis.force_login(cast.yanis_user)
    for name, code in (
        ("portal:household-draft", draft.code),
        ("portal:household-check", draft.code),
        ("portal:household-abandon", draft.code),
        ("portal:household-declaration", declaration.code),
        ("portal:household-proof", declaration.code),
        ("portal:household-withdraw", declaration.code),
    ):
        assert yanis.get(reverse(name, args=[code])).status_code == 404, name


def test_a_refusal_says_why_and_is_made_again_with_the_answers_kept(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    refused = making.refused(cast, making.declared(cast, now), now, "date_differs")
    address = reverse("portal:household-declaration", args=[refused.code])
    text = page(awa, address)
    assert "La date déclarée n’est pas celle du justificatif." in text
    assert "Refaire la déclaration" in text
    assert "Une naissance : Léa Marie Diallo" in page(awa, "/")
    where = answered(awa, reverse("portal:household-again", args=[refused.code]))
    response = awa.get(where)
    assert response["Location"].endswith("/justificatif/")
    answered(awa, response["Location"], proof="family_book", files=photo())
    where = answered(awa, where)
    text = page(awa, where)
    assert text.count("Déclaration envoyée") == 2
    assert "La date déclarée n’est pas celle du justificatif." in text


def test_withdrawing_asks_first(awa: Client, cast: Cast, now: dt.datetime) -> None:
    declaration = making.declared(cast, now)
    address = reverse("portal:household-withdraw", args=[declaration.code])
    assert "Oui, retirer" in page(awa, address)
    awa.post(address)
    declaration.refresh_from_db()
    assert declaration.state == "withdrawn"
    assert "déjà répondu" in awa.post(address, follow=True).content.decode()


def test_the_proof_comes_back_to_whoever_sent_it(awa: Client, cast: Cast, now: dt.datetime) -> None:
    declaration = making.declared(cast, now)
    response = awa.get(reverse("portal:household-proof", args=[declaration.code]))
    assert b"".join(response).startswith(b"%PDF") if response.streaming else True
    assert "attachment" in response["Content-Disposition"]


def test_what_is_accepted_shows_as_waiting(awa: Client, cast: Cast, now: dt.datetime) -> None:
    making.accepted(cast, now)
    text = page(awa, HOME)
    assert "Léa Marie Diallo" in text
    assert "en attente d’enregistrement par votre bailleur" in text


def test_a_former_holder_has_no_household_here(cast: Cast) -> None:
    remi = Client()
    remi.force_login(cast.remi_user)
    assert "titulaire d’aucun logement" in page(remi, HOME)
    assert remi.post(reverse("portal:household-start"))["Location"] == HOME


def test_few_queries(
    awa: Client, cast: Cast, now: dt.datetime, at_most_queries: Callable[[int], Any]
) -> None:
    for name in ("Léa", "Lou", "Nour"):
        making.declared(cast, now, making.twin(making.BIRTH, given_names=name), proofs=[
            making.proof(cast.awa_user, now, pages=len(name))])  # fmt: skip
    with at_most_queries(12):
        awa.get(HOME)
    code = Declaration.objects.order_by("pk")[0].code
    with at_most_queries(12):
        awa.get(reverse("portal:household-declaration", args=[code]))
