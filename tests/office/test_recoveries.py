from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from palier.domain.access.models import PersonLink, Recovery
from palier.domain.audit.models import Trace
from palier.domain.casework.actions import answer_lost_access
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
from tests.cast import Cast, make_staff
from tests.office.desks import at_desk

RIGHT = {"birth_date": "right", "lease_start": "right", "phone": "right"}
KEYS = ("birth_date", "lease_start", "household", "payment_means", "phone", "annex")


@pytest.fixture
def link(cast: Cast, now: dt.datetime) -> PersonLink:
    cast.awa.birth_date = dt.date(1988, 4, 2)
    cast.awa.save(update_fields=["birth_date"])
    return PersonLink.objects.get(user=cast.awa_user)


@pytest.fixture
def manager(cast: Cast) -> Client:
    return at_desk(make_staff("max@plaine.example", "Max Roy", "manager", cast.north))


def page(link: PersonLink) -> str:
    return f"/agence/acces/{link.code}/"


def answered(means: str = "link", **answers: str) -> dict[str, str]:
    given = {**dict.fromkeys(KEYS, "not_asked"), **answers}
    return {"step": "phone", "cause": "password", "means": means, **given}


def at_counter(means: str) -> dict[str, str]:
    how = {"cause": "mailbox", "means": means}
    return {"step": "counter", "paper": "passport", "same": "on", **how}


def test_right_answers_send_a_link_to_the_known_address_and_show_no_password(
    nora: Client, link: PersonLink
) -> None:
    shown = nora.get(page(link)).content.decode()
    for hidden in ("awa@exemple.fr", "1988", "06\u00a039\u00a098\u00a000\u00a011"):
        assert hidden not in shown
    nora.post(page(link), answered(**RIGHT))
    assert Letter.objects.get(template="mail/recovery_link").to == "awa@exemple.fr"
    recovery = Recovery.objects.get()
    assert (recovery.state, recovery.checked) == ("open", "questions")
    assert 'type="password"' not in shown


def test_weak_answers_give_nothing_and_are_kept(nora: Client, link: PersonLink) -> None:
    for _time in range(2):
        said = nora.post(page(link), answered(birth_date="wrong"), follow=True).content.decode()
        assert "Ce n’est pas suffisant" in said
    third = nora.post(page(link), answered(**RIGHT)).content.decode()
    assert "doit venir à l’agence" in third
    assert [row.state for row in Recovery.objects.all()] == ["refused"] * 2
    assert Trace.objects.filter(event="access.recovery_refused").count() == 2
    assert not Letter.objects.filter(template="mail/recovery_link").exists()


def test_a_letter_shows_its_code_once(nora: Client, link: PersonLink) -> None:
    paper = nora.post(page(link), answered(means="letter", **RIGHT))
    words = paper.content.decode()
    found = re.search(r'letter__code">([^<]+)<', words)
    assert found is not None
    assert "1 allée des Tilleuls" in words
    assert "no-store" in paper["Cache-Control"]
    assert found[1] not in nora.get(page(link)).content.decode()
    assert found[1].replace("-", "") not in str(Recovery.objects.values().get())


def test_no_code_by_hand_over_the_telephone(nora: Client, link: PersonLink) -> None:
    nora.post(page(link), answered(means="hand", **RIGHT))
    assert not Recovery.objects.exists()


def test_a_colleague_confirms_a_code_given_by_hand(
    cast: Cast, nora: Client, manager: Client, link: PersonLink
) -> None:
    nora.post(page(link), at_counter("hand"))
    recovery = Recovery.objects.get()
    second = f"/agence/acces/{recovery.code}/second-agent/"
    nora.post(second)
    recovery.refresh_from_db()
    assert recovery.seconded_by is None
    manager.post(second)
    recovery.refresh_from_db()
    assert str(recovery.seconded_by.user) == "Max Roy"


def test_another_agency_sees_no_access(sacha: Client, link: PersonLink) -> None:
    assert sacha.get(page(link)).status_code == 404
    assert sacha.post(page(link), answered(**RIGHT)).status_code == 404
    assert not Recovery.objects.exists()


def test_giving_an_access_back_ends_the_case_that_asked_for_it(
    nora: Client, link: PersonLink, now: dt.datetime
) -> None:
    case = answer_lost_access(
        reference="12345", family_name="Diallo", given_name="Awa", wish="call", phone="", now=now
    )
    read = nora.get(f"/agence/demandes/{case.code}/").content.decode()
    assert page(link) in read
    nora.post(page(link), answered(**RIGHT))
    case.refresh_from_db()
    assert (case.state, case.closed_reason) == ("closed", Case.Ending.ACCESS_RESTORED)


def test_the_manager_reads_reasons_figures_and_names(
    nora: Client, manager: Client, link: PersonLink, at_most_queries
) -> None:
    nora.post(page(link), at_counter("link"))
    with at_most_queries(15):
        figures = manager.get("/agence/acces/chiffres/").content.decode()
    for words in ("Nora Benali", "Awa Diallo", "boîte aux lettres électronique perdue"):
        assert words.lower() in figures.lower()
    assert nora.get("/agence/acces/chiffres/").status_code == 404


def test_the_page_asks_the_database_little(nora: Client, link: PersonLink, at_most_queries) -> None:
    nora.get(page(link))
    with at_most_queries(15):
        nora.get(page(link))
    with at_most_queries(15):
        nora.get("/agence/acces/")
