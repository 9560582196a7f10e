"""Reads of open sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from palier.domain.accounts.models import OpenSession, User
from palier.domain.accounts.sessions.rules.devices import Device, device_of
from palier.domain.accounts.sessions.rules.limits import SHARED, end_of, limits_of
from palier.foundation.errors import NotYours


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """One browser that is signed in, as its owner is shown it."""

    code: str
    device: Device
    opened_at: dt.datetime
    seen_at: dt.datetime
    is_shared: bool
    is_current: bool


def open_sessions_for(
    user: User,
    *,
    current_code: str,
    minutes: Mapping[str, tuple[int, int]],
    now: dt.datetime,
) -> tuple[DeviceSeen, ...]:
    """List the sessions of ``user`` that are open now: this one first, then the latest used."""
    rows = OpenSession.objects.filter(user=user, expire_date__gt=now).order_by("-seen_at")
    seen = [
        DeviceSeen(
            code=row.code or "",
            device=device_of(row.agent),
            opened_at=row.opened_at,
            # What this session does now is noted when the page is out.
            seen_at=now if row.code == current_code else row.seen_at,
            is_shared=row.kind == SHARED,
            is_current=row.code == current_code,
        )
        for row in rows
        if row.opened_at is not None
        and row.seen_at is not None
        and end_of(
            opened_at=row.opened_at, seen_at=row.seen_at, limits=limits_of(row.kind, minutes)
        )
        > now
    ]
    return tuple(sorted(seen, key=lambda one: not one.is_current))


def open_session_for(user: User, code: str) -> OpenSession:
    """Find a session of ``user`` by its public reference.

    Raises:
        NotYours: there is none, or it is somebody else's.
    """
    row = OpenSession.objects.filter(user=user, code=code).first()
    if row is None:
        raise NotYours()
    return row
