"""What an advisor decides about a deposit or an impediment; the request follows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.actions import decide, undo_decision
from palier.domain.casework.models import Case, Decision
from palier.domain.landlord.queries import settings_on, today
from palier.domain.papers.actions.asking import DeadlinePassed
from palier.domain.papers.actions.steps import move_paper, move_request
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from palier.domain.papers.rules import due_after_refusal
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock, lock_one

ASKED, DEPOSITED = PaperRequest.State.ASKED, PaperRequest.State.DEPOSITED
EXPLAINED, WAIVED = PaperRequest.State.EXPLAINED, PaperRequest.State.WAIVED


class AnotherFiledSince(DomainError):
    """Something newer was filed for the same request: the decision cannot be taken back."""


@transaction.atomic
def accept_paper(
    *,
    paper: Paper,
    case: Case,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Accept a paper; what was asked is given.

    Raises:
        CaseChanged, AlreadyClosed, NotYours: as ``casework.actions.decide``; MoveRefused.
    """
    locked, asked = _locked(paper)
    decision = decide(
        case=case, outcome=Decision.Outcome.ACCEPTED, note=note, revision=revision,
        staff=staff, actor=actor, now=now,
    )  # fmt: skip
    move_paper(locked, Paper.State.ACCEPTED, Event.PAPER_ACCEPTED, actor, now)
    if asked is not None and asked.state == DEPOSITED:
        move_request(asked, PaperRequest.State.ACCEPTED, actor, now)
    return decision


@transaction.atomic
def refuse_paper(
    *,
    paper: Paper,
    case: Case,
    reason_code: str,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Refuse a paper with a coded reason; what was asked is to be given again, with time left.

    Raises:
        ReasonNotAllowed, CaseChanged, AlreadyClosed, NotYours: as ``casework.actions.decide``.
        MoveRefused: it awaits review no more.
    """
    locked, asked = _locked(paper)
    decision = decide(
        case=case, outcome=Decision.Outcome.REFUSED, reason_code=reason_code, note=note,
        revision=revision, staff=staff, actor=actor, now=now,
    )  # fmt: skip
    move_paper(locked, Paper.State.REFUSED, Event.PAPER_REFUSED, actor, now)
    if asked is not None and asked.state == DEPOSITED:
        _ask_again(asked, actor, now)
    return decision


@transaction.atomic
def undo_paper(
    *, paper: Paper, decision: Decision, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Decision:
    """Take a decision about a paper back before the tenant is told.

    Raises:
        AnotherFiledSince; TooLateToUndo, NotYours: as ``casework.actions.undo_decision``.
    """
    locked, asked = _locked(paper)
    _refuse_overtaken(asked)
    undone = undo_decision(decision=decision, staff=staff, actor=actor, now=now)
    move_paper(locked, Paper.State.UNDER_REVIEW, Event.PAPER_REVIEWED_AGAIN, actor, now)
    if asked is not None and asked.state in (ASKED, PaperRequest.State.ACCEPTED):
        move_request(asked, DEPOSITED, actor, now)
    return undone


@transaction.atomic
def accept_impediment(
    *,
    impediment: Impediment,
    case: Case,
    until: dt.date | None,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Accept that the paper cannot be given: ask no more, or leave time ``until`` a later day.

    Raises:
        DeadlinePassed: ``until`` is not a day to come.
        CaseChanged, AlreadyClosed, NotYours: as ``casework.actions.decide``; MoveRefused.
    """
    if until is not None and until <= today(now):
        raise DeadlinePassed(_("La nouvelle échéance doit être un jour à venir."))
    locked, asked = _locked_with_request(impediment)
    decision = decide(
        case=case, outcome=Decision.Outcome.ACCEPTED, note=note, revision=revision,
        staff=staff, actor=actor, now=now,
    )  # fmt: skip
    move(locked, Impediment.State.ACCEPTED, actor=actor, now=now)
    if until is None:
        move_request(asked, WAIVED, actor, now)
    else:
        locked.due_before = asked.due_on
        locked.save(update_fields=["due_before"])
        asked.due_on = until
        asked.save(update_fields=["due_on"])
        move_request(asked, ASKED, actor, now)
    return decision


@transaction.atomic
def refuse_impediment(
    *,
    impediment: Impediment,
    case: Case,
    reason_code: str,
    note: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Go on asking for the paper, with a coded reason.

    Raises:
        ReasonNotAllowed, CaseChanged, AlreadyClosed, NotYours: as ``casework.actions.decide``.
    """
    locked, asked = _locked_with_request(impediment)
    decision = decide(
        case=case, outcome=Decision.Outcome.REFUSED, reason_code=reason_code, note=note,
        revision=revision, staff=staff, actor=actor, now=now,
    )  # fmt: skip
    move(locked, Impediment.State.REFUSED, actor=actor, now=now)
    locked.due_before = asked.due_on
    locked.save(update_fields=["due_before"])
    if asked.state == EXPLAINED:
        _ask_again(asked, actor, now)
    return decision


@transaction.atomic
def undo_impediment(
    *,
    impediment: Impediment,
    decision: Decision,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Decision:
    """Take a decision about an impediment back before the tenant is told.

    Raises:
        AnotherFiledSince; TooLateToUndo, NotYours: as ``casework.actions.undo_decision``.
    """
    locked, asked = _locked_with_request(impediment)
    _refuse_overtaken(asked)
    undone = undo_decision(decision=decision, staff=staff, actor=actor, now=now)
    move(locked, Impediment.State.UNDER_REVIEW, actor=actor, now=now)
    if locked.due_before is not None:
        asked.due_on, locked.due_before = locked.due_before, None
        asked.save(update_fields=["due_on"])
        locked.save(update_fields=["due_before"])
    if asked.state in (ASKED, WAIVED):
        move_request(asked, EXPLAINED, actor, now)
    return undone


def _locked(paper: Paper) -> tuple[Paper, PaperRequest | None]:
    lock(TenantAccount.objects.filter(pk=paper.tenant_account_id))
    locked = lock_one(Paper.objects.filter(pk=paper.pk))
    requests = lock(PaperRequest.objects.filter(pk__in=[locked.request_id]))
    return locked, requests[0] if requests else None


def _locked_with_request(impediment: Impediment) -> tuple[Impediment, PaperRequest]:
    lock(TenantAccount.objects.filter(pk=impediment.request.tenant_account_id))
    locked = lock_one(Impediment.objects.filter(pk=impediment.pk))
    return locked, lock_one(PaperRequest.objects.filter(pk=locked.request_id))


def _ask_again(asked: PaperRequest, actor: Actor, now: dt.datetime) -> None:
    day = today(now)
    least = int(settings_on(day)["paper_extension_days"])
    asked.due_on = due_after_refusal(asked.due_on, day, least)
    asked.save(update_fields=["due_on"])
    move_request(asked, ASKED, actor, now)


def _refuse_overtaken(asked: PaperRequest | None) -> None:
    if asked is None:
        return
    waiting = Paper.objects.filter(request=asked, state=Paper.State.UNDER_REVIEW)
    said = Impediment.objects.filter(request=asked, state=Impediment.State.UNDER_REVIEW)
    if waiting.exists() or said.exists():
        raise AnotherFiledSince(
            _("Le locataire a répondu de nouveau depuis : examinez plutôt sa nouvelle réponse.")
        )
