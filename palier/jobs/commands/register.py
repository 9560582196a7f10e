"""``palier register``: the register of processing, as documents for the landlord."""

from __future__ import annotations

from pathlib import Path

import click
from django.template.loader import render_to_string
from django.utils import timezone

from palier.domain.landlord.queries import settings_on, today
from palier.domain.rights.register import as_pdf, words


def register(group: click.Group) -> None:
    """Add ``register`` to ``group``."""
    group.add_command(write_register)


@click.command("register", help="Le registre des traitements (RGPD, art. 30).")
@click.argument("folder", metavar="DOSSIER", type=click.Path(file_okay=False, path_type=Path))
def write_register(folder: Path) -> int:
    """Écrire registre.html et registre.pdf dans DOSSIER, avec les durées en vigueur."""
    now = timezone.now()
    told = words(settings_on(today(now)), today(now))
    folder.mkdir(parents=True, exist_ok=True)
    page = render_to_string("rights/register.html", told)
    (folder / "registre.html").write_text(page, encoding="utf-8")
    (folder / "registre.pdf").write_bytes(as_pdf(told, stamped_at=now))
    click.echo(f"✓ {folder / 'registre.html'} et registre.pdf")
    return 0
