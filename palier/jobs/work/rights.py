"""Rights: prepare copies of data, close the accounts whose delay is over."""

from __future__ import annotations

import datetime as dt

from palier.domain.rights import actions
from palier.jobs.registry import job


@job(actions.PREPARE, retries=5)
def prepare_copy(*, now: dt.datetime, code: str) -> None:
    actions.prepare_copy(code=code, now=now)


@job(actions.CLOSE_DUE, retries=3)
def close_due(*, now: dt.datetime) -> None:
    actions.close_due_accounts(now=now)
