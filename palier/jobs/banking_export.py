"""``palier export mandates``, ``bank-accounts``, ``direct-debits``: what leaves for ERP and bank.

These files hold whole IBANs: they are written for their one reader, and belong in a folder that
nobody else can open.
"""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from palier.domain.audit.actor import Actor
from palier.domain.banking import actions, queries
from palier.foundation.errors import DomainError
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.jobs.delivering import hand_over, write_into


def register(group: click.Group) -> None:
    """Add these to the group ``palier export``."""
    for command in (
        mandates,
        mandates_acknowledgement,
        bank_accounts,
        bank_accounts_acknowledgement,
        direct_debits,
    ):
        group.add_command(command)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--number", type=int, help="Écrire de nouveau la remise de ce numéro, à l’identique.")
def mandates(folder: Path, number: int | None) -> None:
    """Écrire dans FOLDER les mandats signés, suspendus, changés ou arrêtés depuis la dernière fois.

    Le fichier contient des IBAN entiers.
    """
    hand_over(
        folder,
        number,
        again=queries.mandate_delivery_numbered,
        make=lambda: actions.deliver_mandates(actor=Actor.system(), now=timezone.now()),
        name_of=queries.file_name_of_mandates,
        content_of=queries.erp_file_of,
    )


@click.command(name="mandates-acknowledgement")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def mandates_acknowledgement(file: Path) -> None:
    """Lire l’accusé de l’ERP (FILE) sur les mandats remis."""
    accepted, refused = actions.acknowledge(
        content=file.read_bytes(), actor=Actor.erp(), now=timezone.now()
    )
    click.echo(f"Accusé lu : {accepted} instructions enregistrées, {refused} refusées.")


@click.command(name="bank-accounts")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--number", type=int, help="Écrire de nouveau la remise de ce numéro, à l’identique.")
def bank_accounts(folder: Path, number: int | None) -> None:
    """Écrire dans FOLDER les comptes bancaires mis en service, bloqués ou retirés depuis.

    Le fichier contient des IBAN entiers.
    """
    hand_over(
        folder,
        number,
        again=queries.account_delivery_numbered,
        make=lambda: actions.deliver_accounts(actor=Actor.system(), now=timezone.now()),
        name_of=queries.file_name_of_accounts,
        content_of=queries.erp_file_of,
    )


@click.command(name="bank-accounts-acknowledgement")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bank_accounts_acknowledgement(file: Path) -> None:
    """Lire l’accusé de l’ERP (FILE) sur les comptes bancaires remis."""
    accepted, refused = actions.acknowledge_accounts(
        content=file.read_bytes(), actor=Actor.erp(), now=timezone.now()
    )
    click.echo(f"Accusé lu : {accepted} comptes enregistrés, {refused} refusés.")


@click.command(name="direct-debits")
@click.argument("month")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--day", type=click.Choice(["5", "10"]), required=True, help="Le 5 ou le 10.")
def direct_debits(month: str, folder: Path, day: str) -> None:
    """Écrire dans FOLDER le fichier pain.008 des prélèvements de MONTH (2026-12).

    Il se fait une fois, après la date limite des locataires et avant le prélèvement ; relancée, la
    commande écrit le même fichier. À côté, la liste de ceux qui ne sont pas prélevés, et pourquoi.
    """
    try:
        period = Period.parse(month)
    except ValueError:
        raise DomainError(f"« {month} » n’est pas un mois. Écrivez par exemple 2026-12.") from None
    delivery = actions.collect_debits(
        month=period, debit_day=int(day), actor=Actor.system(), now=timezone.now()
    )
    name = queries.file_name_of_debits(delivery)
    aside = write_into(
        folder, name.replace(".xml", "-ecartes.csv"), queries.left_out_file_of(delivery)
    )
    if delivery.line_count:
        path = write_into(folder, name, queries.debit_file_of(delivery))
        click.echo(
            f"Fichier n° {delivery.number} pour le {delivery.collected_on:%d/%m/%Y} : "
            f"{_debits(delivery.line_count)}, total {euros(delivery.total_cents)}, dans {path}"
        )
    else:
        click.echo("Personne n’est à prélever : aucun fichier pour la banque.")
    click.echo(f"Écartés : {len(delivery.left_out)}, dans {aside}")


def _debits(count: int) -> str:
    return f"{count} prélèvement{'s' if count > 1 else ''}"
