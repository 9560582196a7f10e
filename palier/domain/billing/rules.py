"""Compose an avis d'échéance from what the ERP delivered, and check it to the cent.

Pure: plain values in, frozen facts out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from palier.domain.billing.facts import (
    AgencyContact,
    Group,
    Line,
    NoticeFacts,
    Payment,
    Sender,
    TermType,
)
from palier.domain.billing.natures import NATURES, label_of
from palier.foundation.errors import DomainError
from palier.foundation.money import euros
from palier.foundation.periods import Period

RECURRING = frozenset({Group.RENT, Group.CHARGES, Group.OTHER, Group.HELP})
_ORDER = {group: place for place, group in enumerate(Group)}
_NATURE_ORDER = {code: place for place, code in enumerate(NATURES)}


class NoticeDoesNotAddUp(DomainError):
    """The delivered net is not previous balance + debits − credits: it is not published."""

    def __init__(self, number: str, *, delivered_cents: int, computed_cents: int) -> None:
        self.number = number
        self.delivered_cents = delivered_cents
        self.computed_cents = computed_cents
        super().__init__(
            _(
                "L’avis %(number)s n’est pas publié : son net à payer est de %(delivered)s, mais "
                "le solde antérieur et les lignes donnent %(computed)s (écart de %(gap)s). "
                "Corrigez l’export de l’ERP, puis relancez la publication."
            )
            % {
                "number": number,
                "delivered": euros(delivered_cents),
                "computed": euros(computed_cents),
                "gap": euros(delivered_cents - computed_cents, sign=True),
            }
        )


class NoticeWithoutLines(DomainError):
    """A header came without any billing line: nothing could be explained."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(
            _(
                "L’avis %(number)s n’est pas publié : aucune ligne de facturation ne "
                "l’accompagne. Livrez ses lignes, puis relancez la publication."
            )
            % {"number": number}
        )


@dataclass(frozen=True, slots=True)
class DeliveredHeader:
    """A ``rent_notices`` row of the exchange files."""

    number: str
    period: Period
    term_type: TermType
    issue_on: dt.date
    due_on: dt.date
    previous_balance_cents: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class DeliveredLine:
    """A billing line of the exchange files; positive is owed by the tenant."""

    nature: str
    label: str
    period: Period
    amount_cents: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who and where: what the avis prints besides money."""

    customer_reference: str
    holders: tuple[str, ...]
    addressee_lines: tuple[str, ...]
    dwelling: str
    dwelling_address_lines: tuple[str, ...]
    annexes: tuple[str, ...]
    landlord: Sender
    agency: AgencyContact
    payment: Payment
    messages: tuple[str, ...] = ()


def compose(
    *,
    header: DeliveredHeader,
    lines: Sequence[DeliveredLine],
    surroundings: Surroundings,
    last_month: Sequence[Line] | None = None,
    version: int = 1,
    corrects_version: int | None = None,
) -> NoticeFacts:
    """Freeze one avis.

    ``last_month`` holds the lines of the avis before, or None when there is none to compare.
    Labels are frozen in the active language: the legal document is French.

    Raises:
        NoticeWithoutLines: there is nothing to bill and a net to pay.
        NoticeDoesNotAddUp: the figures disagree, if only by one cent.
    """
    if not lines and header.net_cents != header.previous_balance_cents:
        raise NoticeWithoutLines(header.number)
    computed = header.previous_balance_cents + sum(line.amount_cents for line in lines)
    if computed != header.net_cents:
        raise NoticeDoesNotAddUp(
            header.number, delivered_cents=header.net_cents, computed_cents=computed
        )
    placed = placed_lines(lines, header.period)
    return NoticeFacts(
        number=header.number,
        version=version,
        period=header.period,
        term_type=header.term_type,
        issue_on=header.issue_on,
        due_on=header.due_on,
        customer_reference=surroundings.customer_reference,
        holders=surroundings.holders,
        addressee_lines=surroundings.addressee_lines,
        dwelling=surroundings.dwelling,
        dwelling_address_lines=surroundings.dwelling_address_lines,
        annexes=surroundings.annexes,
        landlord=surroundings.landlord,
        agency=surroundings.agency,
        lines=tuple(compared(placed, last_month)),
        previous_balance_cents=header.previous_balance_cents,
        net_cents=header.net_cents,
        payment=surroundings.payment,
        messages=surroundings.messages,
        last_month_total_cents=(
            None if last_month is None else sum(line.net_cents for line in last_month)
        ),
        gone=tuple(gone(placed, last_month or ())),
        corrects_version=corrects_version,
    )


def placed_lines(lines: Iterable[DeliveredLine], billed: Period) -> list[Line]:
    """Put delivered lines in their column, group and order, for the avis of ``billed``."""
    return sorted((_placed(line, billed) for line in lines), key=_place)


def compared(lines: Iterable[Line], last_month: Sequence[Line] | None) -> list[Line]:
    """Write on each recurring line how far it moved since the month before.

    Two lines of one kind in a month (a half month, then another rent) are not compared:
    neither alone says anything.
    """
    here = list(lines)
    if last_month is None:
        return here
    before = _amounts(last_month)
    times = Counter(_kind(line) for line in here)
    return [
        replace(line, change_cents=line.net_cents - before.get(_kind(line), 0))
        if line.group in RECURRING and times[_kind(line)] == 1
        else line
        for line in here
    ]


def gone(lines: Sequence[Line], last_month: Sequence[Line]) -> list[Line]:
    """Give the recurring lines of the month before that are no longer there (an APL ended)."""
    here = {_kind(line) for line in lines}
    return [line for line in last_month if line.group in RECURRING and _kind(line) not in here]


def _placed(line: DeliveredLine, billed: Period) -> Line:
    known = NATURES.get(line.nature)
    if line.period < billed:
        group = Group.EARLIER
    elif known:
        group = known.group
    else:
        group = Group.OTHER if line.amount_cents >= 0 else Group.HELP
    return Line(
        nature=line.nature,
        label=label_of(line.nature, line.label),
        period=line.period,
        debit_cents=max(line.amount_cents, 0),
        credit_cents=max(-line.amount_cents, 0),
        group=group,
        origin=line.origin,
    )


def _place(line: Line) -> tuple[int, Period, int, str, str]:
    nature = _NATURE_ORDER.get(line.nature, len(_NATURE_ORDER))
    return (_ORDER[line.group], line.period, nature, line.label, line.origin)


def _kind(line: Line) -> tuple[str, str, str]:
    return (line.nature, "" if line.nature in NATURES else line.label, line.origin)


def _amounts(lines: Iterable[Line]) -> dict[tuple[str, str, str], int]:
    amounts: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in lines:
        if line.group in RECURRING:
            amounts[_kind(line)] += line.net_cents
    return amounts
