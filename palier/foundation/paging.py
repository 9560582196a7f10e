"""Pages by key: the next page begins after the last row seen, however many came before.

A page by number counts and skips; a page by key costs the same anywhere in a million rows,
and no row is shown twice when another is added meanwhile.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row")
Found = TypeVar("Found", bound=Model)
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, and the cursor of the page after them (empty when this is the last one)."""

    rows: Sequence[Row]
    next_cursor: str = ""
    first: bool = True


def paged(
    rows: QuerySet[Found],
    *,
    cursor: str,
    beyond: Callable[[Key], Q],
    key: Callable[[Found], Key],
    size: int,
) -> Page[Found]:
    """Cut the ordered ``rows`` after ``cursor``, in one query.

    ``key`` gives the plain values the order is made of, ending with a unique one;
    ``beyond`` gives the condition that keeps what comes after such a key. A cursor that
    somebody altered leads to the first page.
    """
    where = _beyond(cursor, beyond)
    chosen = rows if where is None else rows.filter(where)
    found = list(chosen[: size + 1])
    kept = found[:size]
    following = written(key(kept[-1])) if len(found) > size else ""
    return Page(kept, following, first=where is None)


def written(key: Key) -> str:
    """Write a key so that it travels in an address."""
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str) -> Key | None:
    """Read a key back; ``None`` for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except ValueError:
        return None
    return tuple(values) if isinstance(values, list) else None


def _beyond(cursor: str, beyond: Callable[[Key], Q]) -> Q | None:
    key = read(cursor) if cursor else None
    if key is None:
        return None
    try:
        return beyond(key)
    except (ValueError, TypeError, IndexError):
        return None
