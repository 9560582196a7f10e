"""Nobody loses an access without a trace and a letter."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import translation
from django.utils.formats import date_format

from palier.domain.access.models import PersonLink
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import AccountHolder
from palier.exchange.applying.slices import Slices, numbered
from palier.exchange.staging.workbench import Workbench


def tell_ends(bench: Workbench, slices: Slices, *, now: datetime) -> None:
    """Record and write about each holder whom a full file no longer names.

    An end that the landlord had dated before is not told again.
    """
    slices.apply(
        "told_ends",
        "Fins de titulaires",
        bench.count("absent_roles"),
        numbered(
            bench.stream(
                "SELECT pk, pk FROM absent_roles WHERE place = 0 AND pk > ? ORDER BY pk",
                (slices.done("told_ends"),),
            )
        ),
        lambda rows: _tell([row[0] for row in rows], now),
    )


def _tell(keys: list[int], now: datetime) -> None:
    # A slice may be large, an ``IN (…)`` may not: the span is read, then filtered.
    wanted = set(keys)
    ended = AccountHolder.objects.filter(
        pk__range=(keys[0], keys[-1]), ends_on=F("absent_since")
    ).select_related("person", "tenant_account")
    for holding in ended:
        if holding.pk in wanted:
            _record_and_write(holding, now)


def _record_and_write(holding: AccountHolder, now: datetime) -> None:
    assert holding.ends_on is not None
    record(
        event=Event.HOLDING_ENDED,
        actor=Actor.erp(),
        now=now,
        tenant_account_id=holding.tenant_account_id,
        subject=holding,
        person=holding.person.full_name,
        ended_on=holding.ends_on.isoformat(),
    )
    links = PersonLink.objects.filter(
        person=holding.person_id, state=PersonLink.State.PROVEN
    ).select_related("user")
    for link in links:
        with translation.override(link.user.language):
            ended_on = date_format(holding.ends_on, "j F Y")
        queue_mail(
            to=link.user.email,
            template="mail/holding_ended",
            context={
                "name": holding.person.full_name,
                "reference": holding.tenant_account.customer_reference,
                "ended_on": ended_on,
            },
            now=now,
            language=link.user.language,
        )
