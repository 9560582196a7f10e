"""Uploads: ask the antivirus again about files held back, forget what was never sent."""

from __future__ import annotations

import datetime as dt

from palier.domain.documents.intake import actions
from palier.jobs.registry import job


@job("intake.check_held", retries=0)
def check_held(*, now: dt.datetime) -> None:
    """Let each room that has rows on a file now refused tell its owner from here."""
    actions.check_held(now=now)


@job("intake.sweep", retries=2)
def sweep(*, now: dt.datetime) -> None:
    actions.sweep(now=now)
