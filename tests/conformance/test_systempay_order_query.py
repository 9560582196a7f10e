"""Asking SystemPay / PayZen again: REST V4 ``Order/Get`` against a local service."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator

import pytest

from palier.domain.payments.gateway import BankUnreachable
from palier.domain.payments.gateway.systempay import SystemPay
from palier.domain.payments.rules.guards import Doubt, doubts_about
from palier.domain.payments.rules.meanings import Meaning
from tests.conformance.bank_signature import KEY, SITE, answer
from tests.conformance.local_servers import FakeOrderQuery, order_query

pytestmark = pytest.mark.enable_socket
ORDER = "ABCDEFGH2345"
PASSWORD = "testpassword_a1b2c3"


@pytest.fixture
def bank() -> Iterator[FakeOrderQuery]:
    with order_query(SITE, PASSWORD) as fake:
        yield fake


@pytest.fixture
def shop(bank: FakeOrderQuery) -> SystemPay:
    return SystemPay(
        site_id=SITE, key=KEY, mode="TEST", url="", rest_url=bank.url, rest_password=PASSWORD
    )


def test_query_gives_the_same_report_as_the_notification(
    bank: FakeOrderQuery, shop: SystemPay
) -> None:
    bank.add(ORDER)
    (asked,) = shop.ask(order=ORDER, bank_reference="").reports
    told = shop.read_notification(answer())
    for name in ("order", "transaction", "kind", "status", "amount_cents", "currency", "shop"):
        assert getattr(asked, name) == getattr(told, name), name
    expected = shop.expected(order=ORDER, trans_id="A1b2C3", amount_cents=41237)
    assert doubts_about(asked, expected) == ()


def test_query_gives_every_transaction_of_the_order(bank: FakeOrderQuery, shop: SystemPay) -> None:
    bank.add(ORDER, uuid="a" * 32, detailedStatus="REFUSED")
    bank.add(ORDER, uuid="b" * 32)
    bank.add(ORDER, uuid="c" * 32, operationType="CREDIT", amount=5000)
    found = shop.ask(order=ORDER, bank_reference="").reports
    assert [r.meaning for r in found] == [Meaning.REFUSED, Meaning.MONEY_IN, Meaning.MONEY_OUT]


def test_query_of_an_unknown_order_gives_nothing(bank: FakeOrderQuery, shop: SystemPay) -> None:
    assert shop.ask(order=ORDER, bank_reference="").reports == ()


def test_query_in_another_currency_is_doubted(bank: FakeOrderQuery, shop: SystemPay) -> None:
    bank.add(ORDER, currency="USD")
    (asked,) = shop.ask(order=ORDER, bank_reference="").reports
    expected = shop.expected(order=ORDER, trans_id="A1b2C3", amount_cents=41237)
    assert Doubt.OTHER_CURRENCY in doubts_about(asked, expected)


@pytest.mark.parametrize(
    "breakage",
    [
        "",
        "<html>",
        "[]",
        "{}",
        '{"status":"SUCCESS","answer":{}}',
        '{"status":"ERROR","answer":{"errorCode":"INT_905"}}',
    ],
)
def test_query_that_fails_says_so_and_changes_nothing(
    bank: FakeOrderQuery, shop: SystemPay, breakage: str
) -> None:
    if breakage:
        bank.breakage = breakage
    else:
        shop = dataclasses.replace(shop, rest_password="wrong")
    with pytest.raises(BankUnreachable) as caught:
        shop.ask(order=ORDER, bank_reference="")
    assert caught.value.sentence.startswith("La banque ne répond pas")
    assert caught.value.__cause__ is None


def test_query_to_a_closed_door_says_so(shop: SystemPay) -> None:
    closed = dataclasses.replace(shop, rest_url="http://127.0.0.1:9")
    with pytest.raises(BankUnreachable):
        closed.ask(order=ORDER, bank_reference="")


def test_the_password_is_never_logged(
    bank: FakeOrderQuery, shop: SystemPay, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bank.add(ORDER)
    shop.ask(order=ORDER, bank_reference="")
    assert PASSWORD not in caplog.text
    assert PASSWORD not in repr(shop)
