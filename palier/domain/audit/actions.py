from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.models import Trace, TrailFloor
from palier.foundation.errors import DomainError

ONE_LOOK = dt.timedelta(minutes=15)
SHORTEST_RETENTION = dt.timedelta(days=183)
SLICE = 1_000


class RetentionTooShort(DomainError):
    """The trail would be forgotten sooner than six months (CNIL, délibération 2021-122)."""


def record(
    *,
    event: Event,
    actor: Actor,
    now: dt.datetime,
    tenant_account_id: int | None = None,
    person_id: int | None = None,
    agency_id: str = "",
    subject: models.Model | None = None,
    **facts: Any,
) -> Trace:
    """Append one event, in the caller's transaction.

    ``facts`` are plain JSON values that the catalogue's sentence names; never a secret,
    never more personal data than the sentence needs. ``subject`` is any saved row; its
    public ``code`` is kept when it has one, else its key. ``person_id``: what is about this
    person alone (their papers, messages, bank details) is read by no other holder.
    """
    kind, reference = reference_of(subject)
    return Trace.objects.create(
        occurred_at=now,
        event=event.value,
        actor_kind=actor.kind.value,
        actor_reference=actor.reference,
        actor_name=actor.name,
        tenant_account_id=tenant_account_id,
        person_id=person_id,
        agency_id=agency_id,
        subject_kind=kind,
        subject_reference=reference,
        facts=facts,
    )


def record_look(
    *,
    event: Event,
    actor: Actor,
    now: dt.datetime,
    tenant_account_id: int | None = None,
    person_id: int | None = None,
    agency_id: str = "",
    subject: models.Model | None = None,
    **facts: Any,
) -> Trace | None:
    """Append that ``actor`` looked, once a quarter of an hour; ``None`` when already told."""
    kind, reference = reference_of(subject)
    told = Trace.objects.filter(
        actor_reference=actor.reference,
        actor_kind=actor.kind.value,
        occurred_at__gt=now - ONE_LOOK,
        event=event.value,
        tenant_account_id=tenant_account_id,
        subject_kind=kind,
        subject_reference=reference,
    ).exists()
    if told:
        return None
    return record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account_id,
        person_id=person_id,
        agency_id=agency_id,
        subject=subject,
        **facts,
    )


@transaction.atomic
def forget_before(*, instant: dt.datetime, now: dt.datetime) -> int:
    """Raise the trail's floor to ``instant`` and forget one slice below it; give how many.

    Call again until it answers 0.

    Raises:
        RetentionTooShort: ``instant`` is less than six months before ``now``.
    """
    if instant > now - SHORTEST_RETENTION:
        raise RetentionTooShort(_("Le journal se conserve six mois au moins."))
    floor, _created = TrailFloor.objects.get_or_create(pk=1, defaults={"kept_since": instant})
    if floor.kept_since < instant:
        floor.kept_since = instant
        floor.save(update_fields=["kept_since"])
    below = Trace.objects.filter(occurred_at__lt=floor.kept_since).order_by("pk")
    count, _models = Trace.objects.filter(
        pk__in=list(below.values_list("pk", flat=True)[:SLICE])
    ).delete()
    return count


def reference_of(subject: models.Model | None) -> tuple[str, str]:
    """Give the typed, opaque reference under which the trail knows a row."""
    if subject is None:
        return "", ""
    return subject._meta.label_lower, str(getattr(subject, "code", "") or subject.pk)
