"""``/api/banque/…``: the bank's announcements; committed before they are answered."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client, override_settings

from palier.domain.payments import gateway
from palier.domain.payments.models import Attempt, BankAnswer
from tests.cast import Cast
from tests.conformance.bank_signature import answer
from tests.domain.payments import bank

URL = "/api/banque/systempay/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def attempt(cast: Cast, now: dt.datetime) -> Attempt:
    return bank.to_the_bank(cast.awa_user, cast.account, now)


def told(attempt: Attempt, **changed: str | None) -> str:
    known = settings.PALIER_SYSTEMPAY
    values = {
        "order_id": attempt.code,
        "trans_id": attempt.trans_id,
        "amount": str(attempt.amount_cents),
        "site_id": known["site_id"],
        "ctx_mode": known["mode"],
    }
    return answer(key=known["key"], **values | changed)


def announce(body: str, client: Client | None = None) -> int:
    client = client or Client(enforce_csrf_checks=True)
    return client.post(URL, body, content_type=FORM).status_code


def test_true_announcement_pays_and_is_answered_ok(cast: Cast, attempt: Attempt) -> None:
    response = Client(enforce_csrf_checks=True).post(URL, told(attempt), content_type=FORM)
    assert (response.status_code, response.content) == (200, b"OK")
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.PAID
    assert bank.balance(cast.account) == -41237


def test_repeated_announcement_is_answered_ok_and_changes_nothing(
    cast: Cast, attempt: Attempt
) -> None:
    assert [announce(told(attempt)) for _ in range(4)] == [200] * 4
    assert bank.balance(cast.account) == -41237


@pytest.mark.parametrize(
    "changed",
    [{"signature": "forged"}, {"key": "another-key-0000"}, {"ctx_mode": "PRODUCTION"}],
)
def test_forged_announcement_is_refused_and_kept_nowhere(
    cast: Cast, attempt: Attempt, changed: dict[str, str]
) -> None:
    known = settings.PALIER_SYSTEMPAY
    body = answer(
        **{"key": known["key"], "order_id": attempt.code, "trans_id": attempt.trans_id} | changed
    )
    assert announce(body) == 400
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.OPEN
    assert not BankAnswer.objects.exists()


def test_announcement_of_an_unknown_order_is_kept_and_answered_ok(attempt: Attempt) -> None:
    assert announce(told(attempt, order_id="ZZZZZZZZZZZZ")) == 200
    assert BankAnswer.objects.count() == 1


def test_database_that_fails_is_told_so_that_the_bank_announces_again(
    cast: Cast, attempt: Attempt
) -> None:
    client = Client(raise_request_exception=False)
    with mock.patch("palier.api.bank.record_answer", side_effect=DatabaseError):
        assert announce(told(attempt), client) == 500
    assert announce(told(attempt), client) == 200
    assert bank.balance(cast.account) == -41237


def test_bank_that_cannot_be_asked_is_told_to_come_again(attempt: Attempt) -> None:
    silent = mock.Mock()
    silent.read_notification.side_effect = gateway.BankUnreachable()
    with mock.patch("palier.api.bank.gateway.named", return_value=silent):
        assert announce("idop=0123456789abcdef") == 503


@pytest.mark.parametrize("body", ["", "signature=x", "vads_amount=1", "x" * 70_000, b"\xff\xfe"])
def test_unreadable_announcement_is_refused(attempt: Attempt, body: str) -> None:
    assert announce(body) in (400, 413)


def test_impostor_is_soon_left_unread_and_the_bank_is_not(cast: Cast, attempt: Attempt) -> None:
    impostor = Client(REMOTE_ADDR="203.0.113.9")
    statuses = [impostor.post(URL, "signature=x", content_type=FORM).status_code for _ in range(61)]
    assert statuses[:60] == [400] * 60
    assert statuses[60] == 429
    assert announce(told(attempt)) == 200


def test_only_known_banks_and_posts_are_answered(attempt: Attempt) -> None:
    client = Client()
    assert client.post("/api/banque/autre/", "x=1", content_type=FORM).status_code == 404
    assert client.get(URL).status_code == 405


@override_settings(PALIER_SYSTEMPAY={**settings.PALIER_SYSTEMPAY, "key": ""})
def test_bank_without_a_key_is_never_believed(attempt: Attempt) -> None:
    assert announce(answer(key="", order_id=attempt.code)) == 400
