from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.foundation.periods import Period

MONTHS = st.builds(Period, st.integers(1900, 2200), st.integers(1, 12))


@given(MONTHS, st.integers(-600, 600))
def test_a_month_shifted_and_back_is_itself(month: Period, by: int) -> None:
    assert month.shifted(by).shifted(-by) == month


@given(MONTHS)
def test_a_month_holds_its_days_and_no_other(month: Period) -> None:
    assert Period.of(month.first_day) == Period.of(month.last_day) == month
    assert Period.of(month.last_day + dt.timedelta(days=1)) == month.next()
    assert Period.of(month.first_day - dt.timedelta(days=1)) == month.previous()


@given(MONTHS)
def test_a_month_is_read_as_it_is_written(month: Period) -> None:
    assert Period.parse(str(month)) == month


@given(MONTHS, st.integers(0, 40))
def test_months_are_walked_in_order_to_the_last(month: Period, by: int) -> None:
    walked = list(month.until(month.shifted(by)))
    assert len(walked) == by + 1
    assert walked == sorted(walked)
    assert list(month.until(month.previous())) == []


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "2026-1", "11-2026", "2026-11-01", ""])
def test_anything_else_is_not_a_month(written: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Period.parse(written)


def test_a_month_is_named_in_french() -> None:
    assert Period(2026, 8).label == "août 2026"
