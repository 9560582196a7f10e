"""Tries counted in the database.

A limit that cannot be read or written holds nobody back: it must not keep an owner out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, transaction

from palier.domain.accounts.models import Tries
from palier.domain.accounts.throttling.rules import Limit, recent, wait_after
from palier.foundation.locking import lock

log = logging.getLogger(__name__)

Counted = tuple[Limit, str]


@dataclass(frozen=True, slots=True)
class Reserved:
    """A try counted before it is known to be right or wrong; it may be made when ``wait`` is 0."""

    wait: dt.timedelta
    counted: tuple[Counted, ...] = ()


def wait_before(limits: Iterable[Counted], now: dt.datetime) -> dt.timedelta:
    """Give how long to wait before the next try; zero when it may be made at once.

    ``limits`` are pairs of a limit and the key to look under (an address, a reference).
    """
    pairs = list(limits)
    try:
        known = dict(
            Tries.objects.filter(place__in=[_place(*pair) for pair in pairs]).values_list(
                "place", "instants"
            )
        )
    except DatabaseError:
        log.exception("the limits %s could not be read", _names(pairs))
        return dt.timedelta()
    return _longest_wait(pairs, known, now)


def count(limits: Iterable[Counted], now: dt.datetime) -> None:
    """Count one try under each of ``limits``."""
    pairs = list(limits)
    try:
        with transaction.atomic():
            _add(pairs, _locked(pairs, now), now)
    except DatabaseError:
        log.exception("a try could not be counted under %s", _names(pairs))


def reserve(limits: Iterable[Counted], now: dt.datetime) -> dt.timedelta:
    """Count one try if every limit allows it, at one stroke; else give the wait.

    Counted *before* what is tried is known to be right or wrong, so that a hundred tries at
    the same instant are not all let through: ``give_back`` those that were right.
    """
    pairs = list(limits)
    try:
        with transaction.atomic():
            rows = _locked(pairs, now)
            wait = _longest_wait(pairs, {key: row.instants for key, row in rows.items()}, now)
            if not wait:
                _add(pairs, rows, now)
            return wait
    except DatabaseError:
        log.exception("the limits %s could not be reserved", _names(pairs))
        return dt.timedelta()


def reserve_shared_or_own(
    *,
    always: Iterable[Counted],
    shared: Iterable[Counted],
    own: Iterable[Counted],
    now: dt.datetime,
) -> Reserved:
    """Reserve one try among those that everybody shares, or else among those of one's own.

    So whoever uses up what is shared keeps nobody else out; their own tries went with it.
    ``always`` holds in both cases.
    """
    fixed, theirs = tuple(always), tuple(own)
    everybodys = (*fixed, *shared)
    wait = reserve(everybodys, now)
    if not wait:
        count(theirs, now)
        return Reserved(wait, (*everybodys, *theirs))
    return Reserved(min(wait, reserve((*fixed, *theirs), now)), (*fixed, *theirs))


def give_back(limits: Iterable[Counted], now: dt.datetime) -> None:
    """Take back the try reserved at ``now``, which was right."""
    pairs = list(limits)
    try:
        with transaction.atomic():
            for row in lock(Tries.objects.filter(place__in=[_place(*pair) for pair in pairs])):
                if now.timestamp() in row.instants:
                    row.instants.remove(now.timestamp())
                    row.save(update_fields=["instants"])
    except DatabaseError:
        log.exception("a try could not be given back under %s", _names(pairs))


def forgive(limits: Iterable[Counted]) -> None:
    """Forget the tries counted under each of ``limits``."""
    pairs = list(limits)
    try:
        Tries.objects.filter(place__in=[_place(*pair) for pair in pairs]).delete()
    except DatabaseError:
        log.exception("the limits %s could not be forgiven", _names(pairs))


def forget_old_tries(*, now: dt.datetime) -> int:
    """Delete the tries that count no more; give how many places that frees."""
    freed, _ = Tries.objects.filter(kept_until__lt=now).delete()
    return freed


def _locked(pairs: Sequence[Counted], now: dt.datetime) -> dict[str, Tries]:
    places = sorted({_place(*pair) for pair in pairs})
    Tries.objects.bulk_create(
        [Tries(place=place, kept_until=now) for place in places], ignore_conflicts=True
    )
    return {row.place: row for row in lock(Tries.objects.filter(place__in=places))}


def _add(pairs: Sequence[Counted], rows: dict[str, Tries], now: dt.datetime) -> None:
    for limit, key in pairs:
        row = rows[_place(limit, key)]
        row.instants = recent(limit, [*row.instants, now.timestamp()], now)
        row.kept_until = now + limit.window
    Tries.objects.bulk_update(rows.values(), ["instants", "kept_until"])


def _longest_wait(
    pairs: Sequence[Counted], known: dict[str, list[float]], now: dt.datetime
) -> dt.timedelta:
    return max(
        (wait_after(limit, known.get(_place(limit, key), []), now) for limit, key in pairs),
        default=dt.timedelta(),
    )


def _place(limit: Limit, key: str) -> str:
    # Hashed: an e-mail address or a reference need not be readable here.
    return f"{limit.name}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _names(pairs: Sequence[Counted]) -> str:
    return ", ".join(limit.name for limit, _key in pairs)
