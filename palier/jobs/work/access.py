"""Openings of accounts: answer the mailbox, forget those that nobody confirmed."""

from __future__ import annotations

import datetime as dt

from palier.domain.access import actions
from palier.jobs.registry import job


@job(actions.ANSWER, retries=8, first_delay=dt.timedelta(seconds=20))
def answer_opening(*, now: dt.datetime, opening: int) -> None:
    actions.answer_opening(opening_id=opening, now=now)


@job("access.forget_stale_openings")
def forget_stale_openings(*, now: dt.datetime) -> None:
    actions.forget_stale_openings(now=now)
