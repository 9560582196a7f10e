"""``palier documents``: check the vault, clear away what no row names."""

from __future__ import annotations

import click
from django.utils import timezone

from palier.domain.documents import actions, queries

STEP = 1_000


def register(group: click.Group) -> None:
    """Add ``documents`` to ``group``."""
    group.add_command(documents)


@click.group(help="Le coffre des documents.")
def documents() -> None:
    """Hold the commands of this group."""


@documents.command("verify")
def verify() -> int:
    """Relire chaque fichier du coffre et comparer son empreinte."""
    total = queries.stored_file_count()
    damages = 0
    done = 0
    for done, damage in enumerate(queries.damages(), start=1):
        if damage is not None:
            damages += 1
            reason = "absent du coffre" if damage.reason == "missing" else "contenu modifié"
            click.echo(
                f"✗ {damage.sha256} : {reason}. Restaurez-le depuis une sauvegarde.", err=True
            )
        if done % STEP == 0:
            click.echo(f"  {done} / {total}", err=True)
    click.echo(f"{done} fichiers relus, {damages} abîmés.")
    return 1 if damages else 0


@documents.command("sweep")
def sweep() -> int:
    """Effacer les fichiers de plus d’un jour qu’aucun document ne nomme."""
    removed = actions.sweep_orphans(now=timezone.now())
    click.echo(f"{removed} fichiers orphelins effacés.")
    return 0
