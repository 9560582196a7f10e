"""What the law gives the tenant about a décompte. Pure: plain values in and out.

Source: loi 89-462 du 6 juillet 1989, art. 23; CCH, art. L. 442-3.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PapersWindow:
    """Until when the papers can be seen, and how far that is."""

    until: dt.date
    days_left: int
    """0 on the last day; negative once it is over."""

    @property
    def is_open(self) -> bool:
        return self.days_left >= 0


def papers_window(issue_on: dt.date, months: int, today: dt.date) -> PapersWindow:
    """Count ``months`` from the day the décompte was sent."""
    until = months_after(issue_on, months)
    return PapersWindow(until, (until - today).days)


def is_late(ends_on: dt.date, issue_on: dt.date) -> bool:
    """Tell whether it came after the end of the year that follows the charges' own.

    Then the tenant may pay by twelfths, on asking.
    """
    return issue_on.year > ends_on.year + 1


def instalments(cents: int, months: int) -> tuple[int, ...]:
    """Share ``cents`` over ``months``, to the cent: the first ones carry what is left over."""
    each, left = divmod(cents, months)
    return tuple(each + (1 if place < left else 0) for place in range(months))


def adds_up(
    lines: Iterable[tuple[int, int]], provisions_cents: int, share_cents: int, difference_cents: int
) -> bool:
    """Check that lines (provisions, share) make the totals, and these the difference."""
    rows = list(lines)
    return (
        sum(provisions for provisions, _share in rows) == provisions_cents
        and sum(share for _provisions, share in rows) == share_cents
        and share_cents - provisions_cents == difference_cents
    )


def months_after(day: dt.date, months: int) -> dt.date:
    """Give the same day ``months`` later, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
