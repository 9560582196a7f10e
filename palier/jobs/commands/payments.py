"""``palier payments``: the bank's settlement file, and asking the bank now."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from palier.domain.audit.actor import Actor
from palier.domain.payments.actions.answers import ask_bank
from palier.domain.payments.actions.settlements import import_settlement
from palier.domain.payments.queries.desk import attempts_to_ask_about


def register(group: click.Group) -> None:
    group.add_command(payments)


@click.group()
def payments() -> None:
    """Les paiements par carte : relevé de la banque, questions à la banque."""


@payments.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def settlement(file: Path) -> None:
    """Lire le relevé de la banque (FILE) : ce qu’elle a réglé, et les impayés."""
    stored = import_settlement(
        content=file.read_bytes(), name=file.name, actor=Actor.bank(), now=timezone.now()
    )
    click.echo(f"Relevé n° {stored.number} lu. Voir /agence/rapprochement/.")


@payments.command()
@click.argument("codes", nargs=-1)
def ask(codes: tuple[str, ...]) -> None:
    """Interroger la banque sur les paiements CODES, ou sur tous ceux qui attendent."""
    for code in codes or attempts_to_ask_about(timezone.now()):
        attempt = ask_bank(code=code, now=timezone.now())
        click.echo(f"{attempt.code} : {attempt.get_state_display()}")
