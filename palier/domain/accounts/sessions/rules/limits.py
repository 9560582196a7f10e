"""When a session ends: after a while without a gesture, and after a while whatever happens.

Source: OWASP ASVS 5.0, 7.3.1 (inactivity) and 7.3.2 (absolute lifetime).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

TENANT = "tenant"
STAFF = "staff"
SHARED = "shared"
KINDS = (TENANT, STAFF, SHARED)

# A gesture is noted once a minute at most: a note costs a write.
GRAIN = dt.timedelta(minutes=1)
WARNING = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session of one kind lives."""

    idle: dt.timedelta
    absolute: dt.timedelta


def limits_of(kind: str, minutes: Mapping[str, tuple[int, int]]) -> Limits:
    """Read the limits of ``kind`` from ``{kind: (idle, absolute)}``, in minutes.

    A kind that is not written is a tenant's.
    """
    idle, absolute = minutes.get(kind) or minutes[TENANT]
    return Limits(dt.timedelta(minutes=idle), dt.timedelta(minutes=absolute))


def end_of(*, opened_at: dt.datetime, seen_at: dt.datetime, limits: Limits) -> dt.datetime:
    """Give the instant a session ends if nobody touches it any more."""
    return min(seen_at + limits.idle, opened_at + limits.absolute)


def can_be_kept(*, opened_at: dt.datetime, now: dt.datetime, limits: Limits) -> bool:
    """Tell whether a gesture made now gives more than the two minutes of the warning."""
    return opened_at + limits.absolute - now > WARNING


def is_to_note(seen_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether a gesture made now is worth a write."""
    return seen_at is None or now - seen_at >= GRAIN
