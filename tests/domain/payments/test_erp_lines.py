"""The ERP's own line takes the place of the provisional entry: never counted twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.ledger.bulk import replace_provisional
from palier.domain.payments.models import Operation
from palier.domain.payments.queries.history import payment_lines_of
from tests.cast import Cast
from tests.domain.ledger.delivery import deliver_entry
from tests.domain.payments import bank

DAY = dt.date(2026, 11, 24)


def book(operation: Operation, now: dt.datetime) -> None:
    """Let a delivery bring the ERP's line of ``operation``, and replace what it records."""
    deliver_entry(
        operation.tenant_account,
        operation.entry.kind,
        operation.entry.amount_cents,
        DAY,
        label="CB INTERNET",
        rail="card",
        portal_payment_reference=operation.code,
    )
    replace_provisional(delivery_no=1, now=now)


@pytest.fixture
def paid(cast: Cast, now: dt.datetime) -> Operation:
    bank.say(bank.to_the_bank(cast.awa_user, cast.account, now), "CAPTURED", now)
    return Operation.objects.get()


def test_payment_stays_counted_once_when_the_erp_books_it(
    cast: Cast, paid: Operation, now: dt.datetime
) -> None:
    assert bank.balance(cast.account) == -41237
    book(paid, now)
    assert bank.balance(cast.account) == -41237
    (line,) = payment_lines_of(bank.view_of(cast.awa_user, cast.account, now))
    assert line.label == "CB INTERNET"
    assert not line.provisional
    assert line.attempt == paid.attempt.code  # type: ignore[union-attr]


@pytest.mark.parametrize("first", ["capture", "refund"])
def test_refund_and_payment_are_booked_in_any_order(
    cast: Cast, paid: Operation, now: dt.datetime, first: str
) -> None:
    attempt = paid.attempt
    assert attempt is not None
    bank.say(attempt, "CAPTURED", now, kind="CREDIT", transaction="c" * 32)
    refund = Operation.objects.get(kind="refund")
    order = [paid, refund] if first == "capture" else [refund, paid]
    for operation in order:
        book(operation, now)
        assert bank.balance(cast.account) == 0


def test_receipt_is_still_there_once_booked(cast: Cast, paid: Operation, now: dt.datetime) -> None:
    book(paid, now)
    client = Client()
    client.force_login(cast.awa_user)
    html = client.get(f"/paiements/{paid.attempt.code}/").content.decode()  # type: ignore[union-attr]
    assert "Paiement reçu" in html
    assert f"/paiements/{paid.attempt.code}/" in client.get("/paiements/").content.decode()  # type: ignore[union-attr]
