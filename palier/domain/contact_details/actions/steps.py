"""The steps that acts on a change are made of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.actions import close_case_of
from palier.domain.casework.models import Case
from palier.domain.contact_details.models import Change, EmailChange
from palier.domain.contact_details.rules.changes import Field

EMAIL_SUBJECT = "contact_details.emailchange"
"""How the trail and the queue name an e-mail change."""


def moved(change: Change, to: str, event: Event | None, actor: Actor, now: dt.datetime) -> None:
    """Move a change and tell the trail which field it is about, never its value."""
    move(
        change,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=change.tenant_account_id,
        person_id=concerned(change),
        what=what_of(change),
    )


def email_moved(
    change: EmailChange, to: str, event: Event, actor: Actor, now: dt.datetime, **facts: Any
) -> None:
    move(
        change,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=change.tenant_account_id,
        person_id=change.person_id,
        **facts,
    )
    if to not in EmailChange.LIVE:
        close_case_of(
            subject_kind=EMAIL_SUBJECT,
            subject_reference=change.code,
            actor=actor,
            now=now,
            reason=Case.Ending.CORRECTED
            if to == EmailChange.State.DONE
            else Case.Ending.NOT_CORRECTED,
        )


def email_told(
    change: EmailChange, event: Event, actor: Actor, now: dt.datetime, **facts: Any
) -> None:
    record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=change.tenant_account_id,
        person_id=change.person_id,
        subject=change,
        **facts,
    )


def concerned(change: Change) -> int | None:
    """Give whose own affair it is; how the avis travels is every holder's."""
    return None if change.field == Field.NOTICES else change.person_id


def what_of(change: Change) -> str:
    with translation.override("fr"):
        return str(Field(change.field).label).lower()
