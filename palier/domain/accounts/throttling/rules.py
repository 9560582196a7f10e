"""What a limit is, and how long past tries make the next one wait. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """``tries`` free tries in ``window``, for one ``name`` and whatever key it is counted under.

    Then, without ``delays``, the next try waits until the oldest of them leaves the window.
    With ``delays`` each try beyond the free ones waits the next of them, counted from the
    try before it, and the last of them from there on: a delay that grows, and never a door
    that stays shut.
    """

    name: str
    tries: int
    window: dt.timedelta
    delays: tuple[dt.timedelta, ...] = ()

    @property
    def remembered(self) -> int:
        """Give how many tries have to be kept to know the wait."""
        return self.tries + len(self.delays)


def recent(limit: Limit, instants: Sequence[float], now: dt.datetime) -> list[float]:
    """Keep the tries that still count: those within the window, no more than are needed.

    ``instants`` are seconds since the epoch, the earliest first.
    """
    since = now.timestamp() - limit.window.total_seconds()
    return [instant for instant in instants if instant > since][-limit.remembered :]


def wait_after(limit: Limit, instants: Sequence[float], now: dt.datetime) -> dt.timedelta:
    """Give how long the next try has to wait after those made at ``instants``; zero: it may."""
    made = recent(limit, instants, now)
    if len(made) < limit.tries:
        return dt.timedelta()
    if limit.delays:
        step = min(len(made) - limit.tries, len(limit.delays) - 1)
        frees_at = made[-1] + limit.delays[step].total_seconds()
    else:
        frees_at = made[-limit.tries] + limit.window.total_seconds()
    return dt.timedelta(seconds=max(0.0, frees_at - now.timestamp()))
