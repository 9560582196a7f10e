"""Agree to electronic receipts, or take it back: each a line of a dated register."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.billing.receipts import queries
from palier.domain.billing.receipts.actions.following import ask_to_follow
from palier.domain.billing.receipts.models import Agreement
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.locking import lock


@transaction.atomic
def agree(
    *, view: AccountView, user: User, wording: str, actor: Actor, now: dt.datetime
) -> Agreement:
    """Write that the reader agrees (loi 89-462, art. 21), and have the quittances made.

    ``wording`` is the sentence they read. Agreeing twice writes once.
    """
    return _write(view, user, wording, agreed=True, actor=actor, now=now)


@transaction.atomic
def decline(
    *, view: AccountView, user: User, wording: str, actor: Actor, now: dt.datetime
) -> Agreement:
    """Write that the reader does not agree, or no longer does; receipts issued stay."""
    return _write(view, user, wording, agreed=False, actor=actor, now=now)


def _write(
    view: AccountView, user: User, wording: str, *, agreed: bool, actor: Actor, now: dt.datetime
) -> Agreement:
    lock(TenantAccount.objects.filter(pk=view.tenant_account.pk))
    known = queries.agreement_of(view)
    if known is not None and known.agreed == agreed:
        return known
    agreement = Agreement.objects.create(
        tenant_account=view.tenant_account,
        person=view.person,
        user=user,
        agreed=agreed,
        wording=wording,
        decided_at=now,
    )
    record(
        event=Event.RECEIPTS_AGREED if agreed else Event.RECEIPTS_DECLINED,
        actor=actor,
        now=now,
        tenant_account_id=view.tenant_account.pk,
        subject=agreement,
        person=view.person.full_name,
    )
    ask_to_follow(account=view.tenant_account)
    return agreement
