"""How the landlord words the coded reasons of refusal."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions.errors import ReasonNotWorded
from palier.domain.casework.models import Case, Reason
from palier.foundation.sentences import in_french


@transaction.atomic
def word_reason(
    *,
    kind: str,
    code: str,
    sentence: str,
    remedy: str,
    actor: Actor,
    now: dt.datetime,
    language: str = "fr",
    active: bool = True,
    position: int = 0,
) -> Reason:
    """Word the reason ``code`` of ``kind``; a code that is new adds a reason.

    Decisions already taken keep the words they were given. A reason that is not ``active``
    is offered no more.

    Raises:
        ReasonNotWorded: the sentence or the remedy is empty.
    """
    if not (sentence.strip() and remedy.strip()):
        raise ReasonNotWorded(
            _("Écrivez une phrase pour le motif, et une autre qui dit quoi faire.")
        )
    reason, created = Reason.objects.update_or_create(
        kind=kind,
        code=code,
        language=language,
        defaults={
            "sentence": sentence.strip(),
            "remedy": remedy.strip(),
            "active": active,
            "position": position,
            "changed_at": now,
        },
    )
    record(
        event=Event.REASON_WORDED,
        actor=actor,
        now=now,
        subject=reason,
        what=in_french(Case.Kind(kind).label),
        code=code,
        added=created,
    )
    return reason
