"""Billing: remind of the due date, once, before it."""

from __future__ import annotations

import datetime as dt

from palier.domain.billing.actions import remind_before_due
from palier.jobs.registry import job


@job("billing.remind_before_due", retries=3)
def remind(*, now: dt.datetime) -> None:
    remind_before_due(now=now)
