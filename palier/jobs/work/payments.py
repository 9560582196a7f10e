"""Payments: ask the bank about what it has not told, or what got lost on the way."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.payments.actions.answers import ask_bank
from palier.domain.payments.actions.attempts import ASK_BANK
from palier.domain.payments.queries.desk import attempts_to_ask_about
from palier.foundation.background import enqueue
from palier.jobs.registry import job


@job(ASK_BANK, retries=3, first_delay=dt.timedelta(seconds=20))
def ask_about_one(*, now: dt.datetime, code: str) -> None:
    ask_bank(code=code, now=now)


@job("payments.ask_bank_again")
def ask_about_all(*, now: dt.datetime) -> None:
    """One job an attempt: a bank that hangs on one order delays no other."""
    with transaction.atomic():
        for code in attempts_to_ask_about(now):
            enqueue(ASK_BANK, key=f"ask:{code}", code=code)
