from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from palier.domain.audit.models import Trace
from tests.cast import NOW, Cast, make_staff
from tests.office.desks import at_desk
from tests.portal.test_home import signed_in

PAGE = "/agence/alerte/"
TYPED = {
    "text": "De faux e-mails annoncent un nouvel IBAN. Ne payez rien.",
    "until_day": "30",
    "until_month": "11",
    "until_year": "2026",
}


@pytest.fixture
def support(cast: Cast, now: dt.datetime) -> Client:
    return at_desk(make_staff("mei@plaine.example", "Mei Zhang", "technical_support"))


def test_a_warning_is_on_all_pages_until_its_day_is_over(support: Client, cast: Cast) -> None:
    assert support.post(PAGE, TYPED).status_code == 302
    readers = (Client(), signed_in(cast.awa_user), support)
    for reader, page in zip(readers, ("/connexion/", "/mon-bail/", PAGE), strict=True):
        assert "annoncent un nouvel IBAN" in reader.get(page).content.decode()
    assert Trace.objects.filter(event="landlord.warning_published").count() == 1
    with time_machine.travel(NOW + dt.timedelta(days=7), tick=False):
        assert "annoncent un nouvel IBAN" not in Client().get("/aide/").content.decode()


def test_it_is_taken_away_at_once(support: Client) -> None:
    support.post(PAGE, TYPED)
    support.post(PAGE, {"retirer": "oui"})
    assert "annoncent un nouvel IBAN" not in Client().get("/aide/").content.decode()


def test_its_text_is_text(support: Client) -> None:
    support.post(PAGE, {**TYPED, "text": "<script>alert(1)</script>"})
    assert "<script>alert" not in Client().get("/aide/").content.decode()


def test_a_day_that_is_over_is_refused(support: Client) -> None:
    page = support.post(PAGE, {**TYPED, "until_year": "2025"}).content.decode()
    assert "jusqu’à quel jour" in page


def test_an_advisor_publishes_none(nora: Client) -> None:
    assert nora.get(PAGE).status_code == 404
    assert nora.post(PAGE, TYPED).status_code == 404
