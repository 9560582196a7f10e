import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.tenancy.rules import TimeLeft, TimeLeftKind, months_later, time_left

TODAY = dt.date(2026, 11, 24)
days = st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1))


def left(term: str = "fixed", ends_on=None, tacit=None, over_on=None, today=TODAY) -> TimeLeft:
    return time_left(
        term=term, ends_on=ends_on, tacit_period_ends_on=tacit, over_on=over_on, today=today
    )


@pytest.mark.parametrize(
    ("end", "years", "months", "counted_days"),
    [
        (dt.date(2026, 11, 24), 0, 0, 0),
        (dt.date(2026, 11, 25), 0, 0, 1),
        (dt.date(2026, 12, 23), 0, 0, 29),
        (dt.date(2026, 12, 24), 0, 1, 0),
        (dt.date(2027, 1, 14), 0, 1, 21),
        (dt.date(2027, 11, 24), 1, 0, 0),
        (dt.date(2029, 2, 25), 2, 3, 1),
    ],
)
def test_a_fixed_term_is_counted_in_years_months_and_days(end, years, months, counted_days):
    assert left(ends_on=end) == TimeLeft(TimeLeftKind.RUNS_OUT, end, years, months, counted_days)


def test_the_end_of_a_short_month_is_not_stepped_over():
    assert left(ends_on=dt.date(2027, 2, 28), today=dt.date(2027, 1, 31)).months == 1
    assert left(ends_on=dt.date(2027, 3, 1), today=dt.date(2027, 1, 31)).days == 1


@given(days, days)
def test_what_is_counted_adds_up_to_the_end(today: dt.date, end: dt.date):
    found = left(ends_on=end, today=today)
    if end < today:
        assert found == TimeLeft(TimeLeftKind.RAN_OUT, end)
        return
    whole = found.years * 12 + found.months
    assert months_later(today, whole) + dt.timedelta(days=found.days) == end
    assert 0 <= found.months < 12
    assert 0 <= found.days <= 30


@given(days, days, days)
def test_a_later_end_never_leaves_less_time(today: dt.date, one: dt.date, other: dt.date):
    first, second = sorted((one, other))
    if first < today:
        return
    shorter, longer = left(ends_on=first, today=today), left(ends_on=second, today=today)
    as_tuple = [(found.years, found.months, found.days) for found in (shorter, longer)]
    assert as_tuple == sorted(as_tuple)


@given(days, st.none() | days, st.none() | days)
def test_an_open_ended_lease_never_gets_an_end(today: dt.date, ends_on, tacit):
    found = left("open_ended", ends_on=ends_on, tacit=tacit, today=today)
    assert found.kind is TimeLeftKind.NO_END
    assert found.until in (None, tacit)
    assert found.until is None or found.until >= today


def test_a_fixed_term_without_an_end_says_so():
    assert left() == TimeLeft(TimeLeftKind.END_UNKNOWN)


def test_a_lease_that_is_over_is_over_whatever_its_term():
    over = dt.date(2025, 10, 31)
    for term in ("fixed", "open_ended"):
        assert left(term, ends_on=dt.date(2030, 1, 1), over_on=over) == TimeLeft(
            TimeLeftKind.OVER, over
        )


def test_a_termination_to_come_is_the_end_that_counts():
    assert left("open_ended", over_on=dt.date(2026, 12, 31)) == TimeLeft(
        TimeLeftKind.RUNS_OUT, dt.date(2026, 12, 31), 0, 1, 7
    )
