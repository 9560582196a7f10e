"""Billing: remind of the due date, once, before it; draw PDF ahead of their readers."""

from __future__ import annotations

import datetime as dt

from palier.domain.audit.actor import Actor
from palier.domain.banking.queries import accounts_debited_on
from palier.domain.billing.actions import DRAW, keep_pdf, remind_before_due
from palier.domain.billing.queries import notice_coded
from palier.jobs.registry import job


@job("billing.remind_before_due", retries=3)
def remind(*, now: dt.datetime) -> None:
    remind_before_due(now=now, debited=accounts_debited_on)


@job(DRAW, retries=4)
def draw(*, now: dt.datetime, code: str) -> None:
    keep_pdf(notice=notice_coded(code), now=now, actor=Actor.system())
