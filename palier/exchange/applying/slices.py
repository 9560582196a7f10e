"""Short transactions one after the other, with room between them for everybody else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection, transaction

from palier.domain.landlord.bulk import note_progress
from palier.domain.landlord.models import Delivery
from palier.exchange.staging.workbench import Workbench

TARGET_SECONDS = 0.25
FIRST_ROWS, MOST_ROWS = 1_000, 15_000
SQLITE_PAUSE = 0.11
"""A writer that waits for SQLite's lock looks again every tenth of a second at most."""


@dataclass
class Slices:
    """Cut streams of rows into transactions of about a quarter of a second.

    ``sleep`` and ``clock`` are those of the process; tests give their own. ``longest`` is
    the longest transaction seen, for the report.
    """

    delivery: Delivery
    told: Callable[[str, int, int], None]
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    longest: float = 0.0
    rows: int = field(default=FIRST_ROWS)

    def done(self, step: str) -> int:
        """Give how far ``step`` went in an earlier attempt: the last line applied."""
        return int(self.delivery.progress.get(step, 0))

    def apply(
        self,
        step: str,
        label: str,
        total: int,
        numbered: Iterable[tuple[int, Sequence[Any]]],
        write: Callable[[list[Sequence[Any]]], None],
    ) -> None:
        """Write the rows of ``step``, each given with its increasing line number."""
        remaining = iter(numbered)
        count = 0
        while batch := list(islice(remaining, self.rows)):
            self.once(step, batch[-1][0], partial(write, [row for _, row in batch]))
            count += len(batch)
            self.told(label, count, total)

    def once(self, step: str, line: int, write: Callable[[], None]) -> None:
        """Run ``write`` and note ``line`` in one transaction, adjust the size, let others in."""
        began = self.clock()
        with transaction.atomic():
            write()
            note_progress(delivery=self.delivery, step=step, done=line)
        elapsed = self.clock() - began
        self.longest = max(self.longest, elapsed)
        if elapsed > TARGET_SECONDS * 1.3:
            self.rows = max(FIRST_ROWS // 4, int(self.rows * TARGET_SECONDS / elapsed))
        elif elapsed < TARGET_SECONDS * 0.7:
            self.rows = min(MOST_ROWS, self.rows * 3 // 2)
        if connection.vendor == "sqlite":
            self.sleep(SQLITE_PAUSE)


def numbered(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Split off the line number that comes first in each row."""
    return ((row[0], row[1:]) for row in rows)


def planned(
    bench: Workbench, kind: str, plan: str, values: str, joins: str, after: int, only: str = "1"
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Walk the rows of ``kind`` that ``plan`` names, beyond line ``after``."""
    return numbered(
        bench.stream(
            f"SELECT d.line, {values} FROM {plan} n CROSS JOIN {kind} d ON d.line = n.line {joins} "
            f"WHERE n.line > ? AND {only} ORDER BY n.line",
            (after,),
        )
    )
