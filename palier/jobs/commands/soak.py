"""``palier soak``: random schedules of bank answers against the invariants of the ledger."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]


def register(group: click.Group) -> None:
    group.add_command(soak)


@click.command()
@click.option("--schedules", default=10_000, show_default=True, help="Nombre d’enchaînements.")
@click.option("--engine", type=click.Choice(["sqlite", "postgresql"]), default="sqlite")
def soak(schedules: int, engine: str) -> int:
    """Éprouver les paiements par des enchaînements de réponses de la banque, au hasard."""
    if not (ROOT / "tests" / "soak").is_dir():
        raise click.ClickException(
            "cette installation n’a pas les essais ; lancez la commande depuis une copie du dépôt "
            "préparée par « make test-environment »."
        )
    environment = {
        **os.environ,
        "PALIER_SOAK_SCHEDULES": str(schedules),
        "PALIER_TEST_DATABASE": engine,
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "pytest", "-m", "soak", "tests/soak"]
    return subprocess.call(command, cwd=ROOT, env=environment)
