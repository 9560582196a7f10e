"""Record what a person says of themselves, or an advisor for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.contact_details.actions.errors import NothingChanged
from palier.domain.contact_details.actions.steps import moved, what_of
from palier.domain.contact_details.letters import tell_recorded
from palier.domain.contact_details.models import Change
from palier.domain.contact_details.queries.details import details_of, erp_value_of
from palier.domain.contact_details.rules.changes import Field, same_value
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.locking import lock, lock_one


@transaction.atomic
def change_detail(
    *,
    person: Person,
    tenant_account: TenantAccount,
    field: Field,
    value: Any,
    user: User | None,
    filed_by: StaffMember | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Change | None:
    """Record a telephone or an address; ``None`` when the ERP says the very same already.

    ``value`` is an E.164 number, or ``Address.as_json()``; empty takes the value away. An
    e-mail never comes this way (``actions.emails``): it is what people sign in with.
    ``filed_by``: an advisor recorded it for the person, who is told.

    Raises:
        NothingChanged: that is what counts already.
        ValueError: ``field`` is the e-mail or the avis.
    """
    if field in (Field.EMAIL, Field.NOTICES):
        raise ValueError(f"{field} has an action of its own")
    change = put_change(
        person=person,
        tenant_account=tenant_account,
        field=field,
        value=value,
        user=user,
        filed_by=filed_by,
        actor=actor,
        now=now,
    )
    if change is not None:
        tell_recorded(change, now=now)
    return change


def put_change(
    *,
    person: Person,
    tenant_account: TenantAccount,
    field: Field,
    value: Any,
    user: User | None,
    filed_by: StaffMember | None,
    actor: Actor,
    now: dt.datetime,
) -> Change | None:
    """Write a change over whatever waited, in the caller's transaction; tell nobody."""
    row = lock_one(Person.objects.filter(pk=person.pk))
    if same_value(field, details_of(row)[field].value, value):
        raise NothingChanged(_("C’est déjà ce que nous avons. Rien n’a changé."))
    waiting = _replace_waiting(row, field, actor, now)
    held = erp_value_of(row, field)
    unsent = all(one.delivery_lines.count() == 0 for one in waiting)
    if same_value(field, held, value) and unsent:
        return None
    change = Change.objects.create(
        person=row,
        tenant_account=tenant_account,
        user=user,
        filed_by=filed_by,
        field=field.value,
        value=value,
        before=held,
        recorded_at=now,
        recorded_on=today(now),
        moved_at=now,
    )
    tell_trail(change, actor, now)
    return change


def tell_trail(change: Change, actor: Actor, now: dt.datetime) -> None:
    record(
        event=Event.CONTACT_CHANGED,
        actor=actor,
        now=now,
        tenant_account_id=change.tenant_account_id,
        person_id=None if change.field == Field.NOTICES else change.person_id,
        agency_id=change.tenant_account.agency.erp_id,
        subject=change,
        what=what_of(change),
        by_whom="by_agency" if change.filed_by_id else "by_tenant",
    )


def _replace_waiting(person: Person, field: Field, actor: Actor, now: dt.datetime) -> list[Change]:
    waiting = lock(
        Change.objects.filter(person=person.pk, field=field.value, state__in=Change.WAITING)
    )
    for change in waiting:
        moved(change, Change.State.REPLACED, None, actor, now)
    return waiting
