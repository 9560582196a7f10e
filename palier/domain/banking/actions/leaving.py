"""A mandate lives while its signer holds the account: what becomes of it when they leave.

It is stopped, never silently left aside: who signed it is told, the holders who stay are told
that nobody's account pays the rent any more, and the agency finds it in its queue. When the ERP
merges two references or two files of one person, the mandate follows.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.access.queries import users_holding
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.banking.actions.amending import abandon_amendments
from palier.domain.banking.actions.instructing import instruct
from palier.domain.banking.actions.steps import moved_mandate, record_about
from palier.domain.banking.models import Amendment, Mandate
from palier.domain.banking.queries.mandates import changes_of, terms_on
from palier.domain.banking.rules.schedule import ChangeKind, counts_from
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import delivered, settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import AccountHolder
from palier.foundation.locking import lock

SLICE = 200
ABSENT_FOR = dt.timedelta(days=10)
"""A holder whom the ERP no longer names without ending them may be a mistake: wait a little."""


@transaction.atomic
def follow_merged(*, now: dt.datetime) -> int:
    """Move live mandates to the reference, and the file of their signer, that the ERP kept.

    One whose new reference is debited already stays behind, and is stopped with its old holder.
    """
    merged = Mandate.objects.filter(
        Q(tenant_account__replaced_by__isnull=False) | Q(person__replaced_by__isnull=False),
        state__in=Mandate.LIVE,
    )
    moved = 0
    for mandate in lock(_some(merged).select_related("tenant_account", "person")):
        account = mandate.tenant_account.replaced_by_id or mandate.tenant_account_id
        live = Mandate.objects.filter(tenant_account=account, state__in=Mandate.LIVE)
        if live.exclude(pk=mandate.pk).exists():
            continue
        mandate.tenant_account_id = account
        mandate.person_id = mandate.person.replaced_by_id or mandate.person_id
        mandate.save(update_fields=["tenant_account", "person"])
        fresh = Mandate.objects.select_related("tenant_account__agency").get(pk=mandate.pk)
        record_about(fresh, Event.MANDATE_FOLLOWED, Actor.system(), now)
        moved += 1
    return moved


@transaction.atomic
def stop_left(*, now: dt.datetime) -> int:
    """Stop the live mandates whose signer no longer holds the account; give how many."""
    rows = _some(_left(today(now)))
    left = lock(rows.select_related("tenant_account__agency", "person", "user"))
    changes = changes_of([one.pk for one in left])
    staying = users_holding([one.tenant_account_id for one in left], today(now))
    terms = terms_on(settings_on(today(now)))
    for mandate in left:
        effective_on = counts_from(changes[mandate.pk], today(now), terms)
        day = changes[mandate.pk][-1].debit_day
        instruct(mandate, ChangeKind.STOP, day, effective_on, now)
        state, event = Mandate.State.STOPPED, Event.MANDATE_LEFT
        moved_mandate(mandate, state, event, Actor.system(), now)
        abandon_amendments(Amendment.objects.filter(mandate=mandate), Actor.system(), now)
        _tell(mandate, "mandate_left", mandate.user.email, mandate.user.language, now)
        others = [
            user
            for user in staying.get(mandate.tenant_account_id, [])
            if user.pk != mandate.user_id
        ]
        for user in others:
            _tell(mandate, "mandate_left_staying", user.email, user.language, now)
        if _holders_on(today(now)).filter(tenant_account=mandate.tenant_account_id).exists():
            _open_case(mandate, now)
    return len(left)


def _some(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Keep as many as one short transaction takes; the next run goes on."""
    keys = list(mandates.order_by("pk").values_list("pk", flat=True)[:SLICE])
    return Mandate.objects.filter(pk__in=keys)


def _left(day: dt.date) -> QuerySet[Mandate]:
    holds = _holders_on(day).filter(tenant_account=OuterRef("tenant_account"))
    own = Q(person=OuterRef("person")) | Q(person=OuterRef("person__replaced_by"))
    return Mandate.objects.filter(~Exists(holds.filter(own)), state__in=Mandate.LIVE)


def _holders_on(day: dt.date) -> QuerySet[AccountHolder]:
    return AccountHolder.objects.filter(
        delivered(),
        Q(ends_on=None) | Q(ends_on__gte=day),
        Q(absent_since=None) | Q(absent_since__gte=day - ABSENT_FOR),
    )


def _tell(mandate: Mandate, template: str, to: str, language: str, now: dt.datetime) -> None:
    queue_mail(
        to=to,
        template=f"mail/{template}",
        context={"rum": mandate.rum},
        now=now,
        language=language,
    )


def _open_case(mandate: Mandate, now: dt.datetime) -> None:
    with translation.override("fr"):
        subject = _("Prélèvement arrêté : le signataire n’est plus titulaire")
        body = _(
            "Le mandat %(rum)s a été signé par %(name)s, qui n’est plus titulaire du compte. Il "
            "est arrêté. Les titulaires qui restent sont prévenus : voyez avec eux comment le "
            "loyer sera payé."
        ) % {"rum": mandate.rum, "name": mandate.person.full_name}
    open_case(
        kind=Case.Kind.CORRECTION,
        subject=subject,
        body=body,
        tenant_account=mandate.tenant_account,
        live_key=f"mandate-left:{mandate.code}",
        actor=Actor.system(),
        now=now,
    )
