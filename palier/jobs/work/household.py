"""Households: what the ERP echoes, what was stopped or closed."""

from __future__ import annotations

import datetime as dt

from palier.domain.household import actions
from palier.jobs.registry import job


@job("household.follow", retries=3)
def follow(*, now: dt.datetime) -> None:
    actions.stop_infected(now=now)
    actions.follow_closed_cases(now=now)
    actions.compare_with_erp(now=now)
