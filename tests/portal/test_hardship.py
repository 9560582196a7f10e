from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.accounts.models import User
from palier.domain.casework import actions
from palier.domain.casework.models import Case, CaseMessage
from tests.cast import Cast
from tests.domain.casework.making import act, contact, hardship

ADDRESS = "/je-ne-peux-pas-payer/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def awa(cast: Cast) -> Client:
    return signed_in(cast.awa_user)


def test_the_page_says_by_when_the_agency_answers(awa: Client) -> None:
    page = awa.get(ADDRESS).content.decode()
    assert "27\u00a0novembre\u00a02026" in page
    assert "+33639980011" in page or "06" in page


def test_sending_the_form_opens_a_case_and_shows_the_promise(awa: Client, cast: Cast) -> None:
    answer = awa.post(
        ADDRESS,
        {
            "can_pay": "150,50",
            "can_pay_on_day": "5",
            "can_pay_on_month": "12",
            "can_pay_on_year": "2026",
            "body": "Mes heures ont baissé.",
            "wants_call": "on",
            "phone": "06 39 98 00 11",
        },
        follow=True,
    )
    case = Case.objects.get()
    assert answer.redirect_chain[-1][0] == f"/mes-demandes/{case.code}/"
    assert (case.facts["can_pay_cents"], case.facts["can_pay_on"]) == (15_050, "2026-12-05")
    assert "27\u00a0novembre\u00a02026" in answer.content.decode()


def test_an_empty_form_is_enough(awa: Client) -> None:
    awa.post(ADDRESS, {})
    assert Case.objects.get().facts["can_pay_cents"] is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"can_pay": "beaucoup"}, "Le montant n’est pas lisible"),
        (
            {"can_pay_on_day": "1", "can_pay_on_month": "1", "can_pay_on_year": "2020"},
            "Ce jour est passé",
        ),
        ({"wants_call": "on", "phone": "?"}, "écrivez votre numéro"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_says_what_to_do(
    awa: Client, typed: dict[str, str], sentence: str
) -> None:
    page = awa.post(ADDRESS, {"body": "Mon explication", **typed}).content.decode()
    assert sentence in page
    assert "Mon explication" in page
    assert not Case.objects.exists()


def test_asking_again_leads_to_the_demand_that_waits(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    case = hardship(cast, now)
    assert awa.get(ADDRESS)["Location"] == f"/mes-demandes/{case.code}/"


def test_what_is_sent_from_a_second_tab_is_added_to_the_demand_that_waits(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    waiting = hardship(cast, now)
    page = awa.post(ADDRESS, {"can_pay": "80", "body": "J’ai aussi perdu mon APL."}, follow=True)
    said = CaseMessage.objects.get(case=waiting)
    assert "J’ai aussi perdu mon APL." in said.text
    assert "80,00\u00a0€" in said.text
    assert "nous y avons ajouté ceci" in page.content.decode()
    assert Case.objects.count() == 1


def test_the_same_form_sent_twice_says_nothing_twice(awa: Client) -> None:
    for _click in range(2):
        awa.post(ADDRESS, {"can_pay": "80", "body": "Mes heures ont baissé."})
    assert Case.objects.count() == 1
    assert not CaseMessage.objects.exists()


def test_a_demand_is_read_by_its_author_alone(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    address = f"/mes-demandes/{case.code}/"
    assert signed_in(cast.awa_user).get(address).status_code == 200
    for user in (cast.yanis_user, cast.stranger_user, cast.north_advisor.user):
        answer = signed_in(user).get(address)
        assert answer.status_code == 404
        assert "heures de travail" not in answer.content.decode()
    assert Client().get(address).status_code == 302


def test_the_answer_is_read_in_the_portal_and_may_be_replied_to(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    case = hardship(cast, now)
    actions.answer_case(
        case=case, text="Payez en trois fois.", channel="portal", close=False,
        **act(cast.north_advisor, case, now),
    )  # fmt: skip
    page = awa.get(f"/mes-demandes/{case.code}/").content.decode()
    assert "Payez en trois fois." in page
    assert "L’agence a répondu" in page
    awa.post(f"/mes-demandes/{case.code}/", {"text": "Merci, d’accord."})
    case.refresh_from_db()
    assert case.state == "taken"
    assert "Merci, d’accord." in awa.get(f"/mes-demandes/{case.code}/").content.decode()


def test_the_list_shows_my_demands(awa: Client, cast: Cast, now: dt.datetime) -> None:
    hardship(cast, now)
    contact(now)
    page = awa.get("/mes-demandes/").content.decode()
    assert "novembre 2026" in page
    assert "Je ne trouve pas ma référence" not in page


def test_somebody_who_may_see_no_account_is_led_home(cast: Cast) -> None:
    answer = signed_in(cast.stranger_user).get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, "/")
