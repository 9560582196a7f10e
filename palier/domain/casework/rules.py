"""What a case may become, who may read it, and what is promised. Pure decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

SATURDAY = 5

# Which kinds each staff role works on; ``None`` is all of them (``office.permissions`` holds
# the rest of what a role may do).
KINDS_OF_ROLE: Mapping[str, frozenset[str] | None] = {
    "advisor": None,
    "manager": None,
    "administrator": None,
    "rent_accountant": frozenset({"hardship", "payment"}),
    "technical_support": frozenset({"contact"}),
}

# The coded reasons with which each kind may be closed.
REASONS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "hardship": ("arranged", "answered", "paid", "unreachable", "duplicate", "withdrawn"),
    "contact": ("answered", "duplicate", "not_ours", "unreachable", "unwanted"),
    "second_proof": (
        "identity_confirmed",
        "identity_refused",
        "letter_sent",
        "unreachable",
        "duplicate",
    ),
    "correction": ("corrected", "answered", "not_corrected", "duplicate", "withdrawn"),
    "payment": ("settled", "answered", "duplicate"),
}


def promised_on(opened_on: dt.date, delay_days: int) -> dt.date:
    """Give the day by which an answer is promised: never a Saturday nor a Sunday.

    A promise that falls on a week-end is kept the Friday before, so that it is never later
    than what the landlord decided; asked on a Friday or a week-end, on the next Monday.
    """
    day = opened_on + dt.timedelta(days=max(delay_days, 1))
    before = day
    while before.weekday() >= SATURDAY:
        before -= dt.timedelta(days=1)
    if before > opened_on:
        return before
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return day


def may_work_on(role: str, kind: str) -> bool:
    """Tell whether somebody of ``role`` reads and answers cases of ``kind``."""
    kinds = KINDS_OF_ROLE.get(role, frozenset())
    return kinds is None or kind in kinds


def reasons_for(kind: str) -> tuple[str, ...]:
    """Give the coded reasons with which a case of ``kind`` may end, the usual one first."""
    return REASONS_OF_KIND.get(kind, ("answered", "duplicate"))
