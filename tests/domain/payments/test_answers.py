"""What the bank says: kept word for word, posted once, in any order."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import DatabaseError, transaction

from palier.domain.audit.actor import Actor
from palier.domain.ledger.models import Entry
from palier.domain.mail.models import Letter
from palier.domain.payments.actions import answers as answers_module
from palier.domain.payments.actions.answers import ask_bank, record_answer
from palier.domain.payments.gateway import BankAnswers, BankUnreachable
from palier.domain.payments.gateway.systempay import SystemPay
from palier.domain.payments.models import Attempt, BankAnswer, Operation, Review
from palier.domain.payments.rules.guards import BankReport
from tests.cast import Cast
from tests.domain.payments import bank

State = Attempt.State


@pytest.fixture
def attempt(cast: Cast, now: dt.datetime) -> Attempt:
    return bank.to_the_bank(cast.awa_user, cast.account, now)


def test_settle_posts_one_entry_when_the_bank_answers_twice(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "AUTHORISED", now)
    bank.say(attempt, "AUTHORISED", now)
    bank.say(attempt, "CAPTURED", now)
    bank.say(attempt, "CAPTURED", now, channel=BankAnswer.Channel.QUERY)
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -41237
    entry = Entry.objects.get()
    operation = Operation.objects.get()
    assert entry.portal_payment_reference == operation.code
    assert entry.rail == Entry.Rail.CARD
    assert entry.period is None, "no month was chosen: the oldest debt is settled first"
    assert operation.balance_after_cents == -41237
    assert BankAnswer.objects.count() == 3


def test_receipt_letter_goes_out_once_without_any_amount(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "AUTHORISED", now)
    bank.say(attempt, "CAPTURED", now)
    letter = Letter.objects.get()
    assert letter.to == cast.awa_user.email
    assert "412" not in letter.text
    assert "€" not in letter.text
    assert attempt.code in letter.text


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("WAITING_AUTHORISATION", State.WAITING),
        ("AUTHORISED_TO_VALIDATE", State.WAITING),
        ("REFUSED", State.REFUSED),
        ("ABANDONED", State.ABANDONED),
        ("CANCELLED", State.CANCELLED),
        ("EXPIRED", State.CANCELLED),
        ("CAPTURE_FAILED", State.REVIEW),
        ("SOMETHING_NEW", State.REVIEW),
    ],
)
def test_status_without_money_posts_nothing(
    cast: Cast, attempt: Attempt, now: dt.datetime, status: str, state: State
) -> None:
    bank.say(attempt, status, now)
    assert attempt.state == state
    assert bank.balance(cast.account) == 0
    assert not Operation.objects.exists()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_order_of_announcements_does_not_matter(
    cast: Cast, attempt: Attempt, now: dt.datetime, order: tuple[int, ...]
) -> None:
    said = [("WAITING_AUTHORISATION", {}), ("AUTHORISED", {}), ("CANCELLED", {})]
    for index in order:
        bank.say(attempt, said[index][0], now)
    assert attempt.state == State.CANCELLED
    assert bank.balance(cast.account) == 0
    assert sorted(Operation.objects.values_list("kind", flat=True)) == ["cancellation", "capture"]


def test_second_card_pays_after_a_refusal(cast: Cast, attempt: Attempt, now: dt.datetime) -> None:
    bank.say(attempt, "REFUSED", now, transaction="b" * 32, authorisation_code="51")
    assert attempt.refusal == "over_limit"
    bank.say(attempt, "AUTHORISED", now)
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -41237


def test_refund_is_an_operation_of_its_own(cast: Cast, attempt: Attempt, now: dt.datetime) -> None:
    bank.say(attempt, "CAPTURED", now)
    bank.say(attempt, "CAPTURED", now, kind="CREDIT", transaction="c" * 32, amount_cents=10000)
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -31237
    refund = Operation.objects.get(kind="refund")
    assert refund.undoes == Operation.objects.get(kind="capture")
    bank.say(attempt, "AUTHORISED", now, kind="CREDIT", transaction="c" * 32, amount_cents=10000)
    assert Letter.objects.filter(template="mail/payment_refunded").count() == 1
    assert refund.entry.kind == Entry.Kind.REFUND
    assert refund.entry.amount_cents == 10000


def test_amount_that_differs_is_kept_for_review_and_not_posted(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now, amount_cents=41236)
    assert attempt.state == State.REVIEW
    assert bank.balance(cast.account) == 0
    review = Review.objects.get()
    assert review.doubt == "other_amount"
    assert review.amount_cents == 41236
    assert review.tenant_account == cast.account


def test_money_for_an_unknown_order_never_vanishes(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    for _ in range(2):
        found = record_answer(
            report=bank.report(attempt, "CAPTURED", order="ZZZZZZZZZZZZ"),
            channel=BankAnswer.Channel.NOTIFICATION,
            actor=Actor.bank(),
            now=now,
        )
        assert found is None
    review = Review.objects.get()
    assert review.doubt == "unknown_order"
    assert review.attempt is None
    assert review.answer is not None
    assert review.answer.raw == {"vads_trans_status": "CAPTURED"}


def test_refusal_of_an_unknown_order_is_filed_without_review(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "REFUSED", now, order="ZZZZZZZZZZZZ")
    assert BankAnswer.objects.count() == 1
    assert not Review.objects.exists()


def test_money_taken_twice_is_on_the_account_twice_and_reviewed(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now)
    bank.say(attempt, "CAPTURED", now, transaction="b" * 32)
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -2 * 41237
    assert Review.objects.get().doubt == "taken_twice"


def test_late_announcement_after_expiry_pays(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(state=State.EXPIRED, ask_at=None)
    bank.say(attempt, "CAPTURED", now + dt.timedelta(days=40))
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -41237


def test_payment_is_dated_of_the_day_the_bank_took_it(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    at = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)  # the 23rd in Paris
    bank.say(attempt, "CAPTURED", now, happened_at=at)
    assert Entry.objects.get().effective_on == dt.date(2026, 11, 23)


def test_the_bank_s_words_cannot_be_changed(attempt: Attempt, now: dt.datetime) -> None:
    bank.say(attempt, "CAPTURED", now)
    for rows in (BankAnswer.objects.all(), Operation.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        BankAnswer.objects.update(status="REFUSED")
    with pytest.raises(DatabaseError), transaction.atomic():
        Operation.objects.update(amount_cents=1)


class _Bank:
    """A connector that says what it is told."""

    name = "systempay"
    can_ask = True

    def __init__(self, *reports: BankReport, forgotten: bool = False, silent: bool = False) -> None:
        self.found = BankAnswers(reports=reports, forgotten=forgotten)
        self.silent = silent

    def ask(self, *, order: str, bank_reference: str) -> BankAnswers:
        if self.silent:
            raise BankUnreachable()
        return self.found


def _asked(
    monkeypatch: pytest.MonkeyPatch, connector: object, attempt: Attempt, at: dt.datetime
) -> Attempt:
    monkeypatch.setattr(answers_module.gateway, "named", lambda _name: connector)
    ask_bank(code=attempt.code, now=at)
    attempt.refresh_from_db()
    return attempt


def test_asking_finds_the_payment_whose_notification_was_lost(
    cast: Cast, attempt: Attempt, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now + dt.timedelta(minutes=15)
    _asked(monkeypatch, _Bank(bank.report(attempt, "CAPTURED")), attempt, at)
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -41237
    assert attempt.ask_at is None


def test_asking_expires_what_the_bank_never_heard_of(
    attempt: Attempt, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _asked(monkeypatch, _Bank(), attempt, now + dt.timedelta(minutes=15))
    assert attempt.state == State.OPEN
    assert attempt.ask_at == now + dt.timedelta(hours=1)
    _asked(monkeypatch, _Bank(), attempt, now + dt.timedelta(hours=1))
    assert attempt.state == State.EXPIRED
    assert attempt.ask_at is None


def test_asking_a_silent_bank_concludes_nothing_before_a_day(
    attempt: Attempt, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = _Bank(silent=True)
    _asked(monkeypatch, silent, attempt, now + dt.timedelta(hours=2))
    assert attempt.state == State.OPEN
    _asked(monkeypatch, silent, attempt, now + dt.timedelta(hours=26))
    assert attempt.state == State.EXPIRED


def test_authorised_payment_is_watched_for_a_week(
    cast: Cast, attempt: Attempt, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.say(attempt, "AUTHORISED", now)
    assert attempt.ask_at == now + dt.timedelta(days=1)
    later = now + dt.timedelta(days=1)
    _asked(monkeypatch, _Bank(bank.report(attempt, "CANCELLED")), attempt, later)
    assert attempt.state == State.CANCELLED
    assert bank.balance(cast.account) == 0


def test_month_of_waiting_goes_to_a_person(
    attempt: Attempt, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.say(attempt, "WAITING_AUTHORISATION", now)
    waiting = _Bank(bank.report(attempt, "WAITING_AUTHORISATION"))
    _asked(monkeypatch, waiting, attempt, now + dt.timedelta(days=32))
    assert attempt.state == State.REVIEW
    assert Review.objects.get().doubt == "still_unknown"


def test_bank_that_cannot_be_asked_is_not(attempt: Attempt) -> None:
    assert not SystemPay(site_id="1", key="k", mode="TEST", url="/").can_ask
