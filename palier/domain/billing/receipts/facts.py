"""A quittance or a reçu as it is frozen: plain values, written once as JSON and read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from palier.domain.billing.facts import AgencyContact, Sender

SHAPE = 1


@dataclass(frozen=True, slots=True)
class FactSum:
    label: str
    share: str
    """``rent``, ``charges`` or ``other``."""
    cents: int


@dataclass(frozen=True, slots=True)
class FactPayment:
    reference: str
    paid_on: str
    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What the page and the PDF are both drawn from. Dates are ISO text, months ``2026-10``.

    For a quittance: rent + charges + other = help + credit + received, to the cent.
    """

    kind: str
    number: str
    version: int
    subject: str
    issued_on: str
    dated_on: str
    customer_reference: str
    holders: tuple[str, ...]
    addressee_lines: tuple[str, ...]
    dwelling: str
    dwelling_address_lines: tuple[str, ...]
    annexes: tuple[str, ...]
    landlord: Sender
    agency: AgencyContact
    received_cents: int
    sums: tuple[FactSum, ...] = ()
    help_cents: int = 0
    credit_cents: int = 0
    payments: tuple[FactPayment, ...] = ()
    settled: tuple[tuple[str, int], ...] = ()
    """For a reçu: the months its money went to."""
    balance_after_cents: int = 0
    occupation: bool = False
    shape: int = SHAPE

    def share_cents(self, share: str) -> int:
        return sum(one.cents for one in self.sums if one.share == share)

    @property
    def called_cents(self) -> int:
        return sum(one.cents for one in self.sums)

    @property
    def dated(self) -> dt.date:
        return dt.date.fromisoformat(self.dated_on)

    def as_json(self) -> dict[str, Any]:
        """Give the snapshot as JSON values; ``from_json`` reads it back equal."""
        written = asdict(self)
        plain = _lists(written)
        assert isinstance(plain, dict)
        return plain

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> ReceiptFacts:
        """Read a snapshot back, ignoring what a later version may have added."""
        known = {name: value for name, value in written.items() if name in cls.__slots__}
        known["landlord"] = Sender(**_tuples(Sender, written["landlord"]))
        known["agency"] = AgencyContact(**_tuples(AgencyContact, written["agency"]))
        known["sums"] = tuple(FactSum(**_tuples(FactSum, one)) for one in written["sums"])
        known["payments"] = tuple(
            FactPayment(**_tuples(FactPayment, one)) for one in written["payments"]
        )
        known["settled"] = tuple((month, cents) for month, cents in written["settled"])
        for name in ("holders", "addressee_lines", "dwelling_address_lines", "annexes"):
            known[name] = tuple(written[name])
        return cls(**known)


def _tuples(shape: Any, written: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
        if name in shape.__dataclass_fields__
    }


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lists(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(inner) for inner in value]
    return value
