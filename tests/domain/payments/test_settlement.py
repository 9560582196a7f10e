"""The operations depend on the set of answers only: not on order, nor on repetition."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from palier.domain.payments.rules.guards import BankReport, Doubt
from palier.domain.payments.rules.settlement import (
    SIGN,
    Due,
    OperationKind,
    Standing,
    settle,
)


def said(
    status: str, transaction: str = "t1", kind: str = "DEBIT", amount: int = 5000
) -> BankReport:
    return BankReport(
        gateway="systempay",
        order="ORDER",
        transaction=transaction,
        kind=kind,
        status=status,
        amount_cents=amount,
        currency="978",
        shop="12345678",
        mode="TEST",
    )


def balance(*answers: BankReport) -> int:
    return sum(SIGN[due.kind] * due.amount_cents for due in settle(answers).operations)


CAPTURE = Due(OperationKind.CAPTURE, "t1", 5000)
CANCELLATION = Due(OperationKind.CANCELLATION, "t1", 5000)


def test_no_answer_is_silence() -> None:
    assert settle([]).standing is Standing.SILENT
    assert settle([]).operations == ()


def test_authorised_then_captured_is_one_capture() -> None:
    found = settle([said("AUTHORISED"), said("CAPTURED"), said("AUTHORISED")])
    assert found.standing is Standing.PAID
    assert found.operations == (CAPTURE,)
    assert found.doubts == ()


def test_waiting_then_authorised_is_paid() -> None:
    assert settle([said("WAITING_AUTHORISATION")]).standing is Standing.WAITING
    assert settle([said("WAITING_AUTHORISATION"), said("AUTHORISED")]).standing is Standing.PAID


def test_waiting_then_refused_is_refused() -> None:
    found = settle([said("WAITING_AUTHORISATION"), said("REFUSED")])
    assert found.standing is Standing.REFUSED
    assert found.operations == ()


def test_second_card_after_a_refusal_pays() -> None:
    found = settle([said("REFUSED", "t0"), said("AUTHORISED")])
    assert found.standing is Standing.PAID
    assert found.operations == (CAPTURE,)


def test_second_card_still_waiting_after_a_refusal_waits() -> None:
    found = settle([said("REFUSED", "t0"), said("WAITING_AUTHORISATION")])
    assert found.standing is Standing.WAITING


def test_cancelled_before_capture_is_undone_by_an_operation_of_its_own() -> None:
    found = settle([said("AUTHORISED"), said("CANCELLED")])
    assert found.standing is Standing.CANCELLED
    assert set(found.operations) == {CAPTURE, CANCELLATION}
    assert found.doubts == ()
    assert balance(said("AUTHORISED"), said("CANCELLED")) == 0


def test_captured_and_cancelled_contradict_each_other() -> None:
    found = settle([said("CAPTURED"), said("CANCELLED")])
    assert (Doubt.CONTRADICTION, "t1") in found.doubts
    assert balance(said("CAPTURED"), said("CANCELLED")) == 0


def test_money_taken_twice_is_counted_twice_and_told() -> None:
    found = settle([said("CAPTURED", "t1"), said("CAPTURED", "t2")])
    assert len(found.operations) == 2
    assert found.doubts == ((Doubt.TAKEN_TWICE, "t2"),)


def test_part_refund_keeps_the_payment() -> None:
    found = settle([said("CAPTURED"), said("CAPTURED", "r1", "CREDIT", 2000)])
    assert found.standing is Standing.PAID
    assert Due(OperationKind.REFUND, "r1", 2000) in found.operations
    assert balance(said("CAPTURED"), said("CAPTURED", "r1", "CREDIT", 2000)) == -3000


def test_refund_announced_before_its_payment_is_kept_without_alarm() -> None:
    found = settle([said("CAPTURED", "r1", "CREDIT")])
    assert found.doubts == ()
    assert found.standing is Standing.SILENT


def test_refunds_beyond_the_payment_are_told() -> None:
    found = settle(
        [
            said("CAPTURED"),
            said("CAPTURED", "r1", "CREDIT", 3000),
            said("CAPTURED", "r2", "CREDIT", 3000),
        ]
    )
    assert {doubt for doubt, _ in found.doubts} == {Doubt.REFUND_TOO_LARGE}


def test_refund_that_is_cancelled_is_paid_again() -> None:
    answers = [
        said("CAPTURED"),
        said("AUTHORISED", "r1", "CREDIT"),
        said("CANCELLED", "r1", "CREDIT"),
    ]
    assert balance(*answers) == -5000


ANSWERS = st.lists(
    st.builds(
        said,
        st.sampled_from(
            [
                "AUTHORISED",
                "CAPTURED",
                "WAITING_AUTHORISATION",
                "REFUSED",
                "CANCELLED",
                "EXPIRED",
                "ABANDONED",
            ]
        ),
        st.sampled_from(["t1", "t2", "t3"]),
        st.sampled_from(["DEBIT", "CREDIT", "VERIFICATION", ""]),
        st.just(5000),
    ),
    max_size=12,
)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(
    answers: list[BankReport], chance: random.Random
) -> None:
    shuffled = answers + answers[:3]
    chance.shuffle(shuffled)
    assert settle(shuffled) == settle(answers)


@given(ANSWERS)
def test_operations_never_disappear_when_more_is_said(answers: list[BankReport]) -> None:
    """What was posted stays posted: later answers only add operations."""
    before: set[Due] = set()
    for count in range(len(answers) + 1):
        after = set(settle(answers[:count]).operations)
        assert before <= after
        before = after


@given(ANSWERS)
def test_one_operation_a_kind_and_transaction(answers: list[BankReport]) -> None:
    keys = [(due.kind, due.transaction) for due in settle(answers).operations]
    assert len(keys) == len(set(keys))
