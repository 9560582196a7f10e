"""Row locks that hold, and nothing that looks like one.

Lock order over the house: tenant account, lease, then payment.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import connections
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def lock(rows: QuerySet[Row]) -> list[Row]:
    """Lock and return ``rows``, ordered by key so that two callers never cross.

    PostgreSQL takes row locks. SQLite opened its transaction IMMEDIATE, which already
    holds every other writer back. The queryset is evaluated: a lazy one locks nothing.

    Raises:
        RuntimeError: no transaction is open, so the lock would be gone at once.
    """
    connection = connections[rows.db]
    if not connection.in_atomic_block:
        raise RuntimeError("lock() needs an open transaction")
    ordered = rows.order_by("pk")
    if connection.features.has_select_for_update:
        ordered = ordered.select_for_update(of=("self",))
    return list(ordered)


def lock_one(rows: QuerySet[Row]) -> Row:
    """Lock the only row of ``rows``.

    Raises:
        rows.model.DoesNotExist: there is none.
    """
    found = lock(rows)
    if len(found) != 1:
        raise rows.model.DoesNotExist(f"{len(found)} rows where one was expected")  # type: ignore[attr-defined]
    return found[0]
