"""Is this installation fit to serve? ``palier.config.checks`` finds the faults."""

from __future__ import annotations

from django.core.checks import ERROR, CheckMessage, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

PREFIX = "palier."


def faults(*, with_database: bool = True) -> list[CheckMessage]:
    """Give what is wrong with the installation, each with its remedy (``hint``), worst first."""
    databases = ["default"] if with_database else None
    messages = run_checks(tags=[Tags.security, Tags.database], databases=databases)
    ours = [message for message in messages if (message.id or "").startswith(PREFIX)]
    return sorted(ours, key=lambda message: (-message.level, message.id or ""))


def migrations_behind() -> int:
    """Count the migrations that the database has still to go through.

    Raises:
        DatabaseError: the database does not answer.
    """
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_to_start() -> None:
    """Stop a process that would serve an unsafe installation.

    Raises:
        ImproperlyConfigured: with every fault and its remedy.
    """
    grave = [message for message in faults() if message.level >= ERROR]
    if grave:
        lines = "\n".join(f"✗ {message.msg}\n  → {message.hint}" for message in grave)
        raise ImproperlyConfigured(
            f"Palier ne démarre pas : {len(grave)} point(s) à corriger.\n{lines}"
        )
