"""The rent account as it reads, month by month: page, CSV and PDF are drawn from this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.ledger import queries, rules
from palier.domain.ledger.models import Entry
from palier.domain.ledger.wording import explanation_of, kind_label, label_of
from palier.foundation.money import euros
from palier.foundation.periods import Period


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry: amounts in cents, ``debit_cents`` raises what is owed."""

    key: int
    day: dt.date
    label: str
    kind: str
    about: str
    """The month it is about, when that is not the month it was posted in."""
    debit_cents: int
    credit_cents: int
    balance_cents: int
    explanation: str
    settled: str
    """One sentence: what paid it, what it paid, what is left."""
    indicative: bool
    provisional: bool
    is_debit: bool
    """It was, or will be, taken from a bank account by direct debit."""
    cancelled: bool
    reference: str
    lettrage: str


@dataclass(frozen=True, slots=True)
class StatementMonth:
    period: Period
    opening_cents: int
    lines: tuple[StatementLine, ...]
    closing_cents: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Months from ``first`` to ``last``, the newest first, with what is owed by month."""

    first: Period
    last: Period
    opening_cents: int
    months: tuple[StatementMonth, ...]
    closing_cents: int
    owed: tuple[rules.MonthOwed, ...]
    flows: tuple[rules.MonthFlow, ...]
    years: tuple[int, ...]
    """Years that hold at least one visible entry, the newest first."""
    indicative: bool

    @property
    def lines(self) -> tuple[StatementLine, ...]:
        """Give every line in order of time."""
        return tuple(line for month in reversed(self.months) for line in month.lines)


def statement_for(
    view: AccountView, *, first: Period, last: Period, order: rules.AllocationOrder
) -> Statement:
    """Read and write out the account of ``view`` over some months, in one query."""
    return statement_of(queries.postings_of(view), first=first, last=last, order=order, view=view)


def statement_of(
    postings: Sequence[rules.Posting],
    *,
    first: Period,
    last: Period,
    order: rules.AllocationOrder,
    view: AccountView | None = None,
) -> Statement:
    """Write out ``postings``, sorted by day, over some months.

    Replaced provisional payments are left out. A former holder's first line comes after an
    opening balance that holds what was before their time.
    """
    settlements = rules.allocate(postings, order)
    hidden = rules.replaced(postings)
    shown = [posting for posting in postings if posting.key not in hidden]
    waiting = rules.provisional(postings)
    names = {posting.key: posting for posting in postings}
    cancelled = {posting.reverses for posting in shown if posting.reverses is not None}
    balance = 0
    lines: dict[Period, list[StatementLine]] = {month: [] for month in first.until(last)}
    closing: dict[Period, int] = {}
    opening = 0
    for posting in shown:
        balance += posting.amount_cents
        month = Period.of(posting.effective_on)
        seen = view is None or view.covers(posting.effective_on)
        if month < first or not seen:
            opening = balance
            continue
        if month > last:
            continue
        closing[month] = balance
        lines[month].append(
            _line(
                posting,
                balance,
                settlements[posting.key],
                names,
                provisional=posting.key in waiting,
                cancelled=posting.key in cancelled or posting.reverses is not None,
            )
        )
    months = []
    carried = opening
    for month in first.until(last):
        after = closing.get(month, carried)
        if lines[month]:
            months.append(StatementMonth(month, carried, tuple(lines[month]), after))
        carried = after
    return Statement(
        first=first,
        last=last,
        opening_cents=opening,
        months=tuple(reversed(months)),
        closing_cents=carried,
        owed=rules.owed_by_month(postings, settlements),
        flows=rules.flows(shown, first, last),
        years=_years(shown, view),
        indicative=any(line.indicative for found in lines.values() for line in found),
    )


def _years(postings: Sequence[rules.Posting], view: AccountView | None) -> tuple[int, ...]:
    days = (p.effective_on for p in postings if view is None or view.covers(p.effective_on))
    return tuple(sorted({day.year for day in days}, reverse=True))


def _line(
    posting: rules.Posting,
    balance: int,
    settlement: rules.Settlement,
    names: Mapping[int, rules.Posting],
    *,
    provisional: bool,
    cancelled: bool,
) -> StatementLine:
    own_month = posting.period in (None, Period.of(posting.effective_on))
    return StatementLine(
        key=posting.key,
        day=posting.effective_on,
        label=label_of(posting),
        kind=kind_label(posting),
        about="" if own_month or posting.period is None else posting.period.label,
        debit_cents=max(posting.amount_cents, 0),
        credit_cents=max(-posting.amount_cents, 0),
        balance_cents=balance,
        explanation=explanation_of(posting),
        settled=_settled(posting, settlement, names),
        indicative=settlement.indicative,
        provisional=provisional,
        is_debit=posting.rail == Entry.Rail.DIRECT_DEBIT,
        cancelled=cancelled,
        reference=posting.reference,
        lettrage=posting.lettrage,
    )


def _settled(
    posting: rules.Posting, settlement: rules.Settlement, names: Mapping[int, rules.Posting]
) -> str:
    if posting.reverses is not None and posting.reverses in names:
        return _("Annule « %(label)s ».") % {"label": label_of(names[posting.reverses])}
    if any(part.by is rules.AllocatedBy.REVERSAL for part in settlement.parts):
        return _("Annulé ensuite.")
    if posting.amount_cents > 0:
        return _paid(posting, settlement, names)
    return _spent(settlement, names)


def _paid(
    posting: rules.Posting, settlement: rules.Settlement, names: Mapping[int, rules.Posting]
) -> str:
    if not settlement.parts:
        return _("À payer.")
    if settlement.open_cents:
        return _("Payé en partie : il reste %(rest)s.") % {"rest": euros(settlement.open_cents)}
    payments = [names[part.key] for part in settlement.parts]
    money = [payment for payment in payments if payment.kind in rules.MONEY_RECEIVED]
    if not money:
        return _("Couvert par vos aides ou vos avoirs.")
    return _("Payé.")


def _spent(settlement: rules.Settlement, names: Mapping[int, rules.Posting]) -> str:
    cents: dict[Period, int] = {}
    for part in settlement.parts:
        month = names[part.key].month
        cents[month] = cents.get(month, 0) + part.cents
    if not cents:
        return _("Pas encore utilisé : cette somme reste en votre faveur.")
    if len(cents) == 1 and not settlement.open_cents:
        (month,) = cents
        return _("Sert à payer %(month)s.") % {"month": month.label}
    listed = ", ".join(f"{month.label} ({euros(cents[month])})" for month in sorted(cents))
    if settlement.open_cents:
        return _("Sert à payer %(months)s ; il reste %(rest)s en votre faveur.") % {
            "months": listed,
            "rest": euros(settlement.open_cents),
        }
    return _("Sert à payer %(months)s.") % {"months": listed}
