"""``palier export contact-details``: hand changed contact details to the ERP, read its answer."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from palier.domain.audit.actor import Actor
from palier.domain.contact_details.actions import acknowledge, deliver_changes
from palier.domain.contact_details.queries import delivery_numbered, file_name_of
from palier.domain.documents import vault
from palier.jobs.delivering import hand_over


def register(group: click.Group) -> None:
    """Add these to the group ``palier export``."""
    group.add_command(contact_details)
    group.add_command(contact_acknowledgement)


@click.command(name="contact-details")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--number", type=int, help="Écrire de nouveau la remise de ce numéro, à l’identique.")
def contact_details(folder: Path, number: int | None) -> None:
    """Écrire dans FOLDER la prochaine remise des coordonnées et des choix papier ou en ligne."""
    hand_over(
        folder,
        number,
        again=delivery_numbered,
        make=lambda: deliver_changes(actor=Actor.system(), now=timezone.now()),
        name_of=file_name_of,
        content_of=lambda one: vault.read(one.file.sha256),
    )


@click.command(name="contact-details-acknowledgement")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def contact_acknowledgement(file: Path) -> None:
    """Lire l’accusé de l’ERP (FILE) sur les coordonnées remises."""
    accepted, refused = acknowledge(
        content=file.read_bytes(), actor=Actor.erp(), now=timezone.now()
    )
    click.echo(f"Accusé lu : {accepted} changements pris en compte, {refused} refusés.")
