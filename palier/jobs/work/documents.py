"""The vault: clear away bytes that no row names."""

from __future__ import annotations

import datetime as dt

from palier.domain.documents.actions import sweep_orphans
from palier.jobs.registry import job


@job("documents.sweep", retries=2)
def sweep(*, now: dt.datetime) -> None:
    sweep_orphans(now=now)
