"""``palier export contact-details``: hand changed contact details to the ERP, read its answer."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from palier.domain.audit.actor import Actor
from palier.domain.contact_details.actions import acknowledge, deliver_changes
from palier.domain.contact_details.queries import delivery_numbered, file_name_of
from palier.domain.documents import vault
from palier.foundation.errors import DomainError, NotYours
from palier.jobs.whole_files import write_whole


def register(group: click.Group) -> None:
    """Add these to the group ``palier export``."""
    group.add_command(contact_details)
    group.add_command(contact_acknowledgement)


@click.command(name="contact-details")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--number", type=int, help="Écrire de nouveau la remise de ce numéro, à l’identique.")
def contact_details(folder: Path, number: int | None) -> None:
    """Écrire dans FOLDER la prochaine remise des coordonnées et des choix papier ou en ligne."""
    try:
        delivery = (
            delivery_numbered(number)
            if number is not None
            else deliver_changes(actor=Actor.system(), now=timezone.now())
        )
    except NotYours:
        raise DomainError(f"Aucune remise n’a le numéro {number}.") from None
    if delivery is None:
        click.echo("Rien de nouveau à remettre.")
        return
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name_of(delivery)
    write_whole(path, vault.read(delivery.file.sha256))
    click.echo(f"Remise n° {delivery.number} : {delivery.line_count} lignes, dans {path}")


@click.command(name="contact-details-acknowledgement")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def contact_acknowledgement(file: Path) -> None:
    """Lire l’accusé de l’ERP (FILE) sur les coordonnées remises."""
    accepted, refused = acknowledge(
        content=file.read_bytes(), actor=Actor.erp(), now=timezone.now()
    )
    click.echo(f"Accusé lu : {accepted} changements pris en compte, {refused} refusés.")
