"""What a machine may not decide: a person does, once, and it is written down."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.accounts.queries import AgencyScope
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.models import Trace
from palier.domain.ledger.models import Entry
from palier.domain.payments.actions.reviews import (
    NothingToAttribute,
    ReviewOver,
    attribute_review,
    close_review,
)
from palier.domain.payments.actions.settlements import (
    SettlementKnown,
    SettlementRefused,
    import_settlement,
)
from palier.domain.payments.models import Attempt, Operation, Review, SettlementLine
from palier.domain.payments.queries.desk import day_of, differences
from palier.domain.tenancy.models import TenantAccount
from tests.cast import Cast
from tests.domain.payments import bank

State = Attempt.State
CLERK = Actor(kind=ActorKind.STAFF, reference="1", name="Claire Petit")
EVERYWHERE = AgencyScope(every_agency=True, agency_ids=frozenset())
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def attempt(cast: Cast, now: dt.datetime) -> Attempt:
    return bank.to_the_bank(cast.awa_user, cast.account, now)


def attribute(cast: Cast, account: TenantAccount, now: dt.datetime) -> Operation:
    return attribute_review(
        review=Review.objects.get(),
        tenant_account=account,
        staff=cast.accountant,
        actor=CLERK,
        now=now,
    )


def close(cast: Cast, now: dt.datetime) -> Review:
    return close_review(
        review=Review.objects.get(),
        reason=Review.Reason.NO_MONEY,
        staff=cast.accountant,
        actor=CLERK,
        now=now,
    )


def test_attributed_money_is_on_the_account_once(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now, amount_cents=40000)
    operation = attribute(cast, cast.account, now)
    attempt.refresh_from_db()
    assert bank.balance(cast.account) == -40000
    assert operation.attempt == attempt
    assert attempt.state == State.PAID
    bank.say(attempt, "CAPTURED", now, amount_cents=40000)
    assert bank.balance(cast.account) == -40000
    with pytest.raises(ReviewOver):
        attribute(cast, cast.account, now)


def test_attributed_money_that_the_bank_cancels_leaves_again(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "AUTHORISED", now, amount_cents=40000)
    attribute(cast, cast.account, now)
    bank.say(attempt, "CANCELLED", now, amount_cents=40000)
    assert bank.balance(cast.account) == 0
    assert attempt.state == State.CANCELLED


def test_money_of_an_attempt_goes_to_no_other_account(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now, amount_cents=40000)
    with pytest.raises(NothingToAttribute):
        attribute(cast, cast.arrears_account, now)
    assert bank.balance(cast.arrears_account) == 0


def test_money_of_an_unknown_order_goes_where_the_accountant_says(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now, order="ZZZZZZZZZZZZ", amount_cents=777)
    attribute(cast, cast.arrears_account, now)
    assert bank.balance(cast.arrears_account) == -777
    assert Trace.objects.filter(
        event="payments.attributed", tenant_account_id=cast.arrears_account.pk
    ).exists()


@pytest.mark.parametrize(
    "changed",
    [{"status": "CAPTURE_FAILED"}, {"status": "CAPTURED", "currency": "840"}],
)
def test_what_is_not_money_in_euros_cannot_be_attributed(
    cast: Cast, attempt: Attempt, now: dt.datetime, changed: dict[str, str]
) -> None:
    bank.say(attempt, changed.pop("status"), now, **changed)
    with pytest.raises(NothingToAttribute):
        attribute(cast, cast.account, now)


def test_closing_without_money_lets_the_attempt_end(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "SOMETHING_NEW", now)
    assert attempt.state == State.REVIEW
    close(cast, now)
    attempt.refresh_from_db()
    assert attempt.state == State.EXPIRED
    assert attempt.ask_at is None
    with pytest.raises(ReviewOver):
        close(cast, now)


def test_payment_after_a_closed_review_still_pays(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "SOMETHING_NEW", now)
    close(cast, now)
    bank.say(attempt, "CAPTURED", now)
    assert attempt.state == State.PAID


# --- the bank's settlement file -------------------------------------------------------------


def read(now: dt.datetime, *lines: str) -> None:
    content = "\n".join(["kind;settled_on;bank_transaction;order;amount", *lines])
    import_settlement(content=content.encode(), name="releve.csv", actor=CLERK, now=now)


def test_chargeback_takes_the_payment_back(cast: Cast, attempt: Attempt, now: dt.datetime) -> None:
    bank.say(attempt, "CAPTURED", now)
    read(now, f"chargeback;2026-11-24;{'a' * 32};;412,37")
    assert bank.balance(cast.account) == 0
    chargeback = Operation.objects.get(kind="chargeback")
    assert chargeback.undoes == Operation.objects.get(kind="capture")
    assert chargeback.entry.kind == Entry.Kind.REJECTED


def test_chargeback_larger_than_the_payment_is_reviewed(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now)
    read(now, f"chargeback;2026-11-24;{'a' * 32};;412,38")
    assert not Operation.objects.filter(kind="chargeback").exists()
    assert Review.objects.get().doubt == "settlement_unknown"


def test_chargeback_of_an_unknown_payment_is_reviewed(cast: Cast, now: dt.datetime) -> None:
    read(now, f"chargeback;2026-11-24;{'f' * 32};;10")
    assert Review.objects.get().doubt == "settlement_unknown"


def test_same_file_or_line_comes_in_once(cast: Cast, now: dt.datetime) -> None:
    line = f"capture;2026-11-24;{'a' * 32};;412,37"
    read(now, line)
    with pytest.raises(SettlementKnown):
        read(now, line)
    with pytest.raises(SettlementKnown):
        read(now, line, f"capture;2026-11-24;{'b' * 32};;1")
    assert SettlementLine.objects.count() == 1


def test_file_with_mistakes_takes_nothing_and_names_them_all(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(SettlementRefused) as caught:
        read(now, "gift;2026-11-24;x;;1", "capture;24/11;y;;1", "capture;2026-11-24;z;;0")
    assert caught.value.sentence.count("Ligne") == 3
    assert not SettlementLine.objects.exists()


def test_day_compares_captures_with_the_bank(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now)
    before = day_of(TODAY, EVERYWHERE)
    assert (before.captured_cents, before.settled_cents) == (41237, 0)
    assert [line.trouble for line in before.lines] == ["not_settled"]
    read(
        now,
        f"capture;2026-11-24;{'a' * 32};;412,37",
        f"capture;2026-11-24;{'e' * 32};;5",
    )
    after = day_of(TODAY, EVERYWHERE)
    assert (after.captured_cents, after.settled_cents) == (41237, 41737)
    assert sorted(line.trouble for line in after.lines) == ["", "not_captured"]


def test_amount_that_differs_is_listed(cast: Cast, attempt: Attempt, now: dt.datetime) -> None:
    bank.say(attempt, "CAPTURED", now)
    read(now, f"capture;2026-11-24;{'a' * 32};;412,36")
    assert [line.trouble for line in day_of(TODAY, EVERYWHERE).lines] == ["amount"]
    assert [line.trouble for line in differences(EVERYWHERE, now=now)] == ["amount"]


def test_capture_is_late_only_after_some_days(
    cast: Cast, attempt: Attempt, now: dt.datetime
) -> None:
    bank.say(attempt, "CAPTURED", now)
    assert differences(EVERYWHERE, now=now + dt.timedelta(days=6)) == [], "no file, no gap"
    other = bank.to_the_bank(cast.jeanne_user, cast.arrears_account, now)
    bank.say(other, "CAPTURED", now, transaction="b" * 32)
    read(now, f"capture;2026-11-24;{'b' * 32};;412,37")
    assert differences(EVERYWHERE, now=now) == []
    late = differences(EVERYWHERE, now=now + dt.timedelta(days=6))
    assert [line.trouble for line in late] == ["not_settled"]
