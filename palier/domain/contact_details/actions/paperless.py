"""Choose how the avis travel: each choice a line of a dated register, with the text read."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.access.queries import AccountView, users_holding
from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.contact_details.actions.recording import tell_trail
from palier.domain.contact_details.actions.steps import moved
from palier.domain.contact_details.letters import tell_notices
from palier.domain.contact_details.models import Change, DeliveryChoice
from palier.domain.contact_details.queries.paperless import would_be_paperless
from palier.domain.contact_details.rules.changes import ON_PAPER, ONLINE, Field
from palier.domain.landlord.queries import settings_on, today
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.locking import lock, lock_one
from palier.foundation.periods import Period


@transaction.atomic
def choose_delivery(
    *,
    view: AccountView,
    user: User,
    online: bool,
    wording: str,
    wording_version: str,
    first_period: Period,
    actor: Actor,
    now: dt.datetime,
) -> DeliveryChoice:
    """Write that the reader agrees to avis without paper, or wants paper (again).

    ``wording`` is the text they read, ``first_period`` the first month billed it counts for.
    Choosing the same twice writes once. The other holders are told; when what the account
    gets changes, the ERP is told too.
    """
    account = lock_one(
        TenantAccount.objects.filter(pk=view.tenant_account.pk).select_related("agency")
    )
    latest = (
        DeliveryChoice.objects.filter(tenant_account=account, person=view.person.pk)
        .order_by("-pk")
        .first()
    )
    if latest is not None and latest.online == online:
        return latest
    day = today(now)
    rule = str(settings_on(day)["paperless_agreement"])
    period = first_period.first_day
    before = would_be_paperless(account, period, today=day, rule=rule)
    choice = DeliveryChoice.objects.create(
        tenant_account=account,
        person=view.person,
        user=user,
        online=online,
        wording=wording,
        wording_version=wording_version,
        first_period=period,
        decided_at=now,
    )
    record(
        event=Event.NOTICES_ONLINE if online else Event.NOTICES_ON_PAPER,
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        subject=choice,
        person=view.person.full_name,
    )
    after = would_be_paperless(account, period, today=day, rule=rule)
    if before != after:
        _tell_erp(choice, account, paperless=after, actor=actor, now=now)
    for holder in users_holding([account.pk], day).get(account.pk, ()):
        tell_notices(holder, online=after, by_another=holder.pk != user.pk, now=now)
    return choice


def _tell_erp(
    choice: DeliveryChoice,
    account: TenantAccount,
    *,
    paperless: bool,
    actor: Actor,
    now: dt.datetime,
) -> None:
    waiting = Change.objects.filter(
        tenant_account=account, field=Field.NOTICES.value, state__in=Change.WAITING
    )
    for change in lock(waiting):
        moved(change, Change.State.REPLACED, None, actor, now)
    change = Change.objects.create(
        person=choice.person,
        tenant_account=account,
        user=choice.user,
        field=Field.NOTICES.value,
        value=ONLINE if paperless else ON_PAPER,
        before=ON_PAPER if paperless else ONLINE,
        first_period=choice.first_period,
        recorded_at=now,
        recorded_on=today(now),
        moved_at=now,
    )
    tell_trail(change, actor, now)
