"""Codes of the second factor are not guessed: not quickly, not after a restart, not in parallel."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import connection
from django.test import Client

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.models import Trace
from tests.cast import NOW, PASSWORD, Cast
from tests.portal.test_sign_in_staff import advisor, code_of

__all__ = ["advisor"]
CODE = "/connexion/code/"
EMAIL = "lea@plaine.example"


def past_the_password(number: int = 1) -> Client:
    client = Client(REMOTE_ADDR=f"203.0.113.{number}")
    assert client.post("/connexion/", {"login": EMAIL, "password": PASSWORD}).url == CODE
    return client


def guess(number: int, code: str = "000000") -> int:
    return past_the_password(number).post(CODE, {"code": code}).status_code


def test_the_sixth_code_waits_even_the_right_one(advisor: StaffMember, cast: Cast) -> None:
    assert [guess(number) for number in range(5)] == [200] * 5
    held = past_the_password(9).post(CODE, {"code": code_of()})
    assert held.status_code == 429
    assert int(held["Retry-After"]) == 60
    assert "réessayer" in held.content.decode()


def test_an_empty_cache_gives_no_more_tries(advisor: StaffMember, cast: Cast) -> None:
    for number in range(5):
        guess(number)
    cache.clear()
    assert guess(9, code_of()) == 429


def test_a_thief_with_the_password_gets_nine_codes_an_hour_and_the_owner_gets_in(
    advisor: StaffMember, cast: Cast
) -> None:
    own = past_the_password()
    assert own.post(CODE, {"code": code_of()}).status_code == 302
    own.post("/deconnexion/")
    looked_at = 0
    for minute in range(1, 60):
        with time_machine.travel(NOW + dt.timedelta(minutes=minute), tick=False):
            looked_at += guess(minute) == 200
            if minute == 30:
                own.post("/connexion/", {"login": EMAIL, "password": PASSWORD})
                assert own.post(CODE, {"code": code_of()}).status_code == 302
    assert looked_at == 9


def test_whoever_took_over_a_session_guesses_no_better(advisor: StaffMember, cast: Cast) -> None:
    client = past_the_password()
    assert client.post(CODE, {"code": code_of()}).status_code == 302
    again = "/connexion/a-nouveau/code/"
    with time_machine.travel(NOW + dt.timedelta(minutes=16), tick=False):
        said = [client.post(again, {"code": "000000"}).status_code for _ in range(6)]
        assert said == [200] * 5 + [429]


def test_a_refused_code_is_in_the_trail(advisor: StaffMember, cast: Cast) -> None:
    guess(1)
    [trace] = Trace.objects.filter(event="accounts.second_factor_refused")
    assert trace.subject_kind == "accounts.user"
    assert trace.actor_kind == "visitor"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["application", "recovery"])
def test_one_code_in_two_browsers_at_once_opens_one(
    advisor: StaffMember, cast: Cast, kind: str
) -> None:
    code = code_of()
    if kind == "recovery":
        code = RecoveryCodes.activate(advisor.user).generate_codes()[0]
    browsers = [past_the_password(number) for number in range(4)]
    start = threading.Barrier(len(browsers))
    said: list[int] = []

    def go(client: Client) -> None:
        start.wait()
        said.append(client.post(CODE, {"code": code}).status_code)
        connection.close()

    threads = [threading.Thread(target=go, args=[client]) for client in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [200, 200, 200, 302]
    assert Authenticator.objects.filter(user=advisor.user).exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_codes_at_once_are_not_all_looked_at(advisor: StaffMember, cast: Cast) -> None:
    browsers = [past_the_password(number) for number in range(20)]
    said: list[int] = []

    def go(client: Client) -> None:
        said.append(client.post(CODE, {"code": "000000"}).status_code)
        connection.close()

    threads = [threading.Thread(target=go, args=[client]) for client in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count(200) == 5
    assert said.count(429) == 15
