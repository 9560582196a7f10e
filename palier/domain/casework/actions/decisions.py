"""Accept or refuse what was filed, take it back for a short while, then tell the tenant.

A decision is in force at once. The room that owns what was filed makes its own move and calls
``decide`` in the same transaction; it calls ``undo_decision`` when it takes the move back.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import may_see_agency
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework import letters, rules
from palier.domain.casework.actions.errors import ReasonNotAllowed, TooLateToUndo
from palier.domain.casework.actions.steps import (
    locked_for,
    moved,
    said,
    still_open,
)
from palier.domain.casework.models import Case, CaseMessage, Decision
from palier.domain.casework.queries import reasons_of
from palier.domain.casework.reasons import Worded
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.background import enqueue
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock
from palier.foundation.sentences import WRITTEN_IN, in_french

ANNOUNCE = "casework.announce_decision"


@transaction.atomic
def decide(
    *,
    case: Case,
    outcome: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
    reason_code: str = "",
    note: str = "",
) -> Decision:
    """Accept or refuse what ``case`` is about and finish the case; effective at once.

    ``outcome`` is ``accepted`` or ``refused``; a refusal names a ``reason_code`` of its kind.
    ``note`` makes it precise for the tenant. The tenant is told by message and e-mail when
    the landlord's delay to undo is over (setting ``decision_undo_seconds``).

    Raises:
        ReasonNotAllowed: a refusal without a reason of this kind.
        CaseChanged: somebody acted on it since ``revision``.
        NotYours: it is outside the agencies or the trade of ``staff``.
        AlreadyClosed: it is finished.
    """
    locked = locked_for(case, revision, staff)
    still_open(locked)
    refused = Decision.Outcome(outcome) == Decision.Outcome.REFUSED
    language = letters.language_of(locked)
    reason = _reason(locked.kind, reason_code, language) if refused else None
    delay = dt.timedelta(seconds=int(settings_on(today(now))["decision_undo_seconds"]))
    decision = Decision.objects.create(
        case=locked,
        outcome=outcome,
        reason_code=reason.code if reason else "",
        sentence=reason.sentence if reason else "",
        remedy=reason.remedy if reason else "",
        note=note.strip(),
        language=language,
        decided_by=staff,
        decided_at=now,
        undo_until=now + delay,
        before={
            "state": locked.state,
            "assigned_to": locked.assigned_to_id,
            "answered_at": locked.answered_at.isoformat() if locked.answered_at else None,
            "live_key": locked.live_key,
        },
    )
    locked.assigned_to = locked.assigned_to or staff
    locked.answered_at = locked.answered_at or now
    locked.live_key = None
    locked.closed_reason = Case.Ending.REFUSED if refused else Case.Ending.ACCEPTED
    happened = Event.CASE_REFUSED if refused else Event.CASE_ACCEPTED
    facts = {"reason": _reason(locked.kind, reason_code, WRITTEN_IN).sentence} if reason else {}
    moved(locked, Case.State.CLOSED, happened, actor, now, **facts)
    enqueue(
        ANNOUNCE, key=f"decision:{decision.pk}", run_at=decision.undo_until, decision=decision.pk
    )
    return decision


@transaction.atomic
def undo_decision(
    *, decision: Decision, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Decision:
    """Take a decision back before the tenant is told; its case stands as it did.

    Raises:
        TooLateToUndo: the delay is over, or it was taken back or followed already.
        NotYours: it is outside the agencies or the trade of ``staff``.
    """
    (case,) = lock(Case.objects.filter(pk=decision.case_id))
    if not (may_see_agency(staff, case.agency_id) and rules.may_work_on(staff.role, case.kind)):
        raise NotYours()
    (locked,) = lock(Decision.objects.filter(pk=decision.pk))
    announced = locked.announced_at is not None
    if (
        locked.undone_at is not None
        or case.state != Case.State.CLOSED
        or not rules.may_undo(undo_until=locked.undo_until, now=now, announced=announced)
    ):
        raise TooLateToUndo(
            _(
                "Il est trop tard pour revenir sur cette décision : le locataire est prévenu. "
                "Écrivez-lui, ou rouvrez la demande."
            )
        )
    locked.undone_at = now
    locked.undone_by = staff
    locked.save(update_fields=["undone_at", "undone_by"])
    _restore(case, locked)
    moved(case, locked.before["state"], Event.CASE_DECISION_UNDONE, actor, now)
    return locked


@transaction.atomic
def announce_decision(*, decision_id: int, now: dt.datetime) -> None:
    """Tell the tenant what was decided, once; nothing when it was taken back.

    Also tells decisions whose delay was cut short: call it again without harm.
    """
    found = Decision.objects.filter(pk=decision_id).first()
    if found is None:
        return
    (case,) = lock(Case.objects.filter(pk=found.case_id))
    (decision,) = lock(Decision.objects.filter(pk=decision_id))
    if decision.undone_at or decision.announced_at or now < decision.undo_until:
        return
    decision.announced_at = now
    decision.save(update_fields=["announced_at"])
    said(
        case,
        letters.kept_words_of(decision),
        CaseMessage.Channel.PORTAL,
        Actor.system(),
        now,
        from_agency=True,
    )
    letters.announce_decision(decision, now=now)


@transaction.atomic
def close_case_of(
    *,
    subject_kind: str,
    subject_reference: str,
    actor: Actor,
    now: dt.datetime,
    reason: str = Case.Ending.WITHDRAWN,
) -> list[Case]:
    """Finish the unfinished cases about a row of another room; give those that were.

    ``reason`` is a ``Case.Ending``: ``withdrawn`` by the person, ``replaced`` by a new deposit…
    """
    rows = Case.objects.filter(
        subject_kind=subject_kind, subject_reference=subject_reference
    ).exclude(state=Case.State.CLOSED)
    found = lock(rows)
    for case in found:
        case.closed_reason = reason
        case.live_key = None
        case.answered_at = case.answered_at or now
        label = in_french(Case.Ending(reason).label)
        moved(case, Case.State.CLOSED, Event.CASE_CLOSED, actor, now, reason=label)
    return found


def _reason(kind: str, code: str, language: str) -> Worded:
    for reason in reasons_of(kind, language):
        if reason.code == code:
            return reason
    raise ReasonNotAllowed(_("Choisissez pourquoi c’est refusé : le locataire doit le savoir."))


def _restore(case: Case, decision: Decision) -> None:
    before = decision.before
    answered = before["answered_at"]
    case.answered_at = dt.datetime.fromisoformat(answered) if answered else None
    case.assigned_to_id = before["assigned_to"]
    case.closed_reason = ""
    key = before["live_key"]
    # Something new may have been opened under the key meanwhile; that one keeps it.
    taken = key and Case.objects.filter(live_key=key).exists()
    case.live_key = None if taken else key
