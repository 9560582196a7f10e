"""What becomes of a case whose words are kept elsewhere: the conversations of messaging.

The room above writes what was said in its own rows and calls these in the same transaction;
the queue, the promise and the trail stay here.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework import rules
from palier.domain.casework.actions.steps import locked_for, moved, still_open, told
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import today
from palier.foundation.locking import lock
from palier.foundation.sentences import in_french


@transaction.atomic
def mark_answered(
    *, case: Case, revision: int, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Case:
    """Note that ``staff`` answered in words: the promise is kept.

    Raises:
        CaseChanged, NotYours, AlreadyClosed
    """
    locked = locked_for(case, revision, staff)
    still_open(locked)
    locked.assigned_to = locked.assigned_to or staff
    locked.answered_at = locked.answered_at or now
    if locked.state == Case.State.ANSWERED:
        locked.revision += 1
        locked.save(update_fields=["revision", "assigned_to"])
        told(locked, Event.CASE_ANSWERED, actor, now)
    else:
        moved(locked, Case.State.ANSWERED, Event.CASE_ANSWERED, actor, now)
    return locked


@transaction.atomic
def mark_noted(*, case: Case, revision: int, staff: StaffMember) -> Case:
    """Note that something was added which is not the answer: the promise stands.

    Raises:
        CaseChanged, NotYours
    """
    locked = locked_for(case, revision, staff)
    locked.revision += 1
    locked.save(update_fields=["revision"])
    return locked


@transaction.atomic
def mark_continued(*, case: Case, delay_days: int, actor: Actor, now: dt.datetime) -> Case:
    """Note that the requester wrote again: a promise stands, or a new one is made.

    What was answered waits for an answer again; what was finished is reopened.
    """
    (locked,) = lock(Case.objects.filter(pk=case.pk))
    if locked.is_waiting:
        locked.revision += 1
        locked.save(update_fields=["revision"])
        told(locked, Event.CASE_COMPLETED, actor, now)
        return locked
    finished = locked.state == Case.State.CLOSED
    locked.promised_on = rules.promised_on(today(now), delay_days)
    locked.answered_at = None
    locked.closed_reason = ""
    still_there = locked.assigned_to is not None and locked.assigned_to.ended_at is None
    back = Case.State.TAKEN if still_there else Case.State.OPEN
    if not still_there:
        locked.assigned_to = None
    moved(locked, back, Event.CASE_REOPENED if finished else Event.CASE_COMPLETED, actor, now)
    return locked


@transaction.atomic
def mark_settled(*, case: Case, actor: Actor, now: dt.datetime) -> Case:
    """Finish the case because its requester says so: settled, or no longer needed.

    Raises:
        AlreadyClosed
    """
    (locked,) = lock(Case.objects.filter(pk=case.pk))
    still_open(locked)
    ending = Case.Ending.ANSWERED if locked.answered_at else Case.Ending.WITHDRAWN
    locked.closed_reason = ending
    locked.live_key = None
    moved(locked, Case.State.CLOSED, Event.CASE_CLOSED, actor, now, reason=in_french(ending.label))
    return locked
