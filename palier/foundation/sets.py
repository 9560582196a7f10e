"""Set-based writes: many rows of one table in one statement's time.

PostgreSQL gets COPY, SQLite ``executemany``; both an order of magnitude faster than the
ORM. Only ``bulk.py`` of a room calls this, under the same rules as its actions. Values are
what the database stores (ISO text for a date): nothing is converted here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model

Row = Sequence[Any]
Rows = Iterable[Row]

IN_ONE_QUESTION = 500
"""How many values an ``IN (…)`` holds, well under SQLite's limit."""


def stored_instant(now: dt.datetime) -> Any:
    """Give ``now`` as this database stores an instant."""
    return connection.ops.adapt_datetimefield_value(now)


def table_of(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def columns_of(model: type[Model], fields: Sequence[str]) -> list[str]:
    """Give the quoted column names of ``fields``."""
    return [_column(model, name) for name in fields]


def key_of(model: type[Model]) -> str:
    """Give the quoted column name of the primary key."""
    return _column(model, model._meta.pk.name)


def _column(model: type[Model], field: str) -> str:
    column = model._meta.get_field(field).column  # type: ignore[union-attr]
    return connection.ops.quote_name(str(column))


def _many(cursor: Any, sql: str, rows: Rows) -> None:
    # The driver takes any iterable, its stubs a sequence only.
    cursor.executemany(sql, rows)


def insert_rows(model: type[Model], fields: Sequence[str], rows: Rows) -> None:
    """Insert ``rows``, each in the order of ``fields``. Foreign keys are given as keys."""
    columns = ", ".join(columns_of(model, fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table_of(model)} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        _many(cursor, f"INSERT INTO {table_of(model)} ({columns}) VALUES ({marks})", rows)


def update_rows(model: type[Model], fields: Sequence[str], rows: Rows) -> None:
    """Update by key: each row is the primary key, then the new values of ``fields``."""
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return
    table, columns = table_of(model), columns_of(model, fields)
    key = key_of(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join([key, *columns])
            like = f"SELECT {names} FROM {table} LIMIT 0"
            cursor.execute(f"CREATE TEMPORARY TABLE changes ON COMMIT DROP AS {like}")
            with cursor.copy(f"COPY changes ({names}) FROM STDIN") as copy:
                for row in chain([first], remaining):
                    copy.write_row(row)
            sets = ", ".join(f"{name} = changes.{name}" for name in columns)
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM changes WHERE {table}.{key} = changes.{key}"
            )
            cursor.execute("DROP TABLE changes")
            return
        sets = ", ".join(f"{name} = %s" for name in columns)
        _many(
            cursor,
            f"UPDATE {table} SET {sets} WHERE {key} = %s",
            ((*row[1:], row[0]) for row in chain([first], remaining)),
        )
