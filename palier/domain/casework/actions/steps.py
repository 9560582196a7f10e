"""The steps every act on a case is made of: record, move, say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of, named
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.audit.queries import acts_on
from palier.domain.casework import rules
from palier.domain.casework.actions.errors import AlreadyClosed, CaseChanged
from palier.domain.casework.models import Case, CaseMessage
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock


def still_open(case: Case) -> None:
    if case.state == Case.State.CLOSED:
        raise AlreadyClosed(_("Cette demande est terminée."))


def promise_again(case: Case, now: dt.datetime) -> None:
    key = "hardship_delay_days" if case.kind == Case.Kind.HARDSHIP else "agency_delay_days"
    day = today(now)
    case.promised_on = rules.promised_on(day, int(settings_on(day)[key]))
    case.answered_at = None
    case.closed_reason = ""


def said(
    case: Case, text: str, channel: str, actor: Actor, now: dt.datetime, *, from_agency: bool
) -> CaseMessage:
    return CaseMessage.objects.create(
        case=case,
        from_agency=from_agency,
        author_name=actor.name,
        channel=channel,
        text=text.strip(),
        sent_at=now,
    )


def moved(case: Case, to: str, event: Event, actor: Actor, now: dt.datetime, **facts: Any) -> None:
    case.revision += 1
    # ``move`` saves the state alone, after its check against the table.
    move(
        case,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=case.tenant_account_id,
        person_id=concerned(case),
        agency_id=case.agency_id,
        revision=case.revision,
        subject_line=case.subject,
        **facts,
    )
    case.save(
        update_fields=[
            "revision",
            "agency_id",
            "team",
            "assigned_to",
            "answered_at",
            "closed_reason",
            "live_key",
            "promised_on",
        ]
    )


def told(case: Case, event: Event, actor: Actor, now: dt.datetime, **facts: Any) -> None:
    record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=case.tenant_account_id,
        person_id=concerned(case),
        agency_id=case.agency_id,
        subject=case,
        revision=case.revision,
        subject_line=case.subject,
        **facts,
    )


def concerned(case: Case) -> int | None:
    """Give the only person whom a case concerns; ``None`` when every holder may read of it."""
    return None if case.kind in rules.SHARED_KINDS else case.person_id


def locked_for(case: Case, revision: int, staff: StaffMember) -> Case:
    """Lock a case that ``staff`` works on and was reading at ``revision``.

    Raises:
        NotYours, CaseChanged
    """
    found = lock(Case.objects.filter(pk=case.pk))
    if not found or not (
        found[0].agency_id in agencies_of(staff)
        and rules.may_work_on(staff.role, found[0].kind, found[0].team)
    ):
        raise NotYours()
    locked = found[0]
    if locked.revision != revision:
        raise CaseChanged(
            _(
                "Cette demande a changé pendant que vous la lisiez. Ce que vous avez écrit est "
                "gardé : relisez ce qui a changé, puis recommencez si c’est toujours utile."
            ),
            locked,
            named(acts_on(locked, since_revision=revision)),
        )
    return locked
