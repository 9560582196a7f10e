"""When a month is paid for good, and what its quittance says. Pure: plain values in and out.

Every sum is in cents. Sources: loi 89-462 du 6 juillet 1989, art. 21; Code civil, art. 1342-10.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from palier.domain.ledger.rules import AllocationOrder, Posting, Settlement, allocate
from palier.foundation.periods import Period

RENT = frozenset({"rent", "annex_rent", "sls"})
CHARGES = frozenset({"charges"})
INSURANCE = frozenset({"insurance"})
OCCUPATION = frozenset({"occupation"})
TERM = RENT | CHARGES | INSURANCE | OCCUPATION
"""What a month calls whatever day it is posted; other sums join it if called by that day."""

HELP = frozenset({"apl", "rls", "rebate"})
MONEY = frozenset({"payment", "rejected", "refund"})
NEVER_CALLED = MONEY | {"opening", "reversal"}

ASKED_OF_THE_BANK = "direct_debit"
"""The rail of the portal’s own entries for debits handed to the bank."""


class Share(StrEnum):
    """Under which of the law's words a sum stands: rent and charges are told apart."""

    RENT = "rent"
    CHARGES = "charges"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum called for a month."""

    label: str
    share: Share
    cents: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Money received: the day, how, and how much of it went to what is receipted."""

    reference: str
    paid_on: dt.date
    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class Term:
    """One month: what was called, by what it was settled, what is still open.

    ``sums = help + credits + paid + open``, to the cent.
    """

    period: Period
    sums: tuple[Sum, ...]
    help_cents: int
    credit_cents: int
    """Settled by sums in the tenant's favour that are neither aid nor money: an overpaid
    régularisation, an opening balance."""
    paid: tuple[Paid, ...]
    open_cents: int
    occupation: bool
    """An indemnité d'occupation is among the sums."""
    called_on: dt.date

    @property
    def called_cents(self) -> int:
        return sum(one.cents for one in self.sums)

    @property
    def paid_cents(self) -> int:
        return sum(one.cents for one in self.paid)

    def share_cents(self, share: Share) -> int:
        return sum(one.cents for one in self.sums if one.share is share)

    @property
    def settled_on(self) -> dt.date:
        """The last payment's day; without any, the day the month was called."""
        return max((one.paid_on for one in self.paid), default=self.called_on)

    @property
    def basis(self) -> str:
        """What a quittance says was called: not who paid it and when, nor how it is worded."""
        return _digest([f"{share.value} {self.share_cents(share)}" for share in Share])


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment that stands, and where its money went."""

    reference: str
    """The ERP's own, stable under corrections."""
    paid_on: dt.date
    label: str
    cents: int
    settled: tuple[tuple[str, int], ...]
    """Pairs (month as ``2026-10``, cents), the oldest first; money left over is in none."""
    on_terms: tuple[tuple[Period, int], ...]
    """What of it went to sums that a quittance of the month would receipt."""
    balance_after_cents: int
    """What was owed on the account once it was received (negative: in the tenant's favour)."""
    from_portal: bool = False

    @property
    def basis(self) -> str:
        return _digest([self.paid_on.isoformat(), str(self.cents)])

    def beyond(self, receipted: Collection[Period]) -> int:
        """Give the cents that the quittances of ``receipted`` do not prove."""
        return self.cents - sum(cents for month, cents in self.on_terms if month in receipted)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the entries of one account say about its months and payments."""

    terms: tuple[Term, ...]
    payments: tuple[Payment, ...]
    returned: Mapping[str, dt.date]
    """References of the payments that came back, with the day they did."""


def read(postings: Sequence[Posting], order: AllocationOrder) -> Reading:
    """Read the entries of one account, in order of their day.

    A direct debit that the bank was only asked for proves nothing yet: it counts once the
    ERP's own line has taken its place.
    """
    postings = [
        posting
        for posting in postings
        if not (posting.from_portal and posting.rail == ASKED_OF_THE_BANK)
    ]
    came_back = returns(postings)
    paired = [
        replace(posting, reverses=came_back[posting.key]) if posting.key in came_back else posting
        for posting in postings
    ]
    books = _Books(
        postings=paired,
        settlements=allocate(paired, order),
        by_key={posting.key: posting for posting in paired},
        cancelled=frozenset(p.reverses for p in postings if p.reverses is not None),
        given_back={
            payment: next(p.amount_cents for p in postings if p.key == key)
            for key, payment in came_back.items()
        },
    )
    return Reading(
        terms=_terms(books),
        payments=_payments(books),
        returned={
            books.by_key[payment].reference: books.by_key[key].effective_on
            for key, payment in came_back.items()
        },
    )


@dataclass(frozen=True, slots=True)
class _Books:
    """The entries of one account, each return standing as the reversal of its payment."""

    postings: Sequence[Posting]
    settlements: Mapping[int, Settlement]
    by_key: Mapping[int, Posting]
    cancelled: frozenset[int]
    """Keys of what the ERP itself reversed."""
    given_back: Mapping[int, int]
    """By key of payment, the cents that came back."""

    def stands(self, posting: Posting) -> bool:
        return posting.reverses is None and posting.key not in self.cancelled


def returns(postings: Sequence[Posting]) -> dict[int, int]:
    """Say which payment each return of money undoes, by key.

    Nothing in the entries names it, so it is the payment of the same rail that the ERP's
    lettrage puts beside it, else the latest earlier one of the very amount, else the latest
    larger one. A refund counts only when it goes back by card, where it undoes a payment;
    by another rail it gives back money in the tenant's favour.
    """
    cancelled = {p.reverses for p in postings if p.reverses is not None}
    alive = [p for p in postings if p.reverses is None and p.key not in cancelled]
    undone: dict[int, int] = {}
    taken: set[int] = set()
    for back in alive:
        if back.amount_cents <= 0 or not _gives_back(back):
            continue
        earlier = [
            p
            for p in alive
            if p.kind == "payment"
            and p.amount_cents < 0
            and p.key not in taken
            and (p.effective_on, p.key) <= (back.effective_on, back.key)
            and -p.amount_cents >= back.amount_cents
            and (p.rail == back.rail or not back.rail or not p.rail)
        ]
        if not earlier:
            continue
        chosen = max(
            earlier,
            key=lambda p: (
                -p.amount_cents == back.amount_cents,
                bool(back.lettrage) and p.lettrage == back.lettrage,
                p.effective_on,
                p.key,
            ),
        )
        undone[back.key] = chosen.key
        taken.add(chosen.key)
    return undone


def _gives_back(posting: Posting) -> bool:
    return posting.kind == "rejected" or (posting.kind == "refund" and posting.rail == "card")


def _terms(books: _Books) -> tuple[Term, ...]:
    called: dict[Period, list[Posting]] = defaultdict(list)
    for posting in books.postings:
        asked = posting.amount_cents > 0 and posting.kind not in NEVER_CALLED
        if asked and books.stands(posting):
            called[posting.month].append(posting)
    terms = []
    for period in sorted(called):
        own = [posting for posting in called[period] if posting.kind in TERM]
        if not own:
            continue
        day = max(posting.effective_on for posting in own)
        # A deposit or a correction called along with the month is part of it; one called
        # later (the yearly régularisation) does not undo a month that was paid.
        own += [
            posting
            for posting in called[period]
            if posting.kind not in TERM and posting.effective_on <= day
        ]
        terms.append(_term(period, own, books, day))
    return tuple(terms)


def _term(period: Period, called: Sequence[Posting], books: _Books, day: dt.date) -> Term:
    help_cents = credit_cents = 0
    paid: dict[int, int] = defaultdict(int)
    for posting in called:
        for part in books.settlements[posting.key].parts:
            kind = books.by_key[part.key].kind
            if kind in MONEY:
                paid[part.key] += part.cents
            elif kind in HELP:
                help_cents += part.cents
            else:
                credit_cents += part.cents
    payments = sorted((books.by_key[key] for key in paid), key=_when)
    return Term(
        period=period,
        sums=tuple(Sum(p.label, _share(p.kind), p.amount_cents) for p in called),
        help_cents=help_cents,
        credit_cents=credit_cents,
        paid=tuple(Paid(p.reference, p.effective_on, p.label, paid[p.key]) for p in payments),
        open_cents=sum(books.settlements[posting.key].open_cents for posting in called),
        occupation=any(posting.kind in OCCUPATION for posting in called),
        called_on=day,
    )


def _payments(books: _Books) -> tuple[Payment, ...]:
    balance: dict[dt.date, int] = {}
    running = 0
    for posting in sorted(books.postings, key=_when):
        running += posting.amount_cents
        balance[posting.effective_on] = running
    found = []
    for posting in books.postings:
        cents = -posting.amount_cents - books.given_back.get(posting.key, 0)
        if posting.kind != "payment" or cents <= 0 or not books.stands(posting):
            continue
        by_month: dict[Period, int] = defaultdict(int)
        on_terms: dict[Period, int] = defaultdict(int)
        for part in books.settlements[posting.key].parts:
            target = books.by_key[part.key]
            if target.reverses is not None:
                continue
            by_month[target.month] += part.cents
            if target.kind in TERM:
                on_terms[target.month] += part.cents
        found.append(
            Payment(
                reference=posting.reference,
                paid_on=posting.effective_on,
                label=posting.label,
                cents=cents,
                settled=tuple((str(month), by_month[month]) for month in sorted(by_month)),
                on_terms=tuple(on_terms.items()),
                balance_after_cents=balance[posting.effective_on],
                # The payments room gives its own receipt of what was paid in the portal.
                from_portal=bool(posting.payment_reference),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.paid_on, one.reference)))


def _share(kind: str) -> Share:
    if kind in RENT:
        return Share.RENT
    return Share.CHARGES if kind in CHARGES else Share.OTHER


def _when(posting: Posting) -> tuple[dt.date, int]:
    return (posting.effective_on, posting.key)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
