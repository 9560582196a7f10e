from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.accounts.models import StaffMember
from palier.domain.casework import rules
from palier.domain.casework.models import Case
from palier.domain.landlord.working_days import is_working_day

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2035, 12, 31))


@given(DAYS, st.integers(0, 60))
def test_a_promise_is_a_working_day_after_the_question(day: dt.date, delay: int) -> None:
    promise = rules.promised_on(day, delay)
    assert promise > day
    assert is_working_day(promise)


@given(DAYS, st.integers(5, 60))
def test_a_promise_of_five_days_or_more_is_never_later_than_decided(
    day: dt.date, delay: int
) -> None:
    assert rules.promised_on(day, delay) <= day + dt.timedelta(days=delay)


@pytest.mark.parametrize(
    ("opened", "delay", "promise"),
    [
        ("2026-11-24", 3, "2026-11-27"),
        ("2026-11-26", 3, "2026-11-27"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-11-24", 10, "2026-12-04"),
        # Christmas is a Friday; Easter Monday follows a week-end; 1 and 8 May 2028 are Mondays.
        ("2026-12-22", 3, "2026-12-24"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2027-03-26", 3, "2027-03-30"),
        ("2027-03-25", 4, "2027-03-26"),
        ("2028-04-28", 3, "2028-05-02"),
    ],
)
def test_a_promise_is_never_for_a_week_end_or_a_holiday(
    opened: str, delay: int, promise: str
) -> None:
    day = dt.date.fromisoformat(opened)
    assert rules.promised_on(day, delay) == dt.date.fromisoformat(promise)


def test_every_kind_has_reasons_that_exist_and_every_role_its_kinds() -> None:
    assert set(rules.ENDINGS_OF_KIND) == set(Case.Kind.values)
    named = {reason for reasons in rules.ENDINGS_OF_KIND.values() for reason in reasons}
    assert named | rules.DECISIONS == set(Case.Ending.values)
    assert set(rules.KINDS_OF_ROLE) == set(StaffMember.Role.values)


def test_a_technical_support_does_not_read_about_money() -> None:
    assert not rules.may_work_on("technical_support", "hardship")
    assert rules.may_work_on("advisor", "hardship")
    assert not rules.may_work_on("nobody", "contact")
