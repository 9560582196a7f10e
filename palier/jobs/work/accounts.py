"""Passwords forgotten, waves of tries: write to the mailbox; tries counted: forget the old ones."""

from __future__ import annotations

import datetime as dt

from palier.domain.accounts import actions, throttling
from palier.domain.accounts.waves import actions as waves
from palier.jobs.registry import job


@job(actions.ANSWER_RESET, retries=8, first_delay=dt.timedelta(seconds=20))
def answer_password_reset(*, now: dt.datetime, email: str, language: str) -> None:
    actions.answer_password_reset(email=email, language=language, now=now)


@job(waves.TELL_WAVE, retries=8, first_delay=dt.timedelta(seconds=20))
def tell_wave(*, now: dt.datetime, email: str) -> None:
    waves.tell_wave(email=email, now=now)


@job("accounts.forget_old_tries")
def forget_old_tries(*, now: dt.datetime) -> None:
    throttling.forget_old_tries(now=now)
