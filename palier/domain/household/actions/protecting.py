"""Protective flags: seldom set, by a manager, and never explained in writing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.household.models import Protection
from palier.domain.tenancy.models import Person
from palier.foundation.locking import lock


@transaction.atomic
def protect(*, person: Person, staff: StaffMember, actor: Actor, now: dt.datetime) -> Protection:
    """Hide what ``person`` declares from the other holders; the one in force comes back."""
    lock(Person.objects.filter(pk=person.pk))
    known = Protection.objects.filter(person=person, lifted_at=None).first()
    if known is not None:
        return known
    protection = Protection.objects.create(person=person, set_by=staff, set_at=now)
    record(
        event=Event.PROTECTION_SET,
        actor=actor,
        now=now,
        person_id=person.pk,
        subject=protection,
    )
    return protection


@transaction.atomic
def lift_protection(
    *, person: Person, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Protection | None:
    """Lift the protection of ``person``; ``None`` when there was none."""
    for protection in lock(Protection.objects.filter(person=person, lifted_at=None)):
        protection.lifted_by, protection.lifted_at = staff, now
        protection.save(update_fields=["lifted_by", "lifted_at"])
        record(
            event=Event.PROTECTION_LIFTED,
            actor=actor,
            now=now,
            person_id=person.pk,
            subject=protection,
        )
        return protection
    return None
