"""What an avis d'échéance says, frozen at publication and kept as JSON.

The facts hold values (cents, ISO dates, codes), never sentences that depend on the reader's
language, except the French labels that the paper avis prints. A published snapshot is read
back for years: a field is added with a default, never renamed or removed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from palier.foundation.periods import Period

SHAPE = 1


class TermType(StrEnum):
    """When the rent of a month falls due."""

    ARREARS = "arrears"
    ADVANCE = "advance"


class Group(StrEnum):
    """Under which heading a line stands."""

    RENT = "rent"
    CHARGES = "charges"
    OTHER = "other"
    HELP = "help"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; exactly one of the two columns is filled, in cents, never negative."""

    nature: str
    label: str
    period: Period
    debit_cents: int
    credit_cents: int
    group: Group
    origin: str = ""
    change_cents: int | None = None
    """Difference with the same line of the month before; None when there is none to compare."""

    @property
    def net_cents(self) -> int:
        return self.debit_cents - self.credit_cents


@dataclass(frozen=True, slots=True)
class Sender:
    """The landlord as printed at the top."""

    name: str
    address_lines: tuple[str, ...] = ()
    legal_line: str = ""
    website: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class AgencyContact:
    """The agency that answers for this account."""

    name: str
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """How this account is paid."""

    means: str = ""
    """``direct_debit``, ``transfer``, ``card``, ``cheque``, ``cash``… or empty when unknown."""
    debit_on: dt.date | None = None
    mandate_reference: str = ""
    creditor_id: str = ""
    """Of the mandate that a debit is taken under (RUM, ICS), where the portal knows it."""
    iban: str = ""
    bic: str = ""
    account_holder: str = ""
    transfer_reference: str = ""
    cheque_payee: str = ""
    cash_place: str = ""


@dataclass(frozen=True, slots=True)
class DebitToCome:
    """A debit that an avis announces, on its day (SEPA rulebook EPC016-06, pre-notification)."""

    on: dt.date
    mandate_reference: str
    creditor_id: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One avis d'échéance, complete: what HTML and PDF are both drawn from."""

    number: str
    version: int
    period: Period
    term_type: TermType
    issue_on: dt.date
    due_on: dt.date
    customer_reference: str
    holders: tuple[str, ...]
    addressee_lines: tuple[str, ...]
    dwelling: str
    dwelling_address_lines: tuple[str, ...]
    annexes: tuple[str, ...]
    landlord: Sender
    agency: AgencyContact
    lines: tuple[Line, ...]
    previous_balance_cents: int
    net_cents: int
    payment: Payment
    messages: tuple[str, ...] = ()
    """The landlord's own paragraphs of that month."""
    last_month_total_cents: int | None = None
    """Total of the avis before, or None when there is none to compare with."""
    gone: tuple[Line, ...] = ()
    """Lines of the month before that are no longer there."""
    corrects_version: int | None = None
    """The version that this one replaces; the old one stays readable."""
    shape: int = field(default=SHAPE)

    @property
    def debit_cents(self) -> int:
        return sum(line.debit_cents for line in self.lines)

    @property
    def credit_cents(self) -> int:
        return sum(line.credit_cents for line in self.lines)

    @property
    def month_total_cents(self) -> int:
        """Total of the month, without the balance carried forward."""
        return self.debit_cents - self.credit_cents

    def as_json(self) -> dict[str, Any]:
        """Give the snapshot as JSON values; ``from_json`` reads it back equal."""
        written = _plain(self)
        assert isinstance(written, dict)
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> NoticeFacts:
        """Read a snapshot back, ignoring what a later version may have added.

        Raises:
            KeyError: a field without default is missing.
        """
        known = dict(written)
        return cls(
            number=known["number"],
            version=known["version"],
            period=Period.parse(known["period"]),
            term_type=TermType(known["term_type"]),
            issue_on=dt.date.fromisoformat(known["issue_on"]),
            due_on=dt.date.fromisoformat(known["due_on"]),
            customer_reference=known["customer_reference"],
            holders=tuple(known.get("holders", ())),
            addressee_lines=tuple(known.get("addressee_lines", ())),
            dwelling=known.get("dwelling", ""),
            dwelling_address_lines=tuple(known.get("dwelling_address_lines", ())),
            annexes=tuple(known.get("annexes", ())),
            landlord=Sender(**_known(Sender, known["landlord"])),
            agency=AgencyContact(**_known(AgencyContact, known["agency"])),
            lines=tuple(_line(line) for line in known.get("lines", ())),
            previous_balance_cents=known["previous_balance_cents"],
            net_cents=known["net_cents"],
            payment=_payment(known["payment"]),
            messages=tuple(known.get("messages", ())),
            last_month_total_cents=known.get("last_month_total_cents"),
            gone=tuple(_line(line) for line in known.get("gone", ())),
            corrects_version=known.get("corrects_version"),
            shape=known.get("shape", SHAPE),
        )


def _line(written: Mapping[str, Any]) -> Line:
    known = _known(Line, written)
    known["period"] = Period.parse(written["period"])
    known.setdefault("debit_cents", 0)
    known.setdefault("credit_cents", 0)
    known["group"] = Group(written["group"])
    return Line(**known)


def _payment(written: Mapping[str, Any]) -> Payment:
    known = _known(Payment, written)
    if written.get("debit_on"):
        known["debit_on"] = dt.date.fromisoformat(written["debit_on"])
    return Payment(**known)


def _known(shape: type, written: Mapping[str, Any]) -> dict[str, Any]:
    names = shape.__dataclass_fields__  # type: ignore[attr-defined]
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
        if name in names
    }


_UNSAID: tuple[Any, ...] = ("", None, ())
"""Values that a default restores: a month has a hundred thousand snapshots to keep."""


def _plain(value: Any) -> Any:
    """Give a value as JSON holds it; written by hand, ``asdict`` copies everything first."""
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    written = {}
    for name in value.__dataclass_fields__:
        inner = getattr(value, name)
        if inner not in _UNSAID:
            written[name] = _plain(inner)
    return written
