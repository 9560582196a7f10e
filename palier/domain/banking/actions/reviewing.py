"""Four eyes: an account in another name, or once blocked, serves after two of the staff agree.

The first who accepts is noted and the case goes back to the queue; the second, somebody else,
decides it. Either of them may refuse alone.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.banking.actions.errors import SameEyes
from palier.domain.banking.actions.proposing import WAIT_BEFORE_USE
from palier.domain.banking.actions.steps import locked_account, moved_account, told_about
from palier.domain.banking.models import BankAccount
from palier.domain.casework.actions import decide, release_case, take_case, undo_decision
from palier.domain.casework.models import Case, Decision
from palier.foundation.errors import MoveRefused

REVIEWED = (BankAccount.State.UNDER_REVIEW, BankAccount.State.FROZEN)


@transaction.atomic
def accept_account(
    *,
    account: BankAccount,
    case: Case,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision | None:
    """Agree to an account; ``None`` when a second pair of eyes is still to look.

    Accepted by two, it serves 72 hours later, also when it was blocked before.

    Raises:
        SameEyes: ``staff`` already gave the first agreement.
        MoveRefused: it is not to be reviewed any more.
        palier.domain.casework.actions.CaseChanged, AlreadyClosed; NotYours.
    """
    locked = _to_review(account)
    if locked.first_eyes_id == staff.pk:
        raise SameEyes(
            _("Vous avez déjà donné le premier accord. Une autre personne doit confirmer.")
        )
    if locked.first_eyes_id is None:
        _look_first(locked, case, revision, staff, actor, now)
        return None
    decision = decide(
        case=case,
        outcome=Decision.Outcome.ACCEPTED,
        note=note,
        revision=revision,
        staff=staff,
        actor=actor,
        now=now,
    )
    locked.usable_from, locked.contested_at = now + WAIT_BEFORE_USE, None
    locked.save(update_fields=["usable_from", "contested_at"])
    state = BankAccount.State.CONFIRMED
    moved_account(locked, state, Event.BANK_DETAILS_ACCEPTED, actor, now)
    return decision


@transaction.atomic
def refuse_account(
    *,
    account: BankAccount,
    case: Case,
    reason_code: str,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Refuse an account with a coded reason: it never serves.

    Raises:
        MoveRefused: it is not to be reviewed any more.
        palier.domain.casework.actions.ReasonNotAllowed, CaseChanged, AlreadyClosed; NotYours.
    """
    locked = _to_review(account)
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
    moved_account(locked, BankAccount.State.REFUSED, Event.BANK_DETAILS_REFUSED, actor, now)
    return decision


@transaction.atomic
def undo_account_review(
    *,
    account: BankAccount,
    decision: Decision,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Take a decision back before the tenant is told; the first agreement goes with it.

    Raises:
        palier.domain.casework.actions.TooLateToUndo; NotYours; MoveRefused.
    """
    locked = locked_account(account.pk)
    undone = undo_decision(decision=decision, staff=staff, actor=actor, now=now)
    locked.usable_from = locked.first_eyes = locked.first_eyes_at = None
    state, event = BankAccount.State.UNDER_REVIEW, Event.BANK_DETAILS_REVIEWED_AGAIN
    moved_account(locked, state, event, actor, now)
    locked.save(update_fields=["usable_from", "first_eyes", "first_eyes_at"])
    return undone


def _to_review(account: BankAccount) -> BankAccount:
    locked = locked_account(account.pk)
    if locked.state not in REVIEWED:
        raise MoveRefused(_("Ce compte bancaire n’est plus à vérifier."))
    return locked


def _look_first(
    account: BankAccount,
    case: Case,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Note the first agreement, and put the case back for somebody else.

    Taking the case first checks that ``staff`` may work on it, as they were reading it.
    """
    taken = take_case(case=case, revision=revision, staff=staff, actor=actor, now=now)
    account.first_eyes, account.first_eyes_at = staff, now
    account.save(update_fields=["first_eyes", "first_eyes_at"])
    told_about(account, Event.BANK_DETAILS_FIRST_EYES, actor, now)
    release_case(case=taken, revision=taken.revision, staff=staff, actor=actor, now=now)
