"""``palier export``: hand the money's movements to the ERP, read what it answers."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from palier.domain.audit.actor import Actor
from palier.domain.payments.actions.deliveries import acknowledge, deliver_operations
from palier.domain.payments.models import PaymentDelivery
from palier.domain.payments.queries.desk import content_of, delivery_numbered, file_name_of
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.money import euros
from palier.jobs import banking_export, contact_export, household_export
from palier.jobs.whole_files import write_whole


def register(group: click.Group) -> None:
    household_export.register(export)
    contact_export.register(export)
    banking_export.register(export)
    group.add_command(export)


@click.group()
def export() -> None:
    """Remettre les paiements à l’ERP, lire ses accusés."""


@export.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--number", type=int, help="Écrire de nouveau la remise de ce numéro, à l’identique.")
def payments(folder: Path, number: int | None) -> None:
    """Écrire dans FOLDER la prochaine remise : encaissements, remboursements, impayés.

    Chaque opération est remise une seule fois, dans un fichier numéroté qui ne change plus.
    """
    delivery = _again(number) if number is not None else _next()
    if delivery is None:
        click.echo("Rien de nouveau à remettre.")
        return
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name_of(delivery)
    write_whole(path, content_of(delivery))
    click.echo(
        f"Remise n° {delivery.number} : {delivery.line_count} lignes, "
        f"total {euros(delivery.total_cents)}, dans {path}"
    )


@export.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def acknowledgement(file: Path) -> None:
    """Lire l’accusé de l’ERP (FILE) sur les lignes remises."""
    accepted, refused = acknowledge(
        content=file.read_bytes(), actor=Actor.erp(), now=timezone.now()
    )
    click.echo(f"Accusé lu : {accepted} lignes acceptées, {refused} refusées.")


def _next() -> PaymentDelivery | None:
    return deliver_operations(actor=Actor.system(), now=timezone.now())


def _again(number: int) -> PaymentDelivery:
    try:
        return delivery_numbered(number)
    except NotYours:
        raise DomainError(f"Aucune remise n’a le numéro {number}.") from None
