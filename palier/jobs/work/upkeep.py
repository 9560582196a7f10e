"""The database's own housekeeping."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from palier.jobs.registry import job


@job("upkeep.refresh_statistics")
def refresh_statistics(*, now: dt.datetime) -> None:
    """Let SQLite look at its tables again; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
