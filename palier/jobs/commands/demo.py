"""``palier demo``: the sample landlord, and landlords of any size."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click
from django.utils import timezone

from palier.demo.accounts import sign_ins
from palier.demo.generating import Order
from palier.demo.generating import generate as write_landlord
from palier.demo.loading import FOLDER, WRITTEN_ON, write_sample
from palier.demo.loading import load as load_sample
from palier.domain.landlord.queries import today
from palier.exchange.problems import DeliveryRefused
from palier.foundation.periods import Period
from palier.jobs.commands.import_ import Progress, say


def register(group: click.Group) -> None:
    group.add_command(demo)


@click.group()
def demo() -> None:
    """Le bailleur d’essai : charger, engendrer, lister les connexions."""


@demo.command()
@click.option("--leases", type=click.IntRange(2), help="Nombre de comptes (défaut : 100, ou tous).")
@click.option("--months", type=click.IntRange(1, 240), default=24, show_default=True)
@click.option("--last", help="Dernier mois facturé, AAAA-MM (défaut : le mois passé).")
@click.option("--rpls", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seed", type=int, default=93, show_default=True)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def generate(
    leases: int | None, months: int, last: str | None, rpls: Path | None, seed: int, folder: Path
) -> int:
    """Écrire un bailleur de toute taille, sur des adresses inventées ou celles d’un RPLS."""
    day = today(timezone.now())
    period = _month(last) if last else Period.of(day).previous()
    as_of = min(day, period.next().last_day) if period.next().first_day <= day else None
    progress = Progress(quiet=False)
    manifest = write_landlord(
        folder,
        Order(
            leases=leases or (10_000_000 if rpls else 100),
            first=period.shifted(1 - months),
            last=period,
            as_of=as_of or period.next().last_day,
            seed=seed,
            rpls=rpls,
        ),
        lambda done, total: progress("Comptes écrits", done, total),
    )
    progress.end()
    rows = sum(one.rows or 0 for one in manifest.kinds.values())
    click.echo(
        f"✓ {manifest.kinds['tenant_accounts'].rows} comptes et {rows} lignes dans {folder}. "
        f"Pour les prendre : palier import {folder}"
    )
    return 0


def _month(written: str) -> Period:
    try:
        return Period.parse(written)
    except ValueError:
        raise click.BadParameter("écrivez le mois AAAA-MM, par exemple 2026-10.") from None


@demo.command()
def load() -> int:
    """Charger le bailleur d’essai dans une installation vide."""
    try:
        loaded = load_sample(now=timezone.now(), tell=click.echo)
    except DeliveryRefused as refusal:
        for line in refusal.problems.report():
            click.echo(line, err=True)
        raise
    say(loaded.outcome)
    click.echo(f"✓ {loaded.notices} avis publiés.")
    return 0


@demo.command()
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=WRITTEN_ON.isoformat(),
    show_default=True,
    help="Jour des fichiers.",
)
def write(as_of: dt.datetime) -> int:
    """Écrire à nouveau les fichiers du bailleur d’essai (demo/)."""
    write_sample(FOLDER, as_of.date())
    click.echo(f"✓ {FOLDER}")
    return 0


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
def accounts(as_json: bool) -> int:
    """Lister les connexions d’essai, et les locataires qui n’ont pas encore de compte."""
    people = sign_ins()
    if as_json:
        click.echo(json.dumps([one.as_json() for one in people], ensure_ascii=False, indent=2))
        return 0
    click.secho("\nSe connecter (bailleur d’essai)", bold=True)
    for one in people:
        if not one.email:
            continue
        click.echo(f"  {one.email:<40} {one.password}")
        secret = f" · TOTP {one.totp_secret}" if one.totp_secret else ""
        click.echo(f"      {one.given_names} {one.family_name}, {one.situation}{secret}")
    click.secho("\nOuvrir un compte avec un avis papier", bold=True)
    for one in people:
        if one.role == "unregistered":
            click.echo(f"  {one.customer_reference}  {one.family_name:<16} {one.situation}")
    return 0
