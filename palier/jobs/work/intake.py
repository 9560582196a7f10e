"""Uploads: ask the antivirus again about files held back, forget what was never sent."""

from __future__ import annotations

import datetime as dt

from palier.domain.documents.intake import actions
from palier.domain.insurance.actions import stop_infected
from palier.jobs.registry import job


@job("intake.check_held", retries=0)
def check_held(*, now: dt.datetime) -> None:
    """Each room that has rows on a file now refused tells its owner from here."""
    refused = actions.check_held(now=now)
    stop_infected(files=refused, now=now)


@job("intake.sweep", retries=2)
def sweep(*, now: dt.datetime) -> None:
    actions.sweep(now=now)
