from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.payments.rules.amounts import (
    AmountNotUnderstood,
    AmountTooLarge,
    AmountTooSmall,
    is_over,
    next_question_at,
    read_amount,
)
from palier.foundation.money import euros

START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("412,37", 41237),
        ("412.37", 41237),
        (" 412,37 € ", 41237),
        ("412", 41200),
        ("412,3", 41230),
        ("1 234,56", 123456),
        ("1\u202f234,56\u00a0€", 123456),
        ("1.234,56", 123456),
        ("412,37 euros", 41237),
        ("412,37 EUR", 41237),
        ("٤١٢", 41200),
        ("1", 100),
        ("99999,99", 9999999),
    ],
)
def test_amount_is_read_as_people_type_it(typed: str, cents: int) -> None:
    assert read_amount(typed) == cents


@pytest.mark.parametrize("typed", ["", "douze", "4,123", "1,2,3", "1e3", "0x10", "--5"])
def test_amount_that_is_not_one_is_not_guessed(typed: str) -> None:
    with pytest.raises(AmountNotUnderstood):
        read_amount(typed)


@pytest.mark.parametrize("typed", ["0", "0,99", "-50"])
def test_amount_below_one_euro_is_too_small(typed: str) -> None:
    with pytest.raises(AmountTooSmall):
        read_amount(typed)


def test_amount_above_the_limit_is_too_large() -> None:
    with pytest.raises(AmountTooLarge):
        read_amount("100000")
    with pytest.raises(AmountTooLarge):
        read_amount("501", maximum_cents=50000)


@given(st.integers(min_value=100, max_value=9_999_999))
def test_what_we_write_is_what_we_read(cents: int) -> None:
    assert read_amount(euros(cents)) == cents


def test_bank_is_asked_after_a_quarter_an_hour_then_nightly() -> None:
    quarter = START + dt.timedelta(minutes=15)
    hour = START + dt.timedelta(hours=1)
    assert next_question_at(started_at=START, asked_at=None) == quarter
    assert next_question_at(started_at=START, asked_at=quarter) == hour
    assert next_question_at(started_at=START, asked_at=hour) == hour + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("minutes", "answered", "forgot", "over"),
    [
        (10, True, False, False),
        (61, True, False, True),
        (61, False, False, False),
        (1441, False, False, True),
        (10, True, True, False),
        (16, True, True, True),
    ],
)
def test_attempt_without_answer_is_over(
    minutes: int, answered: bool, forgot: bool, over: bool
) -> None:
    now = START + dt.timedelta(minutes=minutes)
    assert is_over(started_at=START, now=now, bank_answered=answered, bank_forgot=forgot) is over
