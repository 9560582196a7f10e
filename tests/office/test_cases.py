from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case, CaseMessage
from palier.domain.mail.models import Letter
from tests.cast import Cast, make_staff
from tests.domain.casework.making import contact
from tests.office.desks import at_desk

Budget = Callable[[int], AbstractContextManager[object]]


def address(case: Case, verb: str = "") -> str:
    return f"/agence/demandes/{case.code}/{verb}{'/' if verb else ''}"


def test_a_case_shows_what_was_asked_and_what_the_tenant_owes(nora: Client, case: Case) -> None:
    page = nora.get(address(case)).content.decode()
    for words in ("J’ai perdu des heures", "150,00\u00a0€", "Awa Diallo", "Solde du compte"):
        assert words in page


def test_reading_a_case_is_recorded_once_a_quarter_of_an_hour(nora: Client, case: Case) -> None:
    nora.get(address(case))
    nora.get(address(case))
    looks = Trace.objects.filter(event="casework.seen")
    assert [(row.actor_name, row.subject_reference) for row in looks] == [
        ("Nora Benali", case.code)
    ]


def test_take_answer_and_finish(nora: Client, cast: Cast, case: Case) -> None:
    nora.post(address(case, "prendre"), {"revision": 1})
    case.refresh_from_db()
    assert case.assigned_to == cast.north_advisor
    answer = nora.post(
        address(case, "repondre"),
        {"revision": 2, "text": "Payons en trois fois.", "channel": "portal", "close": "on"},
        follow=True,
    )
    case.refresh_from_db()
    assert case.state == "closed"
    assert "Payons en trois fois." in answer.content.decode()
    assert Letter.objects.filter(template="mail/case_answered").count() == 1


def test_two_advisors_never_overwrite_each_other(nora: Client, cast: Cast, case: Case) -> None:
    colleague = at_desk(make_staff("lea@plaine.example", "Léa Roux", "advisor", cast.north))
    colleague.get(address(case))
    nora.post(
        address(case, "repondre"),
        {"revision": 1, "text": "Rappelez-moi demain.", "channel": "portal"},
    )
    answer = colleague.post(
        address(case, "repondre"),
        {"revision": 1, "text": "Une réponse longue et soignée.", "channel": "portal"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Quelqu’un a travaillé sur cette demande" in page
    assert "Nora Benali\u00a0: Réponse envoyée." in page
    assert "Une réponse longue et soignée." in page
    assert CaseMessage.objects.count() == 1
    again = colleague.post(
        address(case, "repondre"),
        {"revision": 3 - 1, "text": "Une réponse longue et soignée.", "channel": "portal"},
    )
    assert again.status_code == 302
    assert CaseMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("verb", "typed", "sentence"),
    [
        ("repondre", {"text": "", "channel": "portal"}, "Écrivez votre réponse"),
        ("repondre", {"text": "x", "channel": "email"}, "choisissez une des réponses"),
        ("terminer", {"reason": ""}, "il manque votre réponse"),
        ("terminer", {"reason": "unwanted"}, "choisissez une des réponses"),
        ("transferer", {"agency": "AG1"}, "choisissez une des réponses"),
    ],
)
def test_a_mistake_says_what_to_do_and_changes_nothing(
    nora: Client, case: Case, verb: str, typed: dict[str, str], sentence: str
) -> None:
    answer = nora.post(address(case, verb), {"revision": 1, **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    case.refresh_from_db()
    assert (case.state, case.revision) == ("open", 1)


@pytest.mark.parametrize("verb", ["prendre", "rendre"])
def test_a_revision_beyond_any_database_is_refused(nora: Client, case: Case, verb: str) -> None:
    answer = nora.post(address(case, verb), {"revision": "9" * 20})
    assert answer.status_code < 500
    case.refresh_from_db()
    assert (case.state, case.revision, case.assigned_to) == ("open", 1, None)


def test_a_transferred_case_leaves_the_agency(nora: Client, sacha: Client, case: Case) -> None:
    answer = nora.post(address(case, "transferer"), {"revision": 1, "agency": "AG2"}, follow=True)
    assert "La demande est transférée." in answer.content.decode()
    assert nora.get(address(case)).status_code == 404
    page = sacha.get(address(case)).content.decode()
    assert "heures de travail" in page
    # The file itself stays with its agency.
    assert "Solde du compte" not in page


def test_only_a_manager_gives_a_case_to_somebody(nora: Client, cast: Cast, case: Case) -> None:
    colleague = cast.north_advisor
    refused = nora.post(address(case, "confier"), {"revision": 1, "colleague": colleague.pk})
    assert refused.status_code == 404
    boss = at_desk(make_staff("chef@plaine.example", "Inès Roy", "manager", cast.north))
    assert "Confier à un collègue" in boss.get(address(case)).content.decode()
    boss.post(address(case, "confier"), {"revision": 1, "colleague": colleague.pk})
    case.refresh_from_db()
    assert case.assigned_to == colleague


def test_an_unknown_verb_does_nothing_and_a_reload_leads_back(nora: Client, case: Case) -> None:
    assert nora.post(address(case, "supprimer"), {"revision": 1}).status_code == 404
    assert nora.get(address(case, "repondre"))["Location"] == address(case)


def test_somebody_without_an_account_is_answered_by_e_mail_with_a_warning_on_screen(
    cast: Cast, now: dt.datetime, nora: Client
) -> None:
    asked = contact(now, agency_id="AG1")
    page = nora.get(address(asked)).content.decode()
    assert "n’a pas prouvé qui elle est" in page
    nora.post(
        address(asked, "repondre"),
        {"revision": 1, "text": "En haut à gauche.", "channel": "email", "close": "on"},
    )
    letter = Letter.objects.get(template="mail/contact_answered")
    assert (letter.to, "En haut à gauche." in letter.text) == ("pauline@exemple.fr", True)


def test_a_closed_case_can_be_opened_again(nora: Client, case: Case) -> None:
    nora.post(address(case, "terminer"), {"revision": 1, "reason": "arranged"})
    page = nora.get(address(case)).content.decode()
    assert "Terminée\u00a0: solution trouvée avec le locataire." in page
    nora.post(address(case, "rouvrir"), {"revision": 2})
    case.refresh_from_db()
    assert case.state == "open"


def test_a_case_page_asks_a_fixed_number_of_questions(
    nora: Client, case: Case, at_most_queries: Budget
) -> None:
    nora.get(address(case))
    with at_most_queries(12):
        nora.get(address(case))
