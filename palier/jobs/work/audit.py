"""The trail: forget what is older than the landlord keeps it."""

from __future__ import annotations

import datetime as dt

from palier.domain.audit.actions import forget_before
from palier.domain.landlord.queries import settings_on, today
from palier.jobs.registry import job

MONTH = dt.timedelta(days=30.5)


@job("audit.forget_old_traces")
def forget_old_traces(*, now: dt.datetime) -> None:
    kept = int(settings_on(today(now))["trail_kept_months"])
    while forget_before(instant=now - kept * MONTH, now=now):
        """One slice after another, each in a transaction of its own."""
