"""How long a document is kept, and from when: dated decisions, each with its text. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from palier.domain.landlord.catalogue import DOCUMENT_RETENTION


class After(StrEnum):
    """From what the years are counted."""

    ISSUE = "issue"
    VALIDITY_END = "validity_end"
    LEASE_END = "lease_end"


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of one document; ``lease_ended_on`` is None while the lease runs."""

    issued_on: dt.date
    valid_to: dt.date | None = None
    lease_ended_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """``years`` after ``after``, by ``source``."""

    years: int
    after: After
    source: str

    def end_for(self, dates: Dates) -> dt.date | None:
        """Give the last day of keeping; None while it is not known (the lease runs).

        A lease that ended before the document was issued counts from the document's own day:
        nothing is erased sooner than its years after it came.
        """
        if self.after is After.LEASE_END:
            if dates.lease_ended_on is None:
                return None
            start = max(dates.lease_ended_on, dates.issued_on)
        elif self.after is After.VALIDITY_END:
            start = max(dates.valid_to or dates.issued_on, dates.issued_on)
        else:
            start = dates.issued_on
        return years_after(start, self.years)

    def earliest_due_before(self, today: dt.date) -> dt.date:
        """Give the day before which a document must be issued to be due on ``today``."""
        return years_after(today, -self.years)


def retentions(decided: Mapping[str, Any]) -> dict[str, Retention]:
    """Give the rule of each kind: the landlord's where it decided one, else Palier's.

    ``decided`` is the setting ``document_retention``. What it says badly is not obeyed: a
    mistyped rule must not erase a lease.
    """
    rules = {}
    for kind, default in DOCUMENT_RETENTION.items():
        chosen = decided.get(kind)
        rules[kind] = _read(chosen) or _certain(default)
    return rules


def _certain(written: Mapping[str, Any]) -> Retention:
    return Retention(written["years"], After(written["after"]), written["source"])


def _read(written: object) -> Retention | None:
    if not isinstance(written, Mapping):
        return None
    years, after = written.get("years"), written.get("after")
    if not isinstance(years, int) or isinstance(years, bool) or not 0 < years <= 100:
        return None
    if after not in set(After):
        return None
    return Retention(years, After(after), str(written.get("source", "")))


def years_after(day: dt.date, years: int) -> dt.date:
    """Give the same day ``years`` later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
