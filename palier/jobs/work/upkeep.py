"""The database's own housekeeping."""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command
from django.db import connection

from palier.jobs.registry import job


@job("upkeep.forget_sessions")
def forget_sessions(*, now: dt.datetime) -> None:
    """Delete the sessions that have ended."""
    call_command("clearsessions")


@job("upkeep.refresh_statistics")
def refresh_statistics(*, now: dt.datetime) -> None:
    """Let SQLite look at its tables again; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
