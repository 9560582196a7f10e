"""What a case may become, who may read it, and what is promised. Pure decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from palier.domain.landlord.working_days import is_working_day

# Which kinds each staff role works on; ``None`` is all of them (``office.permissions`` holds
# the rest of what a role may do).
KINDS_OF_ROLE: Mapping[str, frozenset[str] | None] = {
    "advisor": None,
    "manager": None,
    "administrator": None,
    "rent_accountant": frozenset({"hardship", "payment", "bank_details"}),
    "technical_support": frozenset({"contact", "message", "suspicious"}),
}

# Roles that are a team of their own, beside the agencies: a message may be given to them.
TEAMS = frozenset({"technical_support"})

# The endings each kind may be closed with by hand; a decision ends a case by itself.
ENDINGS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "hardship": ("arranged", "answered", "paid", "unreachable", "duplicate", "withdrawn"),
    "contact": ("answered", "duplicate", "not_ours", "unreachable", "unwanted"),
    "second_proof": (
        "identity_confirmed",
        "identity_refused",
        "letter_sent",
        "unreachable",
        "duplicate",
    ),
    "lost_access": ("access_restored", "unreachable", "identity_refused", "duplicate", "not_ours"),
    "correction": ("corrected", "answered", "not_corrected", "duplicate", "withdrawn"),
    "payment": ("settled", "answered", "duplicate"),
    "message": ("answered", "duplicate", "unreachable", "not_ours", "withdrawn"),
    "suspicious": ("answered", "duplicate", "not_ours", "unwanted"),
    "certificate": ("duplicate", "withdrawn", "replaced"),
    "declaration": ("duplicate", "withdrawn", "replaced"),
    "paper": ("duplicate", "withdrawn", "replaced"),
    "bank_details": ("duplicate", "withdrawn", "replaced"),
}

# What is accepted, or refused with a coded reason, rather than answered in words.
DECIDED_KINDS = frozenset({"certificate", "declaration", "paper", "bank_details"})

# Kinds whose own room acknowledges a deposit: the case sends no letter when it opens.
ACKNOWLEDGED_BY_THEIR_ROOM = DECIDED_KINDS | {"message"}

# What belongs to the account rather than to one person: every holder reads what happened to it.
SHARED_KINDS = frozenset({"certificate", "payment"})

# Endings that only a decision gives.
DECISIONS = frozenset({"accepted", "refused"})


def promised_on(opened_on: dt.date, delay_days: int) -> dt.date:
    """Give the day by which an answer is promised: never a week-end nor a public holiday.

    A promise that falls on one is kept the working day before, so that it is never later than
    what the landlord decided; where that day is not after ``opened_on``, on the next one.
    """
    day = opened_on + dt.timedelta(days=max(delay_days, 1))
    before = day
    while not is_working_day(before):
        before -= dt.timedelta(days=1)
    if before > opened_on:
        return before
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def may_work_on(role: str, kind: str, team: str = "") -> bool:
    """Tell whether somebody of ``role`` reads and answers cases of ``kind`` given to ``team``.

    What tenants write to their agency is not read by a team it was not given to.
    """
    kinds = KINDS_OF_ROLE.get(role, frozenset())
    if kind == "message" and role in TEAMS and team != role:
        return False
    return kinds is None or kind in kinds


def endings_for(kind: str) -> tuple[str, ...]:
    """Give the endings with which a case of ``kind`` may be closed, the usual one first."""
    return ENDINGS_OF_KIND.get(kind, ("answered", "duplicate"))


def is_decided(kind: str) -> bool:
    """Tell whether ``kind`` is accepted or refused, rather than answered in words."""
    return kind in DECIDED_KINDS


def may_undo(*, undo_until: dt.datetime, now: dt.datetime, announced: bool) -> bool:
    """Tell whether a decision can still be taken back: the tenant has not been told."""
    return not announced and now < undo_until
