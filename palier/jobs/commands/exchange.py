"""``palier exchange``: the exchange format, as documentation."""

from __future__ import annotations

from pathlib import Path

import click

from palier.exchange.documenting import TARGET, documentation


def register(group: click.Group) -> None:
    group.add_command(exchange)


@click.group()
def exchange() -> None:
    """Le format d’échange avec l’ERP."""


@exchange.command()
@click.option("--check", is_flag=True, help="Dire seulement si la page est à jour.")
def document(check: bool) -> int:
    """Écrire docs/exchange-format.md à partir des enregistrements typés."""
    text, path = documentation(), Path(TARGET)
    if check:
        current = path.is_file() and path.read_text(encoding="utf-8") == text
        click.echo("✓ À jour." if current else "✗ À écrire : palier exchange document")
        return 0 if current else 1
    path.write_text(text, encoding="utf-8")
    click.echo(f"✓ {path}")
    return 0
