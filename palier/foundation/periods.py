"""A calendar month, the unit in which rent is billed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from palier.foundation.dates import month_name

_WRITTEN = re.compile(r"^(\d{4})-(\d{2})$")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One month, written ``2026-11``; in the database, its first day."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"{self.month} is not a month")

    @classmethod
    def of(cls, day: dt.date) -> Period:
        """Give the month that holds ``day``."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, written: str) -> Period:
        """Read ``2026-11``.

        Raises:
            ValueError: anything else.
        """
        found = _WRITTEN.match(written)
        if found is None:
            raise ValueError(f"{written!r} is not a month written like 2026-11")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        return self.next().first_day - dt.timedelta(days=1)

    @property
    def label(self) -> str:
        """Give the month's name and year in the reader's language: ``novembre 2026``."""
        return f"{month_name(self.month)} {self.year}"

    def next(self) -> Period:
        return self.shifted(1)

    def previous(self) -> Period:
        return self.shifted(-1)

    def shifted(self, months: int) -> Period:
        """Give the month ``months`` later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Period(index // 12, index % 12 + 1)

    def until(self, last: Period) -> Iterator[Period]:
        """Walk from this month to ``last``, both included; nothing when ``last`` is earlier."""
        current = self
        while current <= last:
            yield current
            current = current.next()
