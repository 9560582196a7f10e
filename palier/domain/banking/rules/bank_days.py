"""The days on which banks settle between one another: the TARGET calendar.

Closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December
(Eurosystem, T2 and T2S Scope Defining Set of Documents; unchanged since 2002). A French bank
holiday such as 14 July is a bank day.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

_SATURDAY = 5
_ONE = dt.timedelta(days=1)


def is_bank_day(day: dt.date) -> bool:
    """Tell whether banks settle on ``day``."""
    return day.weekday() < _SATURDAY and day not in closed_in(day.year)


@lru_cache(maxsize=64)
def closed_in(year: int) -> frozenset[dt.date]:
    """Give the closing days of ``year`` besides its week-ends."""
    easter = easter_of(year)
    return frozenset(
        {
            dt.date(year, 1, 1),
            easter - 2 * _ONE,
            easter + _ONE,
            dt.date(year, 5, 1),
            dt.date(year, 12, 25),
            dt.date(year, 12, 26),
        }
    )


def next_bank_day(day: dt.date) -> dt.date:
    """Give ``day``, or the first bank day after it."""
    while not is_bank_day(day):
        day += _ONE
    return day


def bank_days_before(day: dt.date, count: int) -> dt.date:
    """Give the bank day that lies ``count`` bank days before ``day``."""
    while count > 0:
        day -= _ONE
        count -= is_bank_day(day)
    return day


def easter_of(year: int) -> dt.date:
    """Give Easter Sunday (Meeus, Jones and Butcher: the Gregorian reckoning)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return dt.date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)
