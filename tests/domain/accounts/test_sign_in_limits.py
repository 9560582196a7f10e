"""Passwords stolen elsewhere and tried from everywhere: too slow to be worth it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.accounts.devices import device_of, marked
from palier.domain.accounts.sign_in_limits import ACCOUNT, ACCOUNT_AN_HOUR, limits_of
from palier.domain.accounts.throttling import Limit, give_back, reserve
from palier.domain.accounts.throttling.rules import wait_after
from tests.cast import NOW

HOUR = dt.timedelta(hours=1)
OWNER = "awa@exemple.fr"


def most_in_an_hour(instants: list[float]) -> int:
    return max(sum(start <= instant < start + 3600 for instant in instants) for start in instants)


@given(
    pauses=st.lists(
        st.sampled_from([0, 0, 0, 1, 59, 60, 301, 899, 3599, 3600, 86_000, 86_400, 90_000]),
        min_size=1,
        max_size=60,
    )
)
def test_no_hour_ever_sees_ten_tries_however_the_attacker_waits(pauses: list[int]) -> None:
    made: list[float] = []
    now = NOW
    for pause in pauses:
        now += dt.timedelta(seconds=pause)
        wait = max(wait_after(limit, made, now) for limit in (ACCOUNT, ACCOUNT_AN_HOUR))
        now += wait
        made.append(now.timestamp())
    assert most_in_an_hour(made) < 10


def test_the_delay_grows_and_stays_at_an_hour() -> None:
    made: list[float] = []
    waits = []
    now = NOW
    for _try in range(12):
        wait = wait_after(ACCOUNT, made, now)
        waits.append(round(wait.total_seconds() / 60))
        now += wait
        made.append(now.timestamp())
    assert waits == [0, 0, 0, 0, 0, 1, 5, 15, 30, 60, 60, 60]


@pytest.mark.django_db
def test_ten_thousand_addresses_get_nine_tries_in_the_first_hour() -> None:
    let_through = 0
    for number in range(10_000 // 25):
        now = NOW + HOUR * number / 400
        address = f"198.51.{number // 250}.{number % 250}"
        let_through += not reserve(limits_of(email=OWNER, address=address), now)
    assert let_through == 9


@pytest.mark.django_db
def test_the_owner_on_a_known_device_is_not_slowed_meanwhile() -> None:
    device = device_of(marked("", OWNER), OWNER)
    for number in range(40):
        reserve(limits_of(email=OWNER, address=f"198.51.100.{number}"), NOW)
    assert reserve(limits_of(email=OWNER, address="198.51.100.1"), NOW)
    assert not reserve(limits_of(email=OWNER, address="198.51.100.1", device=device), NOW)


@pytest.mark.django_db
def test_a_known_device_is_slowed_by_its_own_mistakes() -> None:
    limits = limits_of(email=OWNER, address="198.51.100.1", device="KNOWN")
    waits = [reserve(limits, NOW) for _try in range(6)]
    assert [bool(wait) for wait in waits] == [False] * 5 + [True]
    assert not reserve(limits_of(email=OWNER, address="198.51.100.1", device="OTHER"), NOW)


@pytest.mark.django_db
def test_one_address_slows_down_over_many_accounts() -> None:
    waits = [
        reserve(limits_of(email=f"n{number}@exemple.fr", address="198.51.100.1"), NOW)
        for number in range(61)
    ]
    assert not any(waits[:60])
    assert waits[60] == dt.timedelta(minutes=1)


@pytest.mark.django_db
def test_waiting_is_not_made_longer_by_asking_again() -> None:
    limits = limits_of(email=OWNER, address="198.51.100.1")
    waits = [reserve(limits, NOW) for _try in range(50)]
    assert set(waits[5:]) == {dt.timedelta(minutes=1)}


@pytest.mark.django_db
def test_a_right_password_gives_its_try_back_and_nobody_elses() -> None:
    limits = limits_of(email=OWNER, address="198.51.100.1")
    for second in range(4):
        reserve(limits, NOW + dt.timedelta(seconds=second))
    later = NOW + dt.timedelta(minutes=1)
    reserve(limits, later)
    give_back(limits, later)
    assert not reserve(limits, later)
    assert reserve(limits, later)


def test_a_family_computer_knows_each_of_its_owners() -> None:
    cookie = marked(marked("", OWNER), "yanis@exemple.fr")
    device = device_of(cookie, OWNER)
    assert device
    assert device_of(cookie, "Yanis@Exemple.fr") == device
    assert device_of(cookie, "jeanne@exemple.fr") == ""
    assert device_of(cookie + "x", OWNER) == ""


@pytest.mark.django_db(transaction=True)
def test_a_hundred_tries_at_one_instant_are_not_all_let_through() -> None:
    limit = Limit("burst", tries=5, window=HOUR)
    gate = threading.Barrier(12)
    waits: list[dt.timedelta] = []

    def attempt() -> None:
        gate.wait()
        try:
            waits.extend(reserve([(limit, OWNER)], NOW) for _try in range(3))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _thread in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(not wait for wait in waits) == 5
