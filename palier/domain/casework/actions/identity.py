"""Confirming who a claimant is, and the letter that carries a code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.actions import (
    issue_letter_code,
    refuse_by_advisor,
    validate_by_advisor,
)
from palier.domain.access.models import PersonLink, SecondProof
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of, may_see_agency
from palier.domain.audit.actions import record
from palier.domain.audit.catalogue import Event
from palier.domain.audit.queries import count_since
from palier.domain.casework.actions.steps import moved
from palier.domain.casework.identity_check import (
    MOST_FAILURES_A_DAY,
    Answer,
    Channel,
    Outcome,
    Paper,
    Question,
    outcome_of,
)
from palier.domain.casework.models import Case
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.locking import lock
from palier.foundation.sentences import in_french


class ComeInPerson(DomainError):
    """Too many checks by telephone failed today; the person has to come with a paper."""


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """An activation letter: its proof, and the code that is shown this once."""

    proof: SecondProof
    secret: str


def check_by_phone(
    *,
    claim: PersonLink,
    answers: Mapping[str, Answer],
    questions: tuple[Question, ...],
    staff: StaffMember,
    now: dt.datetime,
) -> Outcome:
    """Judge the answers given over the telephone; open the access when they are enough.

    The outcome is recorded either way, in a transaction that holds even when it fails.

    Raises:
        ComeInPerson: two checks failed in the last day.
        NotYours: the claim belongs to an agency that ``staff`` does not see.
        ProofNotOffered, MoveRefused: as for ``access.actions.validate_by_advisor``.
    """
    with transaction.atomic():
        _in_scope(claim, staff)
        lock(PersonLink.objects.filter(pk=claim.pk))
        failed = count_since(claim, Event.IDENTITY_CHECK_FAILED, now - dt.timedelta(days=1))
        if failed >= MOST_FAILURES_A_DAY:
            raise ComeInPerson(
                _(
                    "Deux vérifications par téléphone ont échoué aujourd’hui. La personne doit "
                    "venir à l’agence avec une pièce d’identité, ou recevoir la lettre."
                )
            )
        outcome = outcome_of(answers, questions)
        _told(claim, outcome, Channel.PHONE, staff, now)
        if outcome.enough:
            validate_by_advisor(link=claim, staff=staff, checked="questions", now=now)
            _finish(claim, Case.Ending.IDENTITY_CONFIRMED, staff, now)
    return outcome


@transaction.atomic
def check_at_counter(
    *, claim: PersonLink, paper: Paper, staff: StaffMember, now: dt.datetime
) -> PersonLink:
    """Open the access of somebody who showed ``paper`` at the counter.

    Raises:
        NotYours, ProofNotOffered, MoveRefused: as for ``access.actions.validate_by_advisor``.
    """
    link = validate_by_advisor(link=claim, staff=staff, checked=paper.value, now=now)
    _finish(claim, Case.Ending.IDENTITY_CONFIRMED, staff, now)
    return link


@transaction.atomic
def refuse_identity(
    *, claim: PersonLink, reason: str, staff: StaffMember, now: dt.datetime
) -> PersonLink:
    """Refuse a claim; its case ends with it.

    Raises:
        NotYours, MoveRefused: as for ``access.actions.refuse_by_advisor``.
    """
    link = refuse_by_advisor(link=claim, staff=staff, reason=reason, now=now)
    _finish(claim, Case.Ending.IDENTITY_REFUSED, staff, now)
    return link


@transaction.atomic
def print_letter(*, claim: PersonLink, staff: StaffMember, now: dt.datetime) -> PrintedLetter:
    """Draw the code of an activation letter, to be printed at once; an earlier one dies.

    Raises:
        NotYours, ProofNotOffered: as for ``access.actions.issue_letter_code``.
    """
    proof, secret = issue_letter_code(link=claim, staff=staff, now=now)
    _finish(claim, Case.Ending.LETTER_SENT, staff, now)
    return PrintedLetter(proof, secret)


def _in_scope(claim: PersonLink, staff: StaffMember) -> None:
    agency = claim.tenant_account.agency.erp_id if claim.tenant_account else ""
    if not may_see_agency(staff, agency):
        raise NotYours()


def _told(
    claim: PersonLink, outcome: Outcome, channel: Channel, staff: StaffMember, now: dt.datetime
) -> None:
    names = {Channel.PHONE: gettext_lazy("téléphone"), Channel.COUNTER: gettext_lazy("accueil")}
    record(
        event=Event.IDENTITY_CHECK_PASSED if outcome.enough else Event.IDENTITY_CHECK_FAILED,
        actor=actor_of(staff.user),
        now=now,
        tenant_account_id=claim.tenant_account_id,
        person_id=claim.person_id,
        subject=claim,
        right=outcome.right,
        asked=outcome.asked,
        channel=in_french(names[channel]),
    )


def _finish(claim: PersonLink, reason: Case.Ending, staff: StaffMember, now: dt.datetime) -> None:
    """Close the case about a claim, if one waits."""
    rows = Case.objects.filter(
        subject_kind=PersonLink._meta.label_lower, subject_reference=claim.code
    ).exclude(state=Case.State.CLOSED)
    for case in lock(rows):
        case.closed_reason = reason
        case.live_key = None
        case.answered_at = case.answered_at or now
        moved(
            case,
            Case.State.CLOSED,
            Event.CASE_CLOSED,
            actor_of(staff.user),
            now,
            reason=in_french(reason.label),
        )
