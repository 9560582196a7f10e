from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.foundation.money import euros, parse_euros, plain_euros

CENTS = st.integers(-99_999_999_999, 99_999_999_999)


@given(CENTS)
def test_what_is_written_for_people_is_read_back_to_the_cent(cents: int) -> None:
    assert parse_euros(euros(cents)) == cents


@given(CENTS)
def test_what_is_written_for_machines_is_read_back_to_the_cent(cents: int) -> None:
    assert parse_euros(plain_euros(cents)) == cents


def test_amounts_are_written_with_the_spaces_of_french_typography() -> None:
    assert euros(123_456_789) == "1\u202f234\u202f567,89\u00a0€"
    assert euros(-5) == "\u22120,05\u00a0€"
    assert euros(5, sign=True) == "+0,05\u00a0€"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("412", 41_200),
        ("412,3", 41_230),
        ("412.37", 41_237),
        ("1 234,56 €", 123_456),
        ("1\u202f234,56\u00a0€", 123_456),
        ("-12,50", -1_250),
        ("12,50 EUR", 1_250),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, cents: int) -> None:
    assert parse_euros(typed) == cents


@pytest.mark.parametrize("typed", ["douze", "1,234", "1.234,56", "12,", "--1", "1e3", "NaN"])
def test_an_amount_that_could_be_read_two_ways_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        parse_euros(typed)


def test_nothing_typed_is_no_amount() -> None:
    with pytest.raises(ValueError, match=r"^$"):
        parse_euros("")
