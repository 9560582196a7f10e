"""The delivery's own SQLite file and its tables.

For each kind ``k``:  ``k`` (line, columns, hash) · ``known_k`` (what the main database has)
· ``new_k``, ``changed_k``, ``absent_k`` (the plan) · ``ids_k`` (ERP identifier → key).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import Any

from palier.exchange.records import Kind
from palier.exchange.records.columns import Value

_READ_AT_ONCE = 5_000


def content_hash(row: Iterable[Value]) -> int:
    """Hash the values of a row into a signed 64-bit number.

    Empty cells at the end do not count, so that a column added to the format leaves the
    hash of the rows that do not fill it as it was.
    """
    values = list(row)
    while values and (values[-1] is None or values[-1] == ""):
        values.pop()
    digest = blake2b(repr(values).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class Workbench:
    """One SQLite connection with a few habits. Disposable: a broken one is staged again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous = OFF", "cache_size = -131072", "temp_store = MEMORY"):
            self.execute(f"PRAGMA {pragma}")
        self.execute("CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT)")

    @classmethod
    def fresh(cls, path: Path) -> Workbench:
        """Begin anew, whatever an earlier attempt left at ``path``; no journal until sealed."""
        path.parent.mkdir(parents=True, exist_ok=True)
        for left in path.parent.glob(path.name + "*"):
            left.unlink()
        bench = cls(path)
        bench.execute("PRAGMA journal_mode = OFF")
        return bench

    def seal(self, digest: str) -> None:
        """Mark the delivery as read and right; from now on a killed process harms nothing."""
        self.execute("PRAGMA journal_mode = DELETE")
        self.remember("staged", digest)

    def holds(self, digest: str) -> bool:
        """Tell whether the delivery of this digest was read here and found right."""
        return bool(self.recall("staged") == digest)

    def close(self) -> None:
        self.connection.close()

    def discard(self) -> None:
        self.close()
        self.path.unlink(missing_ok=True)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self.connection.execute(sql, values)

    def fill(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run ``sql`` for each row in one transaction."""
        self.execute("BEGIN")
        self.connection.executemany(sql, rows)
        self.execute("COMMIT")

    def count(self, table: str) -> int:
        if not self.has(table):
            return 0
        return int(self.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def has(self, table: str) -> bool:
        found = self.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        return found is not None

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Walk a result without holding it in memory."""
        cursor = self.connection.cursor()
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(_READ_AT_ONCE):
            yield from rows

    def remember(self, name: str, value: Any) -> None:
        self.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))

    def recall(self, name: str) -> Any:
        found = self.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return json.loads(found[0]) if found else None

    def create_kind(self, kind: Kind) -> None:
        """Create the table of a kind, without indexes: they come once it is filled."""
        columns = ", ".join(
            f'"{name}" {column.type.storage}' for name, column in kind.columns.items()
        )
        self.execute(
            f"CREATE TABLE {kind.name} (line INTEGER PRIMARY KEY, {columns}, hash INTEGER)"
        )

    def add_rows(self, kind: Kind, lines: Sequence[int], rows: Sequence[tuple[Value, ...]]) -> None:
        """Store typed rows with their hash."""
        hashed = itemgetter(*kind.hashed)
        marks = ", ".join("?" * (len(kind.attributes) + 2))
        self.fill(
            f"INSERT INTO {kind.name} VALUES ({marks})",
            (
                (line, *row, content_hash(hashed(row)))
                for line, row in zip(lines, rows, strict=True)
            ),
        )

    def index_kind(self, kind: Kind) -> bool:
        """Index the key of a kind; False when it is not unique."""
        index = f"INDEX key_{kind.name} ON {kind.name} ({', '.join(kind.key)})"
        try:
            self.execute(f"CREATE UNIQUE {index}")
        except sqlite3.IntegrityError:
            self.execute(f"CREATE {index}")
            return False
        return True
