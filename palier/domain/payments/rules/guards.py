"""Is this answer about our shop, our order and our amount?

The bank's signature says who speaks; these checks say about what. Each failed check has a
name, which the rent accountant reads on the review page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from palier.domain.payments.rules.meanings import CREDIT, Meaning, meaning_of

EURO = "978"
"""ISO 4217, numeric."""


class Doubt(StrEnum):
    """Why an answer cannot be taken at its word."""

    UNKNOWN_ORDER = "unknown_order"
    OTHER_AMOUNT = "other_amount"
    OTHER_CURRENCY = "other_currency"
    OTHER_SHOP = "other_shop"
    OTHER_MODE = "other_mode"
    OTHER_TRANSACTION = "other_transaction"
    NO_IDENTIFIER = "no_identifier"
    UNKNOWN_STATUS = "unknown_status"
    REFUND_TOO_LARGE = "refund_too_large"
    CONTRADICTION = "contradiction"
    TAKEN_TWICE = "taken_twice"
    STILL_UNKNOWN = "still_unknown"
    SETTLEMENT_UNKNOWN = "settlement_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReport:
    """One verified statement of the bank about one transaction (signed, or asked by us).

    ``transaction`` is the bank's own identifier, the same in every announcement of the same
    transaction. ``kind`` and ``status`` are the bank's words. ``amount_cents`` is ``None``
    when the bank gave none that can be read.
    """

    gateway: str
    order: str
    transaction: str
    kind: str
    status: str
    amount_cents: int | None
    currency: str
    shop: str
    mode: str
    trans_id: str = ""
    happened_at: dt.datetime | None = None
    authorisation: str = ""
    authorisation_code: str = ""
    raw: Mapping[str, object] = field(default_factory=dict)

    @property
    def meaning(self) -> Meaning:
        return meaning_of(gateway=self.gateway, kind=self.kind, status=self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What we asked the bank for."""

    order: str
    amount_cents: int
    shop: str
    mode: str
    trans_id: str
    currency: str = EURO


_ABOUT_NO_TRANSACTION = frozenset({Meaning.ABANDONED, Meaning.REFUSED, Meaning.NO_MONEY})


def doubts_about(report: BankReport, expected: Expected | None) -> tuple[Doubt, ...]:
    """List everything in ``report`` that does not agree with what was asked.

    An empty answer means that the report may be taken at its word. A refund is allowed a
    smaller amount and its own ``trans_id``; an abandoned or refused payment need not name a
    transaction, for the bank may not have created one.
    """
    meaning = report.meaning
    found: list[Doubt] = []
    if expected is None or report.order != expected.order:
        return (Doubt.UNKNOWN_ORDER,)
    if report.shop != expected.shop:
        found.append(Doubt.OTHER_SHOP)
    if report.mode != expected.mode:
        found.append(Doubt.OTHER_MODE)
    if meaning is Meaning.UNKNOWN:
        found.append(Doubt.UNKNOWN_STATUS)
    if not report.transaction and meaning not in _ABOUT_NO_TRANSACTION:
        found.append(Doubt.NO_IDENTIFIER)
    if meaning in _ABOUT_NO_TRANSACTION:
        return tuple(found)
    if report.currency != expected.currency:
        found.append(Doubt.OTHER_CURRENCY)
    if report.kind == CREDIT:
        if report.amount_cents is None or not 0 < report.amount_cents <= expected.amount_cents:
            found.append(Doubt.REFUND_TOO_LARGE)
    else:
        if report.amount_cents != expected.amount_cents:
            found.append(Doubt.OTHER_AMOUNT)
        if report.trans_id and report.trans_id != expected.trans_id:
            found.append(Doubt.OTHER_TRANSACTION)
    return tuple(found)


_NEEDS_A_PERSON = frozenset({Meaning.MONEY_IN, Meaning.MONEY_OUT, Meaning.UNKNOWN})


def asks_for_review(report: BankReport) -> bool:
    """Say whether a doubtful report is about money, so that it may never just be filed."""
    return report.meaning in _NEEDS_A_PERSON
