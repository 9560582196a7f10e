"""``palier doctor``: what is wrong with this installation, and what to do about each point."""

from __future__ import annotations

from collections.abc import Iterator

import click
from django.conf import settings
from django.core.checks import ERROR
from django.db import DatabaseError
from django.utils import timezone

from palier.foundation.readiness import faults
from palier.jobs import queue

LATE_MINUTES = 15


def register(group: click.Group) -> None:
    group.add_command(doctor)


@click.command()
def doctor() -> int:
    """Examiner l’installation et dire quoi corriger (état 1 s’il le faut)."""
    click.echo(f"Mode {settings.PALIER_MODE}, données dans {settings.PALIER_HOME}")
    grave = 0
    for sentence, remedy, is_grave in [*_from_checks(), *_from_queue()]:
        grave += is_grave
        click.secho(f"{'✗' if is_grave else '!'} {sentence}", fg="red" if is_grave else "yellow")
        click.echo(f"  → {remedy}")
    if grave:
        click.echo(f"{grave} point(s) à corriger.")
        return 1
    click.secho("✓ Rien n’empêche de servir.", fg="green")
    return 0


def _from_checks() -> Iterator[tuple[str, str, bool]]:
    for message in faults():
        yield str(message.msg), str(message.hint), message.level >= ERROR


def _from_queue() -> Iterator[tuple[str, str, bool]]:
    try:
        failed = queue.given_up()
        late_since = queue.oldest_due(timezone.now())
    except DatabaseError:
        return  # said already
    if failed:
        yield (
            f"{len(failed)} travaux de fond ont échoué pour de bon.",
            "« palier worker list » dit pourquoi, « palier worker retry » les relance.",
            False,
        )
    if late_since and (timezone.now() - late_since).total_seconds() > LATE_MINUTES * 60:
        yield (
            f"Des travaux attendent depuis {timezone.localtime(late_since):%d/%m/%Y %H:%M}.",
            "Le processus « palier worker » tourne-t-il ?",
            False,
        )
