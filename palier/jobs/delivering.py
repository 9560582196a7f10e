"""What every ``palier export`` of numbered deliveries does: the next one, or one again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import click

from palier.foundation.errors import DomainError, NotYours
from palier.jobs.whole_files import write_whole


class Numbered(Protocol):
    number: int
    line_count: int


Made = TypeVar("Made", bound=Numbered)


def hand_over(
    folder: Path,
    number: int | None,
    *,
    again: Callable[[int], Made],
    make: Callable[[], Made | None],
    name_of: Callable[[Made], str],
    content_of: Callable[[Made], bytes],
    what: Callable[[Made], str] = lambda made: f"{made.line_count} lignes",
) -> None:
    """Write the delivery ``number`` once more, or the next one, and say what was written.

    Raises:
        DomainError: there is no delivery of that number.
    """
    try:
        delivery = make() if number is None else again(number)
    except NotYours:
        raise DomainError(f"Aucune remise n’a le numéro {number}.") from None
    if delivery is None:
        click.echo("Rien de nouveau à remettre.")
        return
    path = write_into(folder, name_of(delivery), content_of(delivery))
    click.echo(f"Remise n° {delivery.number} : {what(delivery)}, dans {path}")


def write_into(folder: Path, name: str, content: bytes) -> Path:
    """Write a whole file into ``folder``, made if need be; give where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    write_whole(path, content)
    return path
