"""``palier landlord``: what the landlord has decided, read and changed from a file."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from palier.domain.landlord.actions import decide
from palier.domain.landlord.catalogue import CATALOGUE
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.errors import DomainError


class UnreadableFile(DomainError):
    """The file is not a JSON object of settings."""


def register(group: click.Group) -> None:
    """Add ``landlord`` to ``group``."""
    group.add_command(landlord)


@click.group(help="Les réglages du bailleur, datés : nom, délais, compte bancaire…")
def landlord() -> None:
    """Hold the commands of this group."""


@landlord.command("show")
@click.argument("key", required=False, metavar="[RÉGLAGE]")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="En vigueur ce jour-là.")
def show(key: str | None, day: dt.datetime | None) -> int:
    """Écrire les réglages en vigueur, au format que « decide » relit."""
    settings = settings_on(day.date() if day else today(timezone.now()))
    if key is None:
        values = {name: settings[name] for name in CATALOGUE}
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return 0
    if key not in CATALOGUE:
        click.echo(f"✗ « {key} » n’est pas un réglage de Palier.", err=True)
        return 1
    definition = CATALOGUE[key]
    click.echo(json.dumps({key: settings[key]}, ensure_ascii=False, indent=2))
    source = f" ({definition.legal_reference})" if definition.legal_reference else ""
    click.echo(f"{definition.meaning}{source}", err=True)
    return 0


@landlord.command("decide")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FICHIER"
)
@click.option(
    "--from",
    "valid_from",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Premier jour d’application ; aujourd’hui si rien n’est dit.",
)
@click.option("--legal-reference", default="", help="Texte ou délibération qui fonde la décision.")
def decide_from_file(file: Path, valid_from: dt.datetime | None, legal_reference: str) -> int:
    """Enregistrer les réglages d’un FICHIER JSON : {"phone": "01 23 45 67 89"}.

    Le passé reste tel qu’il était : chaque décision vaut à partir de son jour.
    """
    since = valid_from.date() if valid_from else today(timezone.now())
    rows = decide(values=_read(file), valid_from=since, legal_reference=legal_reference)
    for row in rows:
        click.echo(f"✓ {row.key}, à partir du {since:%d/%m/%Y}")
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        values = json.loads(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise UnreadableFile(f"{file} n’est pas en UTF-8. Enregistrez-le dans ce codage.") from None
    except json.JSONDecodeError as fault:
        raise UnreadableFile(
            f"{file}, ligne {fault.lineno}, colonne {fault.colno} : ce n’est pas du JSON. "
            "Vérifiez virgules et guillemets à cet endroit."
        ) from None
    if not isinstance(values, dict):
        raise UnreadableFile(f'{file} : un objet JSON est attendu, {{"réglage": valeur}}.')
    return values
