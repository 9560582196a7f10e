"""PayFiP from the attempt to the entry, against the local SOAP service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from palier.domain.payments.actions.answers import ask_bank
from palier.domain.payments.models import Attempt, Operation
from tests.cast import Cast
from tests.conformance.local_servers import FakePayFiP, payfip_service
from tests.domain.payments import bank

pytestmark = pytest.mark.enable_socket
State = Attempt.State


@pytest.fixture
def service(tmp_path: Path) -> Iterator[FakePayFiP]:
    with (
        payfip_service(tmp_path) as fake,
        override_settings(
            PALIER_PAYMENT_GATEWAY="payfip",
            PALIER_PAYFIP={"numcli": "012345", "mode": "T", "wsdl": fake.wsdl},
        ),
    ):
        yield fake


@pytest.fixture
def attempt(cast: Cast, now: dt.datetime, service: FakePayFiP) -> Attempt:
    return bank.to_the_bank(cast.awa_user, cast.account, now)


def announce(attempt: Attempt) -> int:
    response = Client(enforce_csrf_checks=True).post(
        "/api/banque/payfip/",
        f"idop={attempt.bank_reference}",
        content_type="application/x-www-form-urlencoded",
    )
    attempt.refresh_from_db()
    return response.status_code


def test_opening_keeps_the_operation_and_opens_it_once(
    attempt: Attempt, service: FakePayFiP, cast: Cast, now: dt.datetime
) -> None:
    assert attempt.bank_reference in service.orders
    from palier.domain.payments.actions.attempts import open_bank_page

    again = open_bank_page(
        attempt=attempt,
        return_url="https://c.example/r/",
        notification_url="https://c.example/n/",
        actor=bank.tenant(cast.awa_user),
        now=now,
    )
    assert again.bank_reference == attempt.bank_reference
    assert service.calls.count("creerPaiementSecurise") == 1


@pytest.mark.parametrize(
    ("code", "state", "cents"),
    [
        ("P", State.PAID, -41237),
        ("V", State.PAID, -41237),
        ("R", State.REFUSED, 0),
        ("A", State.ABANDONED, 0),
        ("Z", State.CANCELLED, 0),
        ("?", State.REVIEW, 0),
    ],
)
def test_announcement_is_verified_by_asking(
    cast: Cast, attempt: Attempt, service: FakePayFiP, code: str, state: str, cents: int
) -> None:
    service.pay(attempt.bank_reference, code)
    assert announce(attempt) == 200
    assert announce(attempt) == 200
    assert attempt.state == state
    assert bank.balance(cast.account) == cents


def test_direct_debit_taken_then_refused_leaves_the_account_as_it_was(
    cast: Cast, attempt: Attempt, service: FakePayFiP
) -> None:
    service.pay(attempt.bank_reference, "V")
    announce(attempt)
    service.pay(attempt.bank_reference, "Z")
    announce(attempt)
    assert attempt.state == State.CANCELLED
    assert bank.balance(cast.account) == 0
    assert Operation.objects.count() == 2


def test_announcement_before_the_payment_changes_nothing(
    attempt: Attempt, service: FakePayFiP
) -> None:
    assert announce(attempt) == 400
    assert attempt.state == State.OPEN


def test_announcement_while_payfip_is_down_is_asked_for_again(
    attempt: Attempt, service: FakePayFiP
) -> None:
    service.pay(attempt.bank_reference, "P")
    service.fault = "html"
    assert announce(attempt) == 503
    assert attempt.state == State.OPEN


def test_operation_that_payfip_has_purged_expires(
    attempt: Attempt, service: FakePayFiP, now: dt.datetime
) -> None:
    ask_bank(code=attempt.code, now=now + dt.timedelta(minutes=15))
    attempt.refresh_from_db()
    assert attempt.state == State.OPEN, "P5: it may still be paid"
    del service.orders[attempt.bank_reference]
    ask_bank(code=attempt.code, now=now + dt.timedelta(minutes=20))
    attempt.refresh_from_db()
    assert attempt.state == State.EXPIRED


def test_lost_announcement_is_found_by_asking(
    cast: Cast, attempt: Attempt, service: FakePayFiP, now: dt.datetime
) -> None:
    service.pay(attempt.bank_reference, "P")
    ask_bank(code=attempt.code, now=now + dt.timedelta(minutes=15))
    attempt.refresh_from_db()
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -41237
    assert attempt.ask_at is None
