from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.tenancy.models import Person
from palier.foundation.locking import lock_one


@transaction.atomic
def confirm_details(*, person: Person, actor: Actor, now: dt.datetime) -> Person:
    """Note that a person has read what the landlord knows of them, and says it is exact.

    Asked once a year or so (setting ``details_confirmation_months``).
    """
    row = lock_one(Person.objects.filter(pk=person.pk))
    row.details_confirmed_at = now
    row.save(update_fields=["details_confirmed_at"])
    record(event=Event.DETAILS_CONFIRMED, actor=actor, now=now, subject=row)
    return row
