from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.landlord.working_days import is_working_day, public_holidays

# As published: service-public.gouv.fr, « Jours fériés ».
PUBLISHED = {
    2026: ("01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01",
           "11-11", "12-25"),
    2027: ("01-01", "03-29", "05-01", "05-06", "05-08", "05-17", "07-14", "08-15", "11-01",
           "11-11", "12-25"),
    2038: ("01-01", "04-26", "05-01", "05-08", "06-03", "06-14", "07-14", "08-15", "11-01",
           "11-11", "12-25"),
}  # fmt: skip


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_holidays_of_a_year_are_those_published(year: int) -> None:
    days = {dt.date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year]}
    assert public_holidays(year) == days


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-26", False),
        ("2027-03-29", False),
        ("2027-03-30", True),
    ],
)
def test_agencies_are_closed_on_week_ends_and_holidays(day: str, open_: bool) -> None:
    assert is_working_day(dt.date.fromisoformat(day)) is open_
