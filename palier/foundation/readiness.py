"""Is this installation fit to serve? ``palier.config.checks`` finds the faults."""

from __future__ import annotations

from django.core.checks import ERROR, CheckMessage, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

TAG = "palier"


def faults(*, with_database: bool = True) -> list[CheckMessage]:
    """Give what is wrong with the installation, each with its remedy (``hint``), worst first."""
    databases = ["default"] if with_database else None
    found = run_checks(tags=[TAG], include_deployment_checks=True, databases=databases)
    return sorted(found, key=lambda message: (-message.level, message.id or ""))


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
    lines = "\n".join(f"✗ {message.msg}\n  → {message.hint}" for message in grave)
    if grave:
        raise ImproperlyConfigured(
            f"Palier ne démarre pas : {len(grave)} point(s) à corriger.\n{lines}"
        )
