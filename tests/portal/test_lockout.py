"""Whoever types wrong passwords waits, longer and longer; the owner is helped, never shut out."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.domain.landlord.actions import decide
from palier.domain.mail.models import Letter
from palier.foundation.models import Job
from tests.cast import NOW, PASSWORD, TODAY, Cast
from tests.portal.test_sign_in import reset_link, sign_in

FORGOTTEN = "/mot-de-passe-oublie/"
# What is drawn anew for every page.
DRAWN = r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"'


def guess(number: int, email: str = "awa@exemple.fr", password: str = "pas-le-bon"):
    """Try from an address nobody has used yet."""
    place = f"203.0.{number // 250}.{number % 250}"
    return sign_in(Client(REMOTE_ADDR=place), email, password)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def test_the_sixth_try_waits_even_with_the_right_password(known: Cast) -> None:
    statuses = [guess(number).status_code for number in range(5)]
    assert statuses == [200] * 5
    held = guess(99, password=PASSWORD)
    assert held.status_code == 429
    assert int(held["Retry-After"]) == 60
    assert guess(100, "jeanne@exemple.fr", PASSWORD).status_code == 302


def test_the_page_says_when_how_whom_and_where(known: Cast) -> None:
    decide(
        values={"phone": "01 99 00 10 00", "phone_hours": "du lundi au vendredi, de 9 h à 17 h"},
        valid_from=TODAY,
    )
    for number in range(6):
        held = guess(number)
    words = text_of(held)
    assert "réessayer <strong>à 10 h 01</strong>" in words
    assert f'href="{FORGOTTEN}"' in words
    assert "01 99 00 10 00" in words
    assert "du lundi au vendredi, de 9 h à 17 h" in words
    assert 'href="/ecrire-a-mon-agence/"' in words
    assert "no-store" in held["Cache-Control"]


def test_the_page_is_the_same_for_an_address_without_an_account(known: Cast) -> None:
    pages = set()
    for email in ("awa@exemple.fr", "personne@exemple.fr"):
        for number in range(6):
            held = guess(number, email)
        pages.add((held.status_code, re.sub(DRAWN, "", held.content.decode())))
    assert len(pages) == 1


def test_stuffing_from_everywhere_gets_nine_tries_an_hour_and_the_owner_gets_in(
    known: Cast,
) -> None:
    own = Client(REMOTE_ADDR="203.0.113.1")
    sign_in(own)
    own.post("/deconnexion/")
    looked_at = 0
    for minute in range(60):
        with time_machine.travel(NOW + dt.timedelta(minutes=minute), tick=False):
            for number in range(3):
                looked_at += guess(minute * 3 + number).status_code == 200
            if minute == 30:
                assert sign_in(own).status_code == 302
                own.post("/deconnexion/")
    assert looked_at == 9


def test_a_stranger_behind_the_same_address_never_shuts_out_a_known_device(
    known: Cast,
) -> None:
    own = Client(REMOTE_ADDR="203.0.113.1")
    sign_in(own)
    own.post("/deconnexion/")
    for number in range(80):
        sign_in(Client(REMOTE_ADDR="203.0.113.1"), f"n{number}@exemple.fr", "pas-le-bon")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.1")).status_code == 429
    assert sign_in(own).status_code == 302


def test_limits_survive_an_empty_cache(known: Cast) -> None:
    for number in range(5):
        guess(number)
    cache.clear()
    assert guess(9, password=PASSWORD).status_code == 429


def test_a_forged_device_gives_no_allowance(known: Cast) -> None:
    for number in range(6):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        client.cookies["device"] = f"forged{number}:mark"
        answer = sign_in(client, password="pas-le-bon")
    assert answer.status_code == 429


def test_choosing_a_new_password_ends_the_wait_on_that_device(
    known: Cast,
    client: Client,
    run_jobs,
) -> None:
    for number in range(6):
        guess(number)
    client.post(FORGOTTEN, {"email": "awa@exemple.fr"})
    run_jobs(NOW)
    link = reset_link(Letter.objects.get(template="mail/password_reset"))
    where = client.get(link, follow=True).request["PATH_INFO"]
    client.post(where, {"password1": "sept-otaries-sur-un-banc"})
    for number in range(6):
        guess(number)
    assert sign_in(client, password="sept-otaries-sur-un-banc").status_code == 302


def test_showing_the_password_again_is_not_stopped_by_strangers(
    known: Cast,
    client: Client,
) -> None:
    sign_in(client)
    client.cookies.pop("device")
    for number in range(6):
        guess(number)
    again = client.post("/connexion/a-nouveau/?next=/", {"password": PASSWORD, "next": "/"})
    assert again.status_code == 302


@pytest.mark.parametrize("where", ["/connexion/", FORGOTTEN])
def test_these_pages_are_kept_nowhere(client: Client, db: None, where: str) -> None:
    assert "no-store" in client.get(where)["Cache-Control"]


def test_the_countless_addresses_of_one_ipv6_customer_are_one(known: Cast) -> None:
    for number in range(61):
        answer = sign_in(
            Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), f"n{number}@exemple.fr", "pas-le-bon"
        )
    assert answer.status_code == 429


def test_a_try_turned_away_costs_the_same_whether_there_is_an_account(known: Cast) -> None:
    asked = []
    for email in ("awa@exemple.fr", "personne@exemple.fr"):
        for number in range(5):
            guess(number, email)
        for number in (8, 9):  # the first turned away, and one of the next
            with CaptureQueriesContext(connection) as made:
                answer = guess(number, email)
            asked.append(
                (answer.status_code, [re.sub(r"'[^']*'|\d+", "?", q["sql"]) for q in made])
            )
        assert Job.objects.filter(name="accounts.tell_wave").count() == len(asked) // 2
    assert asked[0] == asked[2]
    assert asked[1] == asked[3]
