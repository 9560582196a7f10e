"""What the staff do with a case. Each act names the revision its author was reading."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework import rules
from palier.domain.casework.actions.errors import (
    NothingSaid,
    NotTheirWork,
    ReasonNotAllowed,
)
from palier.domain.casework.actions.steps import (
    locked_for,
    moved,
    promise_again,
    said,
    still_open,
    told,
)
from palier.domain.casework.letters import announce_answer
from palier.domain.casework.models import Case
from palier.domain.casework.queries import QueueFilter, queue_for
from palier.domain.estate.models import Agency
from palier.foundation.locking import lock
from palier.foundation.sentences import in_french

CENTRE = gettext_lazy("centre de relation locataires")


@transaction.atomic
def take_case(
    *, case: Case, revision: int, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Case:
    """Give the case to ``staff``, who is the one asking.

    Raises:
        CaseChanged: somebody acted on it since ``revision``.
        NotYours: it left the agencies of ``staff``.
        AlreadyClosed: it is finished.
    """
    return _assign(locked_for(case, revision, staff), staff, actor, now)


@transaction.atomic
def take_next_case(
    *, staff: StaffMember, chosen: QueueFilter, actor: Actor, now: dt.datetime
) -> Case | None:
    """Give ``staff`` the oldest promise of the queue ``chosen`` that nobody follows, if any.

    Two advisors who ask at once get two cases: the rows are tried in turn, each locked.
    """
    for candidate in queue_for(staff, chosen).rows:
        (locked,) = lock(Case.objects.filter(pk=candidate.pk))
        if locked.assigned_to_id is None and locked.is_waiting:
            return _assign(locked, staff, actor, now)
    return None


@transaction.atomic
def assign_case(
    *,
    case: Case,
    revision: int,
    to: StaffMember,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Case:
    """Give the case to a colleague ``to``.

    Raises:
        NotTheirWork: ``to`` cannot see it or does not do this work.
        CaseChanged, NotYours, AlreadyClosed: as for ``take_case``.
    """
    locked = locked_for(case, revision, staff)
    if not (
        to.ended_at is None
        and locked.agency_id in agencies_of(to)
        and rules.may_work_on(to.role, locked.kind, locked.team)
    ):
        raise NotTheirWork(
            _("Cette personne ne suit pas les demandes de cette agence. Choisissez-en une autre.")
        )
    return _assign(locked, to, actor, now)


@transaction.atomic
def release_case(
    *, case: Case, revision: int, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Case:
    """Put the case back in the queue, for anybody.

    Raises:
        CaseChanged, NotYours, MoveRefused
    """
    locked = locked_for(case, revision, staff)
    locked.assigned_to = None
    moved(locked, Case.State.OPEN, Event.CASE_RELEASED, actor, now)
    return locked


@transaction.atomic
def answer_case(
    *,
    case: Case,
    revision: int,
    text: str,
    channel: str,
    close: bool,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Case:
    """Answer the requester, who is told by e-mail; close the case at once when asked.

    Through ``channel`` ``portal`` the e-mail announces the answer without its content;
    through ``email`` (somebody without an account) it holds the answer; after a call or a
    visit, ``text`` is the account of it and no e-mail leaves.

    Raises:
        NothingSaid: ``text`` is empty.
        CaseChanged, NotYours, AlreadyClosed
    """
    if not text.strip():
        raise NothingSaid(_("Écrivez votre réponse avant de l’envoyer."))
    locked = locked_for(case, revision, staff)
    still_open(locked)
    message = said(locked, text, channel, actor, now, from_agency=True)
    locked.assigned_to = locked.assigned_to or staff
    locked.answered_at = locked.answered_at or now
    if locked.state == Case.State.ANSWERED:
        locked.revision += 1
        locked.save(update_fields=["revision", "assigned_to"])
        told(locked, Event.CASE_ANSWERED, actor, now)
    else:
        moved(locked, Case.State.ANSWERED, Event.CASE_ANSWERED, actor, now)
    if close:
        _close(locked, Case.Ending.ANSWERED, actor, now)
    announce_answer(locked, message, now=now)
    return locked


@transaction.atomic
def transfer_case(
    *,
    case: Case,
    revision: int,
    to: Agency | None,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
    team: str = "",
) -> Case:
    """Hand the case to another agency, or to the tenant-relations centre with ``None``.

    With ``team`` (``rules.TEAMS``) it goes to that team, for the agency ``to``.

    The promise made to the requester stands; nobody is assigned any more.

    Raises:
        CaseChanged, NotYours, AlreadyClosed
    """
    locked = locked_for(case, revision, staff)
    still_open(locked)
    names = {agency.erp_id: agency.name for agency in Agency.objects.all()}
    centre = in_french(CENTRE)
    before, after = locked.agency_id, to.erp_id if to else ""
    facts = {
        "from_agency": _place(names.get(before, centre), locked.team),
        "to_agency": _place(names.get(after, centre), team),
    }
    locked.agency_id, locked.team = after, team
    locked.assigned_to = None
    if locked.state == Case.State.OPEN:
        locked.revision += 1
        locked.save(update_fields=["agency_id", "team", "assigned_to", "revision"])
        told(locked, Event.CASE_TRANSFERRED, actor, now, **facts)
    else:
        moved(locked, Case.State.OPEN, Event.CASE_TRANSFERRED, actor, now, **facts)
    return locked


@transaction.atomic
def close_case(
    *,
    case: Case,
    revision: int,
    reason: str,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Case:
    """Finish the case with a coded reason.

    Raises:
        ReasonNotAllowed: this kind does not end with ``reason``.
        CaseChanged, NotYours, AlreadyClosed
    """
    locked = locked_for(case, revision, staff)
    still_open(locked)
    if reason not in rules.endings_for(locked.kind):
        raise ReasonNotAllowed(_("Choisissez pourquoi cette demande est terminée."))
    _close(locked, reason, actor, now)
    return locked


@transaction.atomic
def reopen_case(
    *, case: Case, revision: int, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Case:
    """Open a finished case again, with a new promise.

    Raises:
        CaseChanged, NotYours, MoveRefused
    """
    locked = locked_for(case, revision, staff)
    promise_again(locked, now)
    moved(locked, Case.State.OPEN, Event.CASE_REOPENED, actor, now)
    return locked


def _place(agency: str, team: str) -> str:
    if not team:
        return agency
    return f"{agency} ({in_french(StaffMember.Role(team).label)})"


def _assign(case: Case, to: StaffMember, actor: Actor, now: dt.datetime) -> Case:
    still_open(case)
    case.assigned_to = to
    name = str(to.user)
    if case.state == Case.State.TAKEN:
        case.revision += 1
        case.save(update_fields=["assigned_to", "revision"])
        told(case, Event.CASE_TAKEN, actor, now, assignee=name)
    else:
        moved(case, Case.State.TAKEN, Event.CASE_TAKEN, actor, now, assignee=name)
    return case


def _close(case: Case, reason: str, actor: Actor, now: dt.datetime) -> None:
    case.closed_reason = reason
    case.live_key = None
    label = in_french(Case.Ending(reason).label)
    moved(case, Case.State.CLOSED, Event.CASE_CLOSED, actor, now, reason=label)
