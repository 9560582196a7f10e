"""Limits on repeated tries, kept in the shared cache so that they outlive a restart.

A limit counts *failures* over a sliding window. When the cache itself fails, nobody is
held back: a limit that cannot be read must not keep an owner out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``tries`` in ``window``, for one ``name`` and whatever key it is counted under."""

    name: str
    tries: int
    window: dt.timedelta


def wait_before(limits: Iterable[tuple[Limit, str]], now: dt.datetime) -> dt.timedelta:
    """Give how long to wait before the next try; zero when it may be made at once.

    ``limits`` are pairs of a limit and the key to look under (an address, a reference).
    """
    waits = [_wait(limit, key, now) for limit, key in limits]
    return max(waits, default=dt.timedelta())


def count(limits: Iterable[tuple[Limit, str]], now: dt.datetime) -> None:
    """Count one try under each of ``limits``."""
    for limit, key in limits:
        try:
            recent = [*_recent(limit, key, now), now.timestamp()][-limit.tries :]
            cache.set(_place(limit, key), recent, limit.window.total_seconds())
        except DatabaseError:
            log.exception("the limit %s could not be counted", limit.name)


def forgive(limits: Iterable[tuple[Limit, str]]) -> None:
    """Forget the tries counted under each of ``limits``."""
    for limit, key in limits:
        try:
            cache.delete(_place(limit, key))
        except DatabaseError:
            log.exception("the limit %s could not be forgiven", limit.name)


def _wait(limit: Limit, key: str, now: dt.datetime) -> dt.timedelta:
    try:
        recent = _recent(limit, key, now)
    except DatabaseError:
        log.exception("the limit %s could not be read", limit.name)
        return dt.timedelta()
    if len(recent) < limit.tries:
        return dt.timedelta()
    frees_at = recent[-limit.tries] + limit.window.total_seconds()
    return dt.timedelta(seconds=max(0.0, frees_at - now.timestamp()))


def _recent(limit: Limit, key: str, now: dt.datetime) -> list[float]:
    since = now.timestamp() - limit.window.total_seconds()
    return [instant for instant in cache.get(_place(limit, key)) or [] if instant > since]


def _place(limit: Limit, key: str) -> str:
    # Hashed: an e-mail address or a reference does not belong in the cache.
    return f"limit:{limit.name}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
