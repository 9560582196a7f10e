"""What an advisor decides about a declaration; each act decides its case in one transaction."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import decide, undo_decision
from palier.domain.casework.models import Case, Decision
from palier.domain.household.actions.declaring import moved
from palier.domain.household.models import Declaration, HouseholdDeliveryLine
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock_one


class AlreadyDelivered(DomainError):
    """The ERP has been told: the decision cannot be taken back from here."""


@transaction.atomic
def accept_declaration(
    *,
    declaration: Declaration,
    case: Case,
    effective_on: dt.date | None,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Accept a change: it shows in the household at once, and waits for the ERP.

    ``effective_on`` is the date read on the proof, ``None`` to keep the one declared. No
    holder of the lease changes: that is an act of the agency in the ERP.

    Raises:
        palier.domain.casework.actions.CaseChanged, AlreadyClosed; NotYours; MoveRefused.
    """
    locked = lock_one(Declaration.objects.filter(pk=declaration.pk))
    decision = decide(
        case=case,
        outcome=Decision.Outcome.ACCEPTED,
        note=note,
        revision=revision,
        staff=staff,
        actor=actor,
        now=now,
    )
    locked.accepted_from = effective_on or locked.effective_on
    locked.save(update_fields=["accepted_from"])
    moved(locked, Declaration.State.ACCEPTED, Event.HOUSEHOLD_ACCEPTED, actor, now)
    return decision


@transaction.atomic
def refuse_declaration(
    *,
    declaration: Declaration,
    case: Case,
    reason_code: str,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Refuse a change with a coded reason; its author may declare it again.

    Raises:
        AlreadyDelivered; palier.domain.casework.actions.ReasonNotAllowed, CaseChanged,
        AlreadyClosed; NotYours; MoveRefused.
    """
    locked = lock_one(Declaration.objects.filter(pk=declaration.pk))
    _refuse_delivered(locked)
    decision = decide(
        case=case,
        outcome=Decision.Outcome.REFUSED,
        reason_code=reason_code,
        note=note,
        revision=revision,
        staff=staff,
        actor=actor,
        now=now,
    )
    moved(locked, Declaration.State.REFUSED, Event.HOUSEHOLD_REFUSED, actor, now)
    return decision


@transaction.atomic
def undo_review(
    *,
    declaration: Declaration,
    decision: Decision,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Take a decision back before the tenant is told of it.

    Raises:
        AlreadyDelivered; palier.domain.casework.actions.TooLateToUndo; NotYours.
    """
    locked = lock_one(Declaration.objects.filter(pk=declaration.pk))
    _refuse_delivered(locked)
    undone = undo_decision(decision=decision, staff=staff, actor=actor, now=now)
    if locked.accepted_from is not None:
        locked.accepted_from = None
        locked.save(update_fields=["accepted_from"])
    moved(locked, Declaration.State.UNDER_REVIEW, Event.HOUSEHOLD_REVIEWED_AGAIN, actor, now)
    return undone


def _refuse_delivered(declaration: Declaration) -> None:
    if HouseholdDeliveryLine.objects.filter(declaration=declaration).exists():
        raise AlreadyDelivered(
            _("Le progiciel a déjà reçu ce changement : corrigez-le dans le progiciel.")
        )
