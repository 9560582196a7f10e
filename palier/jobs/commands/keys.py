"""``palier keys``: the keys that seal bank accounts and second factors.

A key is printed when drawn, never again.
"""

from __future__ import annotations

import click
from cryptography.fernet import InvalidToken
from django.utils import timezone

from palier.domain.accounts.second_factors.actions import reseal_second_factors
from palier.domain.audit.actor import Actor
from palier.domain.banking import sealing
from palier.domain.banking.actions import rotate_keys
from palier.domain.banking.queries.keys import rows_by_key
from palier.foundation.errors import DomainError


def register(group: click.Group) -> None:
    group.add_command(keys)


@click.group()
def keys() -> None:
    """Les clés qui scellent : en tirer une, voir lesquelles servent, les renouveler."""


@keys.command()
@click.argument("name")
def new(name: str) -> None:
    """Tirer une clé nommée NAME, à placer en tête de PALIER_BANK_KEYS."""
    if not name.isalnum() or len(name) > 20:
        raise DomainError("Le nom d’une clé : des lettres et des chiffres, vingt au plus.")
    click.echo(sealing.new_key(name))


@keys.command()
def status() -> None:
    """Compter ce que chaque clé scelle encore ; ne montre aucune clé."""
    counted = rows_by_key()
    current = _current()
    for name in sorted(counted.keys() | {current}):
        mark = ", scelle désormais" if name == current else ""
        click.echo(f"{name} : {_rows(counted.get(name, 0))}{mark}")


@keys.command()
def rotate() -> None:
    """Sceller de nouveau, avec la première clé, tout ce qu’une autre scelle encore."""
    current = _current()
    try:
        count = rotate_keys(actor=Actor.system(), now=timezone.now())
    except sealing.SealBroken as broken:
        raise DomainError(
            f"Une ligne ne s’ouvre pas ({broken}). Remettez l’ancienne clé à la suite dans "
            "PALIER_BANK_KEYS, puis relancez : ce qui est fait reste fait."
        ) from None
    click.echo(f"Scellé de nouveau avec la clé « {current} » : {_rows(count)}.")


@keys.command()
def reseal() -> None:
    """Sceller les seconds facteurs avec la nouvelle PALIER_SECRET_KEY.

    L’ancienne clé reste dans PALIER_SECRET_KEY_PREVIOUS tant que ce n’est pas fait.
    """
    try:
        count = reseal_second_factors(actor=Actor.system(), now=timezone.now())
    except InvalidToken:
        raise DomainError(
            "Un second facteur ne s’ouvre avec aucune clé connue. Remettez la clé d’avant dans "
            "PALIER_SECRET_KEY_PREVIOUS, puis relancez : rien n’a changé."
        ) from None
    click.echo(f"✓ {count} second(s) facteur(s) scellé(s) avec PALIER_SECRET_KEY.")


def _rows(count: int) -> str:
    return f"{count} ligne{'s' if count > 1 else ''}"


def _current() -> str:
    try:
        return sealing.current_key_name()
    except sealing.KeysUnfit as unfit:
        raise DomainError(f"PALIER_BANK_KEYS ne peut pas servir : {unfit}.") from None
