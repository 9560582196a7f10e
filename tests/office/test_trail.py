from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actions import record
from palier.domain.audit.catalogue import Event
from palier.domain.audit.models import Trace
from tests.cast import Cast, make_staff
from tests.office.desks import at_desk

URL = "/agence/journal/"


@pytest.fixture
def mona(cast: Cast) -> StaffMember:
    """Mona, manager of the North."""
    return make_staff("mona@plaine.example", "Mona Weil", "manager", cast.north)


@pytest.fixture
def trail(cast: Cast, now: dt.datetime) -> None:
    """Awa paid and signed in, Jeanne paid, Nora looked at Awa's file."""
    awa, jeanne = actor_of(cast.awa_user), actor_of(cast.jeanne_user)
    nora = actor_of(cast.north_advisor.user)
    paid = Event.PAYMENT_RECEIVED
    north, south = cast.account.pk, cast.arrears_account.pk
    record(event=paid, actor=awa, now=now, tenant_account_id=north, amount_cents=12_345)
    record(event=Event.SIGNED_IN, actor=awa, now=now, subject=cast.awa_user)
    record(event=Event.SIGNED_IN, actor=jeanne, now=now, subject=cast.jeanne_user)
    record(event=paid, actor=jeanne, now=now, tenant_account_id=south, amount_cents=67_890)
    record(
        event=Event.TENANT_FILE_SEEN,
        actor=nora,
        now=now - dt.timedelta(days=40),
        tenant_account_id=north,
        agency_id=cast.north.erp_id,
    )


def found(client: Client, **asked: object) -> str:
    response = client.get(URL, asked)
    assert response.status_code == 200
    return response.content.decode().partition("Résultat")[2]


def test_a_manager_finds_what_a_tenant_did_and_who_looked(trail: None, mona: StaffMember) -> None:
    page = found(at_desk(mona), personne="diallo")
    assert "Awa Diallo" in page
    assert "Nora Benali" in page
    assert "Connexion à l’espace locataire" in page
    assert "Jeanne" not in page


def test_a_manager_finds_nothing_of_another_agency(trail: None, mona: StaffMember) -> None:
    client = at_desk(mona)
    for asked in ({"personne": "artagnan"}, {"sorte": "money"}, {"sorte": ""}):
        page = found(client, **asked)
        assert "678,90" not in page
        assert "Jeanne" not in page


def test_an_administrator_finds_every_agency(trail: None, adama: Client) -> None:
    page = found(adama, sorte="money")
    assert "Jeanne" in page
    assert "Awa" in page


def test_an_advisor_has_no_trail_to_search(nora: Client) -> None:
    assert nora.get(URL).status_code == 404


def test_the_search_narrows_by_advisor_event_and_day(
    trail: None, cast: Cast, adama: Client, now: dt.datetime
) -> None:
    nora = str(cast.north_advisor.user_id)
    assert found(adama, agent=nora).count("Nora Benali") >= 1
    assert "Awa" not in found(adama, agent=nora)
    assert "Connexion" not in found(adama, sorte="payments.received")
    long_ago = now.date() - dt.timedelta(days=30)
    parts = {"au_day": long_ago.day, "au_month": long_ago.month, "au_year": long_ago.year}
    page = found(adama, **parts)
    assert "Nora Benali" in page
    assert "Awa Diallo" not in page


def test_looking_into_the_trail_is_told_by_the_trail(
    trail: None, cast: Cast, mona: StaffMember
) -> None:
    at_desk(mona).get(URL, {"personne": "L/0012345"})
    told = Trace.objects.get(event="office.trail_searched")
    assert told.tenant_account_id == cast.account.pk
    assert told.facts == {"filters": "locataire «\u00a0L/0012345\u00a0»"}
    assert told.actor_name == "Mona Weil"


def test_a_closed_account_keeps_a_pseudonym(
    trail: None, cast: Cast, adama: Client, now: dt.datetime
) -> None:
    cast.awa_user.closed_at = now
    cast.awa_user.save()
    page = found(adama, sorte="money")
    assert "Awa" not in page
    assert f"Personne n° {cast.awa_user.pk}" in page.replace("\u00a0", " ")


def test_the_search_asks_few_questions(
    trail: None, adama: Client, django_assert_max_num_queries: object
) -> None:
    adama.get(URL)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        adama.get(URL, {"personne": "diallo"})


def test_a_date_that_does_not_exist_is_said(adama: Client) -> None:
    response = adama.get(URL, {"du_day": "31", "du_month": "2", "du_year": "2026"})
    assert response.status_code == 422
    assert "Cette date n’existe pas" in response.content.decode()
