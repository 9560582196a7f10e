"""``palier doctor``: what is wrong with this installation, and what to do about each point."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import click
from django.conf import settings
from django.core.checks import ERROR
from django.db import DatabaseError
from django.utils import timezone

from palier.foundation.egress import Destination
from palier.foundation.readiness import faults
from palier.jobs import queue
from palier.jobs.examining import examine

LATE_MINUTES = 15
TRY_SECONDS = 5.0


def register(group: click.Group) -> None:
    group.add_command(doctor)


@click.command()
@click.option(
    "--egress", is_flag=True, help="Lister les destinations permises et essayer chacune d’elles."
)
def doctor(egress: bool) -> int:
    """Examiner l’installation et dire quoi corriger (état 1 s’il le faut)."""
    if egress:
        return _try_destinations()
    click.echo(f"Mode {settings.PALIER_MODE}, données dans {settings.PALIER_HOME}")
    grave = 0
    for sentence, remedy, is_grave in [*_from_checks(), *_from_queue(), *_from_examining()]:
        grave += is_grave
        if not remedy:
            click.secho(f"✓ {sentence}", fg="green")
            continue
        click.secho(f"{'✗' if is_grave else '!'} {sentence}", fg="red" if is_grave else "yellow")
        click.echo(f"  → {remedy}")
    if grave:
        click.echo(f"{grave} point(s) à corriger.")
        return 1
    click.secho("✓ Rien n’empêche de servir.", fg="green")
    return 0


def _try_destinations() -> int:
    """Print where this installation may connect to, and whether each place answers."""
    click.echo("Palier ne se connecte qu’à ces destinations ; toute autre est refusée.")
    silent = 0
    for place in settings.PALIER_OUTGOING:
        said, colour = "toute la machine", None
        if place.port or place.is_path:
            reached = _reaches(place)
            silent += not reached
            said, colour = ("répond", "green") if reached else ("ne répond pas", "red")
        click.echo(f"  {place!s:<44} {place.why:<34} ", nl=False)
        click.secho(said, fg=colour)
    click.echo("La base de données est jointe par sa propre bibliothèque, hors de cette liste.")
    return 1 if silent else 0


def _reaches(place: Destination) -> bool:
    try:
        if place.is_path:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(TRY_SECONDS)
                line.connect(place.host)
        else:
            socket.create_connection((place.host, place.port), TRY_SECONDS).close()
    except OSError:
        return False
    return True


def _from_checks() -> Iterator[tuple[str, str, bool]]:
    for message in faults():
        yield str(message.msg), str(message.hint), message.level >= ERROR


def _from_examining() -> Iterator[tuple[str, str, bool]]:
    for found in examine(timezone.now()):
        yield found.sentence, found.remedy, found.is_grave


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
