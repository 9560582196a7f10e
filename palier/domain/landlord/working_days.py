"""The days on which an agency works: neither week-ends nor the public holidays of France.

Code du travail, art. L. 3133-1: eleven holidays, three of which follow Easter. Those of
Alsace-Moselle and of overseas departments are not among them: a promise kept one day early is
a promise kept.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

SATURDAY = 5
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Days after Easter Sunday: Easter Monday, Ascension, Whit Monday."""


def is_working_day(day: dt.date) -> bool:
    """Tell whether agencies are open on ``day``."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


@lru_cache(maxsize=32)
def public_holidays(year: int) -> frozenset[dt.date]:
    """Give the public holidays of a year."""
    easter = _easter(year)
    moving = {easter + dt.timedelta(days=days) for days in _AFTER_EASTER}
    return frozenset(moving | {dt.date(year, month, day) for month, day in _FIXED})


def _easter(year: int) -> dt.date:
    """Give Easter Sunday (Meeus, Jones and Butcher: the Gregorian reckoning)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon = (century - (8 * century + 13) // 25 - leap_centuries + 19 * golden + 15) % 30
    leap_years, year_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - moon - year_rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
