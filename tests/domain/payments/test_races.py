"""Real threads, on both engines: two clicks, two tabs, two co-tenants, a bank in a hurry."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from palier.domain.audit.actor import Actor
from palier.domain.ledger.models import Entry
from palier.domain.mail.models import Letter
from palier.domain.payments.actions.attempts import SecondPayment
from palier.domain.payments.actions.deliveries import deliver_operations
from palier.domain.payments.actions.settlements import SettlementKnown, import_settlement
from palier.domain.payments.models import (
    Attempt,
    BankAnswer,
    DeliveryLine,
    Operation,
    PaymentDelivery,
    Review,
    SettlementFile,
)
from palier.foundation.deliveries import DeliveryUnderWay
from tests.cast import Cast, assemble
from tests.domain.payments import bank

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


@pytest.fixture
def crowd(transactional_db: None, now: dt.datetime) -> Cast:
    return assemble()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads released together; give results and exceptions."""
    start = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_same_form_from_six_clicks_is_one_attempt(crowd: Cast, now: dt.datetime) -> None:
    results = at_once(
        *[lambda: bank.start(crowd.awa_user, crowd.account, now, key="form-1")] * THREADS
    )
    assert Attempt.objects.count() == 1
    assert {getattr(result, "pk", result) for result in results} == {Attempt.objects.get().pk}


def test_of_two_co_tenants_at_once_one_is_told_of_the_other(crowd: Cast, now: dt.datetime) -> None:
    results = at_once(
        lambda: bank.start(crowd.awa_user, crowd.account, now),
        lambda: bank.start(crowd.yanis_user, crowd.account, now),
        lambda: bank.start(crowd.awa_user, crowd.account, now),
    )
    assert Attempt.objects.count() == 1
    assert sum(isinstance(result, SecondPayment) for result in results) == 2


def test_same_announcement_from_six_threads_posts_one_entry(crowd: Cast, now: dt.datetime) -> None:
    attempt = bank.to_the_bank(crowd.awa_user, crowd.account, now)
    results = at_once(
        *[lambda: bank.say(Attempt.objects.get(pk=attempt.pk), "CAPTURED", now)] * THREADS
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert Entry.objects.count() == 1
    assert Operation.objects.count() == 1
    assert BankAnswer.objects.count() == 1
    assert Letter.objects.count() == 1


def test_announcement_and_our_question_at_once_post_one_entry(
    crowd: Cast, now: dt.datetime
) -> None:
    attempt = bank.to_the_bank(crowd.awa_user, crowd.account, now)

    def told(status: str, channel: BankAnswer.Channel) -> Callable[[], object]:
        return lambda: bank.say(Attempt.objects.get(pk=attempt.pk), status, now, channel=channel)

    at_once(
        told("AUTHORISED", BankAnswer.Channel.NOTIFICATION),
        told("AUTHORISED", BankAnswer.Channel.QUERY),
        told("CAPTURED", BankAnswer.Channel.QUERY),
        told("REFUSED", BankAnswer.Channel.NOTIFICATION),
    )
    kinds = sorted(Operation.objects.values_list("kind", flat=True))
    assert kinds == ["cancellation", "capture"], "a refusal of the same transaction contradicts"
    assert bank.balance(crowd.account) == 0


def test_unknown_order_from_six_threads_is_one_review(crowd: Cast, now: dt.datetime) -> None:
    attempt = bank.to_the_bank(crowd.awa_user, crowd.account, now)
    results = at_once(
        *[
            lambda: bank.say(
                Attempt.objects.get(pk=attempt.pk), "CAPTURED", now, order="ZZZZZZZZZZZZ"
            )
        ]
        * THREADS
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert Review.objects.count() == 1
    assert BankAnswer.objects.count() == 1


def test_two_exports_at_once_deliver_each_operation_once(crowd: Cast, now: dt.datetime) -> None:
    for account, user in (
        (crowd.account, crowd.awa_user),
        (crowd.arrears_account, crowd.jeanne_user),
    ):
        attempt = bank.to_the_bank(user, account, now)
        bank.say(attempt, "CAPTURED", now, transaction=attempt.code)
    results = at_once(*[lambda: deliver_operations(actor=Actor.system(), now=now)] * 3)
    odd = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(result, DeliveryUnderWay) for result in odd)
    assert PaymentDelivery.objects.count() == 1
    assert DeliveryLine.objects.count() == 2


def test_settlement_read_twice_at_once_charges_back_once(crowd: Cast, now: dt.datetime) -> None:
    attempt = bank.to_the_bank(crowd.awa_user, crowd.account, now)
    bank.say(attempt, "CAPTURED", now)
    content = (
        "kind;settled_on;bank_transaction;order;amount\r\n"
        f"chargeback;2026-11-24;{'a' * 32};{attempt.code};412,37\r\n"
    ).encode()
    results = at_once(
        *[lambda: import_settlement(content=content, name="r.csv", actor=Actor.system(), now=now)]
        * 3
    )
    assert sum(isinstance(result, SettlementKnown) for result in results) == 2
    assert SettlementFile.objects.count() == 1
    assert bank.balance(crowd.account) == 0
