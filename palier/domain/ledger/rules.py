"""What the entries of one tenant account mean together. Pure: plain values in and out.

Every sum here is in cents, positive when owed by the tenant.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from palier.foundation.periods import Period


class AllocationOrder(StrEnum):
    """In which order a payment without a choice settles debts (Code civil, art. 1342-10)."""

    OLDEST_FIRST = "oldest_first"
    NEWEST_FIRST = "newest_first"


class AllocatedBy(StrEnum):
    """Whose word an allocation is: the ERP's holds, the portal's is only indicative."""

    ERP = "erp"
    PORTAL = "portal"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry as plain values. ``reverses`` is the key of the entry it cancels."""

    key: int
    kind: str
    amount_cents: int
    effective_on: dt.date
    label: str = ""
    period: Period | None = None
    rail: str = ""
    from_portal: bool = False
    payment_reference: str = ""
    reverses: int | None = None
    lettrage: str = ""
    reference: str = ""

    @property
    def month(self) -> Period:
        """The month the entry is about, else the one it was posted in."""
        return self.period or Period.of(self.effective_on)


@dataclass(frozen=True, slots=True)
class Part:
    """So many cents settled by, or spent on, the entry ``key``."""

    key: int
    cents: int
    by: AllocatedBy


@dataclass(slots=True)
class Settlement:
    """How far one entry is settled (a charge) or spent (a payment)."""

    open_cents: int
    """What is left, never negative: to pay for a charge, to use for a payment."""
    parts: list[Part] = field(default_factory=list)

    @property
    def indicative(self) -> bool:
        return any(part.by is AllocatedBy.PORTAL for part in self.parts)


def allocate(
    postings: Sequence[Posting], order: AllocationOrder = AllocationOrder.OLDEST_FIRST
) -> dict[int, Settlement]:
    """Say which payment settled which charge, for every posting of one account.

    A reversal settles what it reverses. The ERP's lettrage comes first; what it leaves open
    is settled by the portal: a credit first settles the charges of the month it names (the
    tenant's choice, or the aid of that month), then the others in ``order``.
    """
    settlements = {posting.key: Settlement(abs(posting.amount_cents)) for posting in postings}
    by_key = {posting.key: posting for posting in postings}
    for posting in postings:
        if posting.reverses in by_key:
            _settle([by_key[posting.reverses]], [posting], settlements, AllocatedBy.REVERSAL)
    lettered: dict[str, list[Posting]] = defaultdict(list)
    for posting in sorted(postings, key=_when):
        if posting.lettrage:
            lettered[posting.lettrage].append(posting)
    for group in lettered.values():
        _settle(_debits(group), _credits(group), settlements, AllocatedBy.ERP)
    left = [posting for posting in postings if settlements[posting.key].open_cents]
    debits = sorted(_debits(left), key=_when, reverse=order is AllocationOrder.NEWEST_FIRST)
    credits_ = sorted(_credits(left), key=_when)
    for credit in credits_:
        if credit.period is not None:
            same_month = [debit for debit in debits if debit.month == credit.period]
            _settle(same_month, [credit], settlements, AllocatedBy.PORTAL)
    _settle(debits, credits_, settlements, AllocatedBy.PORTAL)
    return settlements


def _settle(
    debits: Iterable[Posting],
    credits_: Iterable[Posting],
    settlements: dict[int, Settlement],
    by: AllocatedBy,
) -> None:
    """Spend each credit on the debits in the order given, until one side is used up."""
    waiting = [debit for debit in debits if settlements[debit.key].open_cents]
    for credit in credits_:
        spent = settlements[credit.key]
        while spent.open_cents and waiting:
            owed = settlements[waiting[0].key]
            cents = min(spent.open_cents, owed.open_cents)
            spent.open_cents -= cents
            owed.open_cents -= cents
            spent.parts.append(Part(waiting[0].key, cents, by))
            owed.parts.append(Part(credit.key, cents, by))
            if not owed.open_cents:
                waiting.pop(0)


def replaced(postings: Sequence[Posting]) -> frozenset[int]:
    """Give the provisional payments that the ERP's own line has replaced, with their reversals.

    They cancel each other, and the ERP's line says the same: a tenant need not see them.
    """
    provisional = {p.key for p in postings if p.from_portal and p.payment_reference}
    pairs = [(p.key, p.reverses) for p in postings if p.reverses in provisional]
    return frozenset(key for pair in pairs for key in pair if key is not None)


def provisional(postings: Sequence[Posting]) -> frozenset[int]:
    """Give the portal's payments that the ERP has not echoed yet."""
    reversed_ = {p.reverses for p in postings if p.reverses is not None}
    return frozenset(
        p.key
        for p in postings
        if p.from_portal and p.payment_reference and p.reverses is None and p.key not in reversed_
    )


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """What one month moved: charges net of aids, and payments (positive when received)."""

    period: Period
    charged_cents: int
    paid_cents: int
    closing_cents: int


MONEY_RECEIVED = frozenset({"payment", "rejected", "refund"})
"""Kinds by which money moves; every other kind says what is owed."""


def flows(postings: Sequence[Posting], first: Period, last: Period) -> tuple[MonthFlow, ...]:
    """Sum up each month from ``first`` to ``last`` by the day of posting.

    A reversal counts on the side of what it cancels; the opening balance on none.
    """
    kinds = {posting.key: posting.kind for posting in postings}
    charged: dict[Period, int] = defaultdict(int)
    paid: dict[Period, int] = defaultdict(int)
    moved: dict[Period, int] = defaultdict(int)
    balance = 0
    for posting in postings:
        month = Period.of(posting.effective_on)
        if month < first:
            balance += posting.amount_cents
            continue
        moved[month] += posting.amount_cents
        kind = kinds.get(posting.reverses, posting.kind) if posting.reverses else posting.kind
        if kind in MONEY_RECEIVED:
            paid[month] -= posting.amount_cents
        elif kind != "opening":
            charged[month] += posting.amount_cents
    found = []
    for month in first.until(last):
        balance += moved[month]
        found.append(MonthFlow(month, charged[month], paid[month], balance))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class MonthOwed:
    """What one month's charges came to, aids taken off, and what is left of them."""

    period: Period
    charged_cents: int
    open_cents: int
    indicative: bool


def owed_by_month(
    postings: Sequence[Posting], settlements: dict[int, Settlement]
) -> tuple[MonthOwed, ...]:
    """Give the months on which something is still open, the oldest first."""
    kinds = {posting.key: posting.kind for posting in postings}
    charged: dict[Period, int] = defaultdict(int)
    left: dict[Period, int] = defaultdict(int)
    indicative: dict[Period, bool] = defaultdict(bool)
    for posting in postings:
        if posting.amount_cents <= 0 or posting.reverses is not None:
            continue
        settlement = settlements[posting.key]
        aids = sum(p.cents for p in settlement.parts if kinds[p.key] not in MONEY_RECEIVED)
        charged[posting.month] += posting.amount_cents - aids
        left[posting.month] += settlement.open_cents
        indicative[posting.month] |= settlement.indicative
    return tuple(
        MonthOwed(month, charged[month], left[month], indicative[month])
        for month in sorted(left)
        if left[month]
    )


def _debits(postings: Iterable[Posting]) -> list[Posting]:
    return [posting for posting in postings if posting.amount_cents > 0]


def _credits(postings: Iterable[Posting]) -> list[Posting]:
    return [posting for posting in postings if posting.amount_cents < 0]


def _when(posting: Posting) -> tuple[Period, dt.date, int]:
    return (posting.month, posting.effective_on, posting.key)
