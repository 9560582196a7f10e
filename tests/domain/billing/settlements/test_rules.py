"""What the law gives about a décompte."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.billing.settlements.rules import (
    adds_up,
    instalments,
    is_late,
    months_after,
    papers_window,
)


def test_papers_stay_open_six_months_to_the_day() -> None:
    window = papers_window(dt.date(2026, 8, 31), 6, dt.date(2027, 2, 27))
    assert (window.until, window.days_left, window.is_open) == (dt.date(2027, 2, 28), 1, True)
    assert not papers_window(dt.date(2026, 8, 31), 6, dt.date(2027, 3, 1)).is_open


@pytest.mark.parametrize(
    ("sent", "late"), [((2026, 12, 31), False), ((2027, 1, 1), True), ((2026, 5, 4), False)]
)
def test_a_decompte_is_late_after_the_year_that_follows(
    sent: tuple[int, int, int], late: bool
) -> None:
    assert is_late(dt.date(2025, 12, 31), dt.date(*sent)) is late


@given(st.integers(0, 10_000_000), st.integers(1, 24))
def test_twelfths_make_the_whole_to_the_cent(cents: int, months: int) -> None:
    parts = instalments(cents, months)
    assert sum(parts) == cents
    assert max(parts) - min(parts) <= 1
    assert list(parts) == sorted(parts, reverse=True)


@given(
    st.lists(st.tuples(st.integers(0, 99_999), st.integers(0, 99_999)), min_size=1),
    st.integers(-2, 2),
)
def test_a_cent_too_many_is_seen(lines: list[tuple[int, int]], wrong: int) -> None:
    provisions, share = sum(p for p, _s in lines), sum(s for _p, s in lines)
    assert adds_up(lines, provisions, share, share - provisions + wrong) is (wrong == 0)
    assert adds_up(lines, provisions + wrong, share, share - provisions) is (wrong == 0)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 60))
def test_months_after_never_skips_a_month(day: dt.date, months: int) -> None:
    after = months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day <= day.day
