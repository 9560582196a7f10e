"""Let the end of a transactional test empty tables whose rows the database never deletes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db.backends.sqlite3.base import DatabaseWrapper


@contextmanager
def triggers_aside() -> Iterator[None]:
    """Take the triggers off around SQLite's flush, which deletes row by row.

    PostgreSQL truncates, which row triggers do not see.
    """
    operations = DatabaseWrapper.ops_class
    flush = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        return [*drops, *flush(self, *args, **kwargs), *(sql for _name, sql in triggers)]

    with mock.patch.object(operations, "sql_flush", sql_flush):
        yield
