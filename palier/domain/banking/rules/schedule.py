"""When a mandate debits, and from when an instruction counts.

A month has one debit day, the 5th or the 10th, moved to the next bank day. The bank's file is
made after the *cut-off*, some bank days before; an instruction given on the cut-off or earlier
counts for that month, a later one from the next. Every instruction is kept as a ``Change`` with
the day from which it counts, and a mandate's standing is read from its changes alone.

Sources: EPC016-06, SEPA Direct Debit Core Rulebook, 4.3 (time cycle; pre-notification 14
calendar days unless otherwise agreed) and 4.1 (a mandate unused for 36 months is void).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from palier.domain.banking.rules.bank_days import bank_days_before, next_bank_day
from palier.foundation.periods import Period

DEBIT_DAYS = (5, 10)
UNUSED_MONTHS = 36
_HORIZON = 24


class ChangeKind(StrEnum):
    SIGNED = "signed"
    DAY = "day"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    ACCOUNT = "account"
    """Another account of the same person, by an amendment signed under the same reference."""


@dataclass(frozen=True, slots=True)
class Change:
    """One instruction; ``debit_day`` and ``account`` (a key) are those that hold once it counts."""

    kind: ChangeKind
    effective_on: dt.date
    debit_day: int
    account: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """The landlord's delays: ``notice_days`` calendar days of pre-notification, and
    ``cut_off_days`` bank days that the bank's file needs."""

    notice_days: int
    cut_off_days: int


class Standing(StrEnum):
    """What a mandate does in one month."""

    COLLECTS = "collects"
    NOT_YET = "not_yet"
    PAUSED = "paused"
    STOPPED = "stopped"


def collection_on(month: Period, day: int) -> dt.date:
    """Give the day of ``month`` on which the bank debits: ``day`` or the next bank day."""
    return next_bank_day(month.first_day.replace(day=day))


def cut_off(collected_on: dt.date, terms: Terms) -> dt.date:
    """Give the last day on which an instruction counts for that collection."""
    return bank_days_before(collected_on, terms.cut_off_days)


def day_in(changes: Sequence[Change], month: Period) -> int:
    """Give the debit day of ``month``; ``changes`` in the order they were asked, not empty."""
    day = changes[0].debit_day
    for change in changes:
        if change.kind in (ChangeKind.SIGNED, ChangeKind.DAY) and (
            Period.of(change.effective_on) <= month
        ):
            day = change.debit_day
    return day


def account_in(changes: Sequence[Change], month: Period) -> int:
    """Give the key of the account debited in ``month``: the one asked for last that counts."""
    account = changes[0].account
    for change in changes:
        if change.kind in (ChangeKind.SIGNED, ChangeKind.ACCOUNT) and (
            Period.of(change.effective_on) <= month
        ):
            account = change.account
    return account


def standing_in(changes: Sequence[Change], month: Period) -> tuple[Standing, dt.date]:
    """Tell what a mandate does in ``month``, and the day it debits or would have."""
    on = collection_on(month, day_in(changes, month))
    standing = Standing.NOT_YET
    for change in sorted(changes, key=lambda one: one.effective_on):
        if change.effective_on > on:
            continue
        if change.kind is ChangeKind.STOP:
            return Standing.STOPPED, on
        if change.kind is ChangeKind.PAUSE:
            standing = Standing.PAUSED
        elif change.kind in (ChangeKind.SIGNED, ChangeKind.RESUME):
            standing = Standing.COLLECTS
    return standing, on


def next_collection(changes: Sequence[Change], after: dt.date) -> dt.date | None:
    """Give the next day on which a mandate debits, ``after`` included; ``None`` for none."""
    month = Period.of(after)
    for _each in range(_HORIZON):
        standing, on = standing_in(changes, month)
        if standing is Standing.COLLECTS and on >= after:
            return on
        month = month.next()
    return None


def first_collection(
    *,
    signed_on: dt.date,
    usable_on: dt.date,
    day: int,
    terms: Terms,
    ended: Iterable[Sequence[Change]] = (),
) -> dt.date:
    """Give the first day that a mandate signed on ``signed_on`` debits.

    The account must be usable by the cut-off (``usable_on``), and the pre-notification must
    fit. ``ended`` are the changes of each mandate of the same tenant account that is over: not
    in a month for which its file may be made already, so no month is debited twice.
    """
    before = list(ended)
    month = Period.of(signed_on)
    while True:
        on = collection_on(month, day)
        fits = max(signed_on, usable_on) <= cut_off(on, terms)
        told = signed_on + dt.timedelta(days=terms.notice_days) <= on
        if fits and told and all(_is_free(one, month, signed_on, terms) for one in before):
            return on
        month = month.next()


def counts_from(changes: Sequence[Change], asked_on: dt.date, terms: Terms) -> dt.date:
    """Give the first collection that a pause, a resumption or a stop asked now still changes."""
    month = Period.of(asked_on)
    while True:
        on = collection_on(month, day_in(changes, month))
        if asked_on <= cut_off(on, terms):
            return on
        month = month.next()


def day_counts_from(
    changes: Sequence[Change], asked_on: dt.date, day: int, terms: Terms
) -> dt.date:
    """Give the first collection on the new ``day``; earlier months keep the day they had."""
    month = Period.of(asked_on)
    while True:
        on = collection_on(month, day)
        told = asked_on + dt.timedelta(days=terms.notice_days) <= on
        if told and asked_on <= cut_off(on, terms) and _is_free(changes, month, asked_on, terms):
            return on
        month = month.next()


def account_counts_from(
    changes: Sequence[Change], asked_on: dt.date, usable_on: dt.date, terms: Terms
) -> dt.date:
    """Give the first collection on another account, usable from ``usable_on``.

    Day and amount stay as they were announced, so the cut-off alone holds it back; until then
    the account known before is debited, and no month is left out.
    """
    month = Period.of(max(asked_on, changes[0].effective_on))
    while True:
        on = collection_on(month, day_in(changes, month))
        if max(asked_on, usable_on) <= cut_off(on, terms):
            return on
        month = month.next()


def is_void(*, signed_on: dt.date, last_used_on: dt.date | None, on: dt.date) -> bool:
    """Tell whether 36 months have passed since the last collection, or since the signature."""
    since = Period.of(last_used_on or signed_on).shifted(UNUSED_MONTHS)
    used_day = (last_used_on or signed_on).day
    return on > since.first_day.replace(day=min(used_day, since.last_day.day))


def _is_free(changes: Sequence[Change], month: Period, asked_on: dt.date, terms: Terms) -> bool:
    """Tell whether the file of ``month`` cannot have been made yet under the old changes."""
    if not changes:
        return True
    standing, on = standing_in(changes, month)
    return standing is not Standing.COLLECTS or asked_on <= cut_off(on, terms)
