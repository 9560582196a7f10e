"""Remind of a certificate to renew, or that none was ever filed: kindly, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from palier.domain.access.queries import users_holding
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.insurance import letters, queries
from palier.domain.insurance.actions.alerts import alert_uninsured
from palier.domain.insurance.models import Reminder
from palier.domain.insurance.rules.cover import Cover
from palier.domain.insurance.rules.reminders import due_reminder, reminder_key, window
from palier.domain.landlord.queries import Settings, settings_on, today
from palier.domain.tenancy.models import Lease

SLICE = 50
"""Leases a transaction, letters and messages included: under a second on SQLite."""


def remind_of_insurance(*, now: dt.datetime) -> int:
    """Write what is due today, once each; give the number of letters queued.

    Nobody is reminded while a deposit awaits review. A run that was stopped goes on with the
    next one: what it wrote is known by its rows.
    """
    day = today(now)
    settings = settings_on(day)
    offsets = [int(each) for each in settings["insurance_reminder_days"]]
    letters_queued = 0
    if offsets:
        first, last = window(day, offsets)
        ending = queries.leases_ending_between(first, last, day)
        letters_queued += _in_slices(ending, offsets, settings, day=day, now=now)
    delay = int(settings["insurance_missing_alert_days"])
    if delay > 0:
        silent = queries.leases_without_certificate(now - dt.timedelta(days=delay), day)
        letters_queued += _in_slices(silent, (), settings, day=day, now=now)
    return letters_queued


def _in_slices(
    keys: Sequence[int],
    offsets: Sequence[int],
    settings: Settings,
    *,
    day: dt.date,
    now: dt.datetime,
) -> int:
    letters_queued = 0
    for start in range(0, len(keys), SLICE):
        letters_queued += _remind_slice(
            keys[start : start + SLICE], offsets, settings, day=day, now=now
        )
    return letters_queued


@transaction.atomic
def _remind_slice(
    keys: Sequence[int],
    offsets: Sequence[int],
    settings: Settings,
    *,
    day: dt.date,
    now: dt.datetime,
) -> int:
    leases = queries.leases_to_remind(keys, day)
    covers = queries.covers_on(leases, day, settings)
    done = set(
        Reminder.objects.filter(lease__in=[lease.pk for lease in leases]).values_list(
            "lease_id", "key"
        )
    )
    wanted = [
        (lease, cover, key)
        for lease in leases
        for cover in (covers[lease.pk],)
        for key in (_key(cover, offsets, day),)
        if key and not cover.waiting and (lease.pk, key) not in done
    ]
    told = users_holding({lease.tenant_account_id for lease, _cover, _key in wanted}, day)
    letters_queued = 0
    written: list[Reminder] = []
    for lease, cover, key in wanted:
        users = told.get(lease.tenant_account_id, [])
        if not users and key == Reminder.MISSING:
            continue
        for user in users:
            letters.remind(user, lease, cover, day=day, now=now)
            letters_queued += 1
        if users:
            _record(lease, now)
            if cover.until is None:
                alert_uninsured(lease, cover, key=key, now=now)
        written.append(Reminder(lease=lease, key=key, reminded_at=now))
    Reminder.objects.bulk_create(written, ignore_conflicts=True)
    return letters_queued


def _key(cover: Cover, offsets: Sequence[int], day: dt.date) -> str:
    if not offsets:
        return Reminder.MISSING
    ends_on = cover.until or cover.ended_on
    if ends_on is None:
        return ""
    offset = due_reminder(ends_on, day, offsets)
    return "" if offset is None else reminder_key(ends_on, offset)


def _record(lease: Lease, now: dt.datetime) -> None:
    record(
        event=Event.INSURANCE_REMINDED,
        actor=Actor.system(),
        now=now,
        tenant_account_id=lease.tenant_account_id,
        subject=lease,
    )
