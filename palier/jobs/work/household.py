"""Households: what the ERP echoes, what was stopped or closed, answers nobody sent."""

from __future__ import annotations

import datetime as dt

from palier.domain.household import actions
from palier.jobs.registry import job


@job("household.follow", retries=3)
def follow(*, now: dt.datetime) -> None:
    actions.stop_infected(now=now)
    actions.follow_closed_cases(now=now)
    actions.compare_with_erp(now=now)


@job("household.forget_old_drafts", retries=3)
def forget_old_drafts(*, now: dt.datetime) -> None:
    while actions.forget_old_drafts(now=now):
        pass
