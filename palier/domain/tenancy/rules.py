"""How long a lease still runs. Pure decisions on plain values."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

OPEN_ENDED = "open_ended"


class TimeLeftKind(StrEnum):
    """What can be said of the time left."""

    RUNS_OUT = "runs_out"
    """A fixed term with an end to come: the years, months and days to it."""
    RAN_OUT = "ran_out"
    """The end the contract set is past, and nobody has said that the lease is over."""
    END_UNKNOWN = "end_unknown"
    """A fixed term whose end the landlord has not given."""
    NO_END = "no_end"
    """An open-ended lease."""
    OVER = "over"
    """The lease is over."""


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The time left of a lease; ``until`` is the day the sentence is about, if there is one.

    For an open-ended lease ``until`` is the end of the current tacit period, and only that.
    """

    kind: TimeLeftKind
    until: dt.date | None = None
    years: int = 0
    months: int = 0
    days: int = 0


def time_left(
    *,
    term: str,
    ends_on: dt.date | None,
    tacit_period_ends_on: dt.date | None,
    over_on: dt.date | None,
    today: dt.date,
) -> TimeLeft:
    """Say how long a lease still runs on ``today``; no end date is ever invented.

    A fixed term is counted in whole years, then whole months, then days, from ``today`` to
    its last day. An open-ended HLM lease has no end: the tenant may stay in the dwelling
    (*droit au maintien dans les lieux*, CCH art. L.442-6, loi du 1er septembre 1948 art. 4).
    """
    if over_on is not None and over_on <= today:
        return TimeLeft(TimeLeftKind.OVER, over_on)
    if over_on is not None:
        return _until(over_on, today)
    if term == OPEN_ENDED:
        running = (
            tacit_period_ends_on if tacit_period_ends_on and tacit_period_ends_on >= today else None
        )
        return TimeLeft(TimeLeftKind.NO_END, running)
    if ends_on is None:
        return TimeLeft(TimeLeftKind.END_UNKNOWN)
    if ends_on < today:
        return TimeLeft(TimeLeftKind.RAN_OUT, ends_on)
    return _until(ends_on, today)


def months_later(day: dt.date, months: int) -> dt.date:
    """Give the same day ``months`` later, or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _until(end: dt.date, today: dt.date) -> TimeLeft:
    whole = (end.year - today.year) * 12 + end.month - today.month
    if months_later(today, whole) > end:
        whole -= 1
    days = (end - months_later(today, whole)).days
    return TimeLeft(TimeLeftKind.RUNS_OUT, end, *divmod(whole, 12), days)
