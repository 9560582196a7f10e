"""Insurance: read what was filed, remind of what is to renew."""

from __future__ import annotations

import datetime as dt

from palier.domain.insurance import actions
from palier.jobs.registry import job


@job(actions.READ, retries=2, first_delay=dt.timedelta(seconds=30))
def read_filed(*, now: dt.datetime, reading: int) -> None:
    actions.read_waiting(reading_id=reading, now=now)


@job("insurance.remind", retries=3)
def remind(*, now: dt.datetime) -> None:
    actions.remind_of_insurance(now=now)
