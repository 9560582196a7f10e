from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palier.domain.insurance.rules.cover import (
    Filed,
    Situation,
    cover_of,
    is_renewal,
    year_answered,
)
from palier.domain.insurance.rules.reminders import due_reminder, window

TODAY = dt.date(2026, 11, 24)
OFFSETS = (-30, -7, 7)


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def filed(state: str, first: int | None, last: int | None) -> Filed:
    return Filed(state, None if first is None else day(first), None if last is None else day(last))


@pytest.mark.parametrize(
    ("certificates", "situation"),
    [
        ([], Situation.MISSING),
        ([filed("accepted", -100, 200)], Situation.COVERED),
        ([filed("accepted", -100, 30)], Situation.TO_RENEW),
        ([filed("accepted", -100, 0)], Situation.TO_RENEW),
        ([filed("accepted", -100, -1)], Situation.EXPIRED),
        ([filed("accepted", 1, 300)], Situation.LATER),
        ([filed("under_review", -1, 300)], Situation.UNDER_REVIEW),
        ([filed("refused", -1, 300)], Situation.REFUSED),
        ([filed("stopped", -1, 300)], Situation.REFUSED),
        ([filed("under_review", -1, 300), filed("refused", -1, 300)], Situation.UNDER_REVIEW),
        ([filed("refused", -1, 9), filed("accepted", -100, 200)], Situation.COVERED),
        ([filed("refused", -1, 9), filed("accepted", -100, 20)], Situation.REFUSED),
        ([filed("accepted", -1, 300), filed("refused", -1, 300)], Situation.COVERED),
        ([filed("replaced", -1, 300)], Situation.MISSING),
        ([filed("accepted", 11, 400), filed("accepted", -100, 10)], Situation.COVERED),
        ([filed("accepted", 12, 400), filed("accepted", -100, 10)], Situation.TO_RENEW),
    ],
)
def test_the_situation_is_what_a_tenant_would_say(
    certificates: list[Filed], situation: Situation
) -> None:
    assert cover_of(certificates, TODAY, renewal_days=30).situation is situation


def test_what_waits_never_hides_until_when_one_is_covered() -> None:
    both = [filed("under_review", 0, 300), filed("accepted", -100, 10)]
    cover = cover_of(both, TODAY, renewal_days=30)
    assert (cover.situation, cover.until) == (Situation.UNDER_REVIEW, day(10))


def test_months_that_follow_one_another_make_one_cover() -> None:
    months = [filed("accepted", start, start + 29) for start in (20, -10)]
    assert cover_of(months, TODAY, renewal_days=10).until == day(49)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(-400, 400), st.integers(0, 400)), max_size=8),
    st.integers(0, 60),
)
def test_whoever_is_insured_has_a_certificate_that_holds_today(
    spans: list[tuple[int, int]], renewal: int
) -> None:
    certificates = [filed("accepted", start, start + length) for start, length in spans]
    cover = cover_of(certificates, TODAY, renewal_days=renewal)
    holds = any(start <= 0 <= start + length for start, length in spans)
    assert cover.is_insured == holds
    if cover.until is not None:
        assert cover.until in {one.ends_on for one in certificates}


def test_a_renewal_follows_an_acceptance_and_nothing_else() -> None:
    assert not is_renewal([filed("refused", -1, 9)])
    assert is_renewal([filed("refused", -1, 9), filed("accepted", -400, -30)])


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [
        (dt.date(2026, 12, 15), dt.date(2027, 12, 14), 2027),
        (dt.date(2026, 11, 1), dt.date(2026, 11, 30), 2026),
        (dt.date(2026, 3, 1), dt.date(2027, 2, 28), 2026),
        (None, None, 2026),
        (dt.date(2026, 3, 1), None, 2026),
        (dt.date(2020, 3, 1), dt.date(2030, 3, 1), 2020),
        (dt.date(2027, 3, 1), dt.date(2020, 3, 1), 2026),
    ],
)
def test_a_certificate_answers_for_the_year_of_most_of_its_days(
    first: dt.date | None, last: dt.date | None, year: int
) -> None:
    assert year_answered(first, last, TODAY) == year


@pytest.mark.parametrize(
    ("ends_in", "due"),
    [(31, None), (30, -30), (8, -30), (7, -7), (1, -7), (-6, -7), (-7, 7), (-37, 7), (-38, None)],
)
def test_the_latest_reminder_whose_day_has_come_is_due(ends_in: int, due: int | None) -> None:
    assert due_reminder(day(ends_in), TODAY, OFFSETS) == due
    first, last = window(TODAY, OFFSETS)
    assert due is None or first <= day(ends_in) <= last
