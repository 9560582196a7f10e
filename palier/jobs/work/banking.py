"""Banking: what time alone changes (links never followed, accounts replaced, mandates unused)."""

from __future__ import annotations

import datetime as dt

from palier.domain.banking.actions import follow
from palier.jobs.registry import job


@job("banking.follow", retries=3)
def follow_bank_details(*, now: dt.datetime) -> None:
    follow(now=now)
