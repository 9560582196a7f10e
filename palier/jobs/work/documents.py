"""The vault: clear away bytes that no row names, and what has been kept its time."""

from __future__ import annotations

import datetime as dt

from palier.domain.documents.actions import erase_old_documents, sweep_orphans
from palier.domain.landlord.queries import settings_on, today
from palier.jobs.registry import job


@job("documents.sweep", retries=2)
def sweep(*, now: dt.datetime) -> None:
    sweep_orphans(now=now)


@job("documents.erase_old", retries=0)
def erase_old(*, now: dt.datetime) -> None:
    wanted = bool(settings_on(today(now))["document_erasing"])
    erase_old_documents(now=now, dry_run=not wanted)
