"""Messages: forget the drafts that were left alone."""

from __future__ import annotations

import datetime as dt

from palier.domain.messaging import actions
from palier.jobs.registry import job


@job("messaging.forget_old_drafts")
def forget_old_drafts(*, now: dt.datetime) -> None:
    actions.forget_old_drafts(now=now)
