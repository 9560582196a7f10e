"""``palier import FOLDER``: take a delivery of the ERP in."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import timezone

from palier.exchange.importing import Outcome, import_folder
from palier.exchange.problems import DeliveryRefused
from palier.exchange.records import kind_of


def register(group: click.Group) -> None:
    group.add_command(import_)


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tout lire et tout vérifier, ne rien appliquer.")
@click.option(
    "--accept-absences",
    is_flag=True,
    help="Accepter qu’un fichier complet mette fin à plus d’un cinquième des lignes connues.",
)
@click.option(
    "--accept-older", is_flag=True, help="Accepter une livraison produite avant celle en vigueur."
)
@click.option(
    "--accept-landlord",
    is_flag=True,
    help="Accepter un autre nom de bailleur que celui en vigueur.",
)
@click.option("--quiet", is_flag=True, help="Sans la progression.")
def import_(folder: Path, dry_run: bool, quiet: bool, **accepted: bool) -> int:
    """Importer une livraison de l’ERP (un dossier avec manifest.json)."""
    progress = Progress(quiet=quiet)
    try:
        outcome = import_folder(
            folder,
            now=timezone.now(),
            dry_run=dry_run,
            progress=progress,
            accept=[name.removeprefix("accept_") for name, chosen in accepted.items() if chosen],
        )
    except DeliveryRefused as refusal:
        progress.end()
        for line in refusal.problems.report():
            click.echo(line, err=True)
        click.echo(f"\n✗ {refusal.sentence}", err=True)
        return 1
    progress.end()
    say(outcome)
    return 0


def say(outcome: Outcome) -> None:
    """Say what became of the delivery, with its counts by kind."""
    if outcome.state == "unchanged":
        click.echo("Ces fichiers sont ceux de la livraison en vigueur : rien à changer.")
        return
    for name, counts in outcome.counts.items():
        told = [
            f"{counts[key]} {word}{'s' if counts[key] > 1 else ''}"
            for key, word in _WORDS.items()
            if counts.get(key)
        ]
        if told:
            click.echo(f"  {kind_of(name).title:<22} {', '.join(told)}")
    if not outcome.changes:
        click.echo("Rien ne change : la base contenait déjà tout.")
    if outcome.state == "checked":
        click.echo("✓ La livraison est juste. Rien n’a été appliqué (--dry-run).")
        return
    if outcome.resumed:
        click.echo("L’import interrompu a repris où il s’était arrêté.")
    if outcome.replaced_payments:
        count = outcome.replaced_payments
        click.echo(f"  {count} paiements du portail remplacés par les lignes de l’ERP")
    click.echo(
        f"✓ Livraison n° {outcome.number} en vigueur, en {outcome.seconds:.1f} s "
        f"(tranche la plus longue : {outcome.longest_slice:.2f} s)."
    )


_WORDS = {
    "new": "ajout",
    "changed": "changement",
    "absent": "fin",
    "reversed": "annulation",
    "lettered": "lettrage",
    "replaced": "renumérotation",
}


class Progress:
    """One line that rewrites itself on a terminal, one line a step elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty()
        self.step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.quiet:
            return
        if self.live:
            figure = f" {done:,} / {total:,}".replace(",", " ") if total else ""
            click.echo(f"\r\x1b[2K{step}{figure}", nl=False, err=True)
        elif step != self.step:
            click.echo(step, err=True)
        self.step = step

    def end(self) -> None:
        if self.live and not self.quiet:
            click.echo("\r\x1b[2K", nl=False, err=True)
