"""``palier export``: hand the money's movements to the ERP, read what it answers."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from palier.domain.audit.actor import Actor
from palier.domain.payments.actions.deliveries import acknowledge, deliver_operations
from palier.domain.payments.queries.desk import content_of, delivery_numbered, file_name_of
from palier.foundation.money import euros
from palier.jobs import banking_export, contact_export, household_export
from palier.jobs.delivering import hand_over


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
    hand_over(
        folder,
        number,
        again=delivery_numbered,
        make=lambda: deliver_operations(actor=Actor.system(), now=timezone.now()),
        name_of=file_name_of,
        content_of=content_of,
        what=lambda one: f"{one.line_count} lignes, total {euros(one.total_cents)}",
    )


@export.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def acknowledgement(file: Path) -> None:
    """Lire l’accusé de l’ERP (FILE) sur les lignes remises."""
    accepted, refused = acknowledge(
        content=file.read_bytes(), actor=Actor.erp(), now=timezone.now()
    )
    click.echo(f"Accusé lu : {accepted} lignes acceptées, {refused} refusées.")
