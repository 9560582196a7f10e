"""``palier documents``: check the vault, clear away what no row names."""

from __future__ import annotations

import click
from django.utils import timezone

from palier.domain.documents import actions, queries
from palier.domain.documents.models import Document

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


@documents.command("retention")
@click.option("--dry-run", is_flag=True, help="Compter seulement, ne rien effacer.")
@click.option("--accept", is_flag=True, help="Effacer même une grande part du coffre.")
def retention(dry_run: bool, accept: bool) -> int:
    """Effacer les documents dont la durée de conservation est passée.

    Chaque durée, son texte et son point de départ sont le réglage « document_retention ».
    """
    done = actions.erase_old_documents(now=timezone.now(), dry_run=dry_run, accept=accept)
    names = dict(Document.Kind.choices)
    for kind, count in sorted(done.due.items()):
        click.echo(f"  {names[kind]} : {count}")
    due = sum(done.due.values())
    if dry_run:
        click.echo(f"{due} documents à effacer ; rien n’a été effacé (--dry-run).")
    else:
        click.echo(f"{done.erased} documents effacés.")
    return 0
