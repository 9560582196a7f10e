"""What every bank's connector does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from palier.domain.payments.rules.guards import BankReport, Expected
from palier.foundation.errors import DomainError


class BankUnreachable(DomainError):
    """The bank did not answer, or answered something that is not its protocol."""


class NotFromTheBank(Exception):
    """A notification that is unreadable or badly signed; its text names the reason, no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of the bank. ``trans_id`` is ours, six signs, unique in a day."""

    code: str
    trans_id: str
    amount_cents: int
    started_at: dt.datetime
    email: str
    label: str
    return_url: str
    notification_url: str
    bank_reference: str = ""
    """The bank's own number of the order, once it has given one (PayFiP's idOp)."""


@dataclass(frozen=True, slots=True)
class BankPage:
    """Where the browser goes: a form to post when there are fields, else an address."""

    url: str
    fields: Mapping[str, str]
    bank_reference: str = ""


@dataclass(frozen=True, slots=True)
class BankAnswers:
    """All that the bank knows of one order. ``forgotten``: it has purged the order."""

    reports: tuple[BankReport, ...] = ()
    forgotten: bool = False


class Gateway(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def can_ask(self) -> bool:
        """Say whether the bank can be asked about an order, as configured."""
        ...

    def expected(self, *, order: str, trans_id: str, amount_cents: int) -> Expected:
        """Say what a truthful answer about this order must contain."""
        ...

    def open(self, order: Order) -> BankPage:
        """Prepare the bank's page.

        Raises:
            BankUnreachable: PayFiP could not be reached; nothing was asked.
        """
        ...

    def read_notification(self, body: str) -> BankReport:
        """Read and verify what was posted to the notification address.

        Raises:
            NotFromTheBank: unreadable, or not signed by the bank.
            BankUnreachable: PayFiP announces, and is then silent; to be tried again.
        """
        ...

    def ask(self, *, order: str, bank_reference: str) -> BankAnswers:
        """Ask the bank what became of an order.

        Raises:
            BankUnreachable: no answer, or none that can be read.
        """
        ...
