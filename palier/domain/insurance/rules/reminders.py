"""Which reminder is due. Pure decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

GIVE_UP_AFTER = 30
"""Days after its own day when a reminder that was missed is no longer worth sending."""


def due_reminder(ends_on: dt.date, today: dt.date, offsets: Sequence[int]) -> int | None:
    """Give the reminder (days from the end: -30, -7, 7) to send on ``today``, if there is one.

    Only the latest whose day has come: a job stopped for a week sends one letter, not two.
    """
    passed = [offset for offset in offsets if ends_on + dt.timedelta(days=offset) <= today]
    if not passed:
        return None
    latest = max(passed)
    late = (today - ends_on).days - latest
    return latest if late <= GIVE_UP_AFTER else None


def window(today: dt.date, offsets: Sequence[int]) -> tuple[dt.date, dt.date]:
    """Give the first and last end of cover that a reminder of ``today`` may be about."""
    return (
        today - dt.timedelta(days=max(offsets) + GIVE_UP_AFTER),
        today - dt.timedelta(days=min(offsets)),
    )


def reminder_key(ends_on: dt.date, offset: int) -> str:
    """Name the reminder of one end of cover."""
    return f"{ends_on.isoformat()}:{offset:+d}"
