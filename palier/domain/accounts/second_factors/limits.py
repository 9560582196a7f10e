"""How often a second factor may be tried, once the password was right.

Counted in the house's own table, so a limit outlives a restart and holds over every machine.
Strangers who know a password share one allowance; a device that signed in before, and whoever
is signed in and shows the factor again, have their own: a thief never keeps an owner out.
"""

from __future__ import annotations

import datetime as dt

from palier.domain.accounts.throttling import Limit

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_GROWING = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))

FACTOR = Limit("second_factor", tries=5, window=DAY, delays=_GROWING)
FACTOR_AN_HOUR = Limit("second_factor.hour", tries=9, window=HOUR)


def limits_of(*, user_key: int, device: str = "", again: bool = False) -> list[tuple[Limit, str]]:
    """Give the limits on a code tried for the user ``user_key``.

    ``device`` is a device they signed in from before, empty for a stranger; ``again``: they
    are signed in, and show the factor once more.
    """
    own = "again" if again else f"device:{device}" if device else "stranger"
    return [(FACTOR, f"{user_key}:{own}"), (FACTOR_AN_HOUR, f"{user_key}:{own}")]
