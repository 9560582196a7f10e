"""Strangers try one account over and over: its owner is told once, and nobody else learns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import time_machine

from palier.domain.accounts.devices import device_of, marked
from palier.domain.accounts.sign_in_limits import limits_of
from palier.domain.accounts.throttling import reserve
from palier.domain.accounts.waves.actions import notice_refused_try, tell_wave
from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from palier.foundation.models import Job
from tests.cast import NOW, Cast

DAY = dt.timedelta(days=1)
OWNER = "awa@exemple.fr"


def wave(email: str, now: dt.datetime, tries: int = 8) -> None:
    for number in range(tries):
        if reserve(limits_of(email=email, address=f"203.0.113.{number}"), now):
            notice_refused_try(email=email, now=now)


def tried(now: dt.datetime, run_jobs: Callable[[dt.datetime], int]) -> None:
    with time_machine.travel(now, tick=False):
        wave(OWNER, now)
        run_jobs(now)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(template="mail/tries_turned_away"))


def test_one_wave_is_one_letter_however_long_it_lasts(cast: Cast, run_jobs) -> None:
    for hours in range(0, 60, 6):
        tried(NOW + dt.timedelta(hours=hours), run_jobs)
    assert [letter.to for letter in letters()] == [OWNER]
    tried(NOW + dt.timedelta(hours=54) + 2 * DAY, run_jobs)
    assert len(letters()) == 2


def test_never_two_letters_in_a_day_even_when_two_jobs_ask(cast: Cast) -> None:
    tell_wave(email=OWNER, now=NOW)
    tell_wave(email=OWNER, now=NOW + DAY / 2)
    assert len(letters()) == 1
    tell_wave(email=OWNER, now=NOW + DAY)
    assert len(letters()) == 2


def test_the_letter_says_what_to_do_and_leads_nowhere(cast: Cast, run_jobs) -> None:
    wave(OWNER, NOW)
    run_jobs(NOW)
    [letter] = letters()
    assert "ils n’ont rien ouvert" in letter.text
    assert "C’était vous ?" in letter.text
    assert "Ce n’était pas vous ?" in letter.text
    for lead in ("/connexion", "/mot-de-passe", "/mon-profil"):
        assert lead not in letter.text + letter.html
    assert not re.findall(r'href="([^"]*)"', letter.html)
    trace = Trace.objects.get(event="accounts.tries_told")
    assert trace.actor_kind == "system"


def test_nobody_is_written_to_where_there_is_no_account(cast: Cast, run_jobs) -> None:
    wave("personne@exemple.fr", NOW)
    run_jobs(NOW)
    assert not Letter.objects.exists()


def test_few_mistakes_are_no_wave(cast: Cast) -> None:
    wave(OWNER, NOW, tries=5)
    assert not Job.objects.exists()


def test_the_owners_own_mistakes_on_a_known_device_are_no_wave(cast: Cast) -> None:
    device = device_of(marked("", OWNER), OWNER)
    for _try in range(8):
        if reserve(limits_of(email=OWNER, address="203.0.113.1", device=device), NOW):
            notice_refused_try(email=OWNER, now=NOW)
    assert not Job.objects.exists()


def test_a_crowded_address_is_no_wave_on_whoever_comes_next(cast: Cast) -> None:
    for number in range(60):
        reserve(limits_of(email=f"n{number}@exemple.fr", address="203.0.113.1"), NOW)
    assert reserve(limits_of(email=OWNER, address="203.0.113.1"), NOW)
    notice_refused_try(email=OWNER, now=NOW)
    assert not Job.objects.exists()
