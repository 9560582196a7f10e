"""What the portal itself posts: provisional payments, and their reversal.

The ERP's own lines come in through ``bulk``. Nothing is ever changed or deleted.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.ledger.models import Entry
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.background import enqueue
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock_one
from palier.foundation.periods import Period

ACCOUNT_MOVED = "ledger.account_moved"
"""The work asked for whenever the portal itself moves an account; done by whom it concerns."""


class ReferenceReused(DomainError):
    """The reference already names an entry with another content."""


class AlreadyReversed(DomainError):
    """The entry is cancelled already; cancelling it twice would count it the other way."""


@transaction.atomic
def post(
    *,
    tenant_account: TenantAccount,
    kind: Entry.Kind,
    amount_cents: int,
    effective_on: dt.date,
    label: str,
    source_reference: str,
    actor: Actor,
    now: dt.datetime,
    rail: str = "",
    period: Period | None = None,
    portal_payment_reference: str = "",
) -> Entry:
    """Post one entry of the portal's own; posting the same reference again changes nothing.

    ``amount_cents`` is negative for money received. An entry with a
    ``portal_payment_reference`` is provisional: the ERP's line that carries the same
    reference replaces it.

    Raises:
        ReferenceReused: ``source_reference`` names an entry with another content.
    """
    lock_one(TenantAccount.objects.filter(pk=tenant_account.pk))
    known = Entry.objects.filter(source_reference=source_reference, version=1).first()
    if known is not None:
        if (known.tenant_account_id, known.amount_cents, known.kind) != (
            tenant_account.pk,
            amount_cents,
            kind,
        ):
            raise ReferenceReused(
                _("La référence %(reference)s désigne déjà une autre opération.")
                % {"reference": source_reference}
            )
        return known
    entry = Entry.objects.create(
        tenant_account=tenant_account,
        kind=kind,
        rail=rail,
        amount_cents=amount_cents,
        effective_on=effective_on,
        period=period.first_day if period else None,
        label=label,
        source=Entry.Source.PORTAL,
        source_reference=source_reference,
        portal_payment_reference=portal_payment_reference,
        posted_at=now,
    )
    record(
        event=Event.ENTRY_POSTED,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account.pk,
        subject=entry,
    )
    _announce(tenant_account)
    return entry


@transaction.atomic
def reverse(
    *, entry: Entry, label: str, effective_on: dt.date, actor: Actor, now: dt.datetime
) -> Entry:
    """Cancel ``entry`` by its opposite, under the same reference.

    Raises:
        AlreadyReversed: it has been cancelled before.
    """
    lock_one(TenantAccount.objects.filter(pk=entry.tenant_account_id))
    if Entry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed(_("Cette opération est déjà annulée."))
    latest = (
        Entry.objects.filter(source_reference=entry.source_reference)
        .order_by("-version")
        .values_list("version", flat=True)[0]
    )
    reversal = Entry.objects.create(
        tenant_account_id=entry.tenant_account_id,
        kind=Entry.Kind.REVERSAL,
        rail=entry.rail,
        amount_cents=-entry.amount_cents,
        effective_on=effective_on,
        period=entry.period,
        label=label,
        source=Entry.Source.PORTAL,
        source_reference=entry.source_reference,
        version=latest + 1,
        reverses=entry,
        portal_payment_reference=entry.portal_payment_reference,
        posted_at=now,
    )
    record(
        event=Event.ENTRY_REVERSED,
        actor=actor,
        now=now,
        tenant_account_id=entry.tenant_account_id,
        subject=reversal,
        reverses=entry.pk,
    )
    _announce(entry.tenant_account)
    return reversal


def _announce(account: TenantAccount) -> None:
    enqueue(ACCOUNT_MOVED, key=f"moved:{account.code}", account=account.code)
