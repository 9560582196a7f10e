from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.models import Trace


def record(
    *,
    event: Event,
    actor: Actor,
    now: dt.datetime,
    tenant_account_id: int | None = None,
    agency_id: str = "",
    subject: models.Model | None = None,
    **facts: Any,
) -> Trace:
    """Append one event, in the caller's transaction.

    ``facts`` are plain JSON values that the catalogue's sentence names; never a secret,
    never more personal data than the sentence needs. ``subject`` is any saved row; its
    public ``code`` is kept when it has one, else its key.
    """
    reference = ""
    if subject is not None:
        reference = str(getattr(subject, "code", "") or subject.pk)
    return Trace.objects.create(
        occurred_at=now,
        event=event,
        actor_kind=actor.kind.value,
        actor_reference=actor.reference,
        actor_name=actor.name,
        tenant_account_id=tenant_account_id,
        agency_id=agency_id,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_reference=reference,
        facts=facts,
    )
