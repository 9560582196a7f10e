"""Accept or refuse a certificate, or take that back: the room's own move, with the desk's."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.actions import decide, undo_decision
from palier.domain.casework.models import Case, Decision
from palier.domain.insurance import queries
from palier.domain.insurance.actions.demands import cancel_for, stand_again_after
from palier.domain.insurance.actions.errors import AnotherFiledSince, DatesWanted
from palier.domain.insurance.models import Certificate
from palier.domain.landlord.queries import settings_on, today
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one


@transaction.atomic
def accept_certificate(
    *,
    case: Case,
    valid_from: dt.date | None,
    valid_to: dt.date | None,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
    note: str = "",
) -> Decision:
    """Accept the certificate of ``case`` for the days the advisor read on it.

    A formal demand in force is cancelled when the dwelling is thereby insured today.

    Raises:
        DatesWanted: no last day, or it is before the first.
        CaseChanged, AlreadyClosed, NotYours: as ``casework.actions.decide``.
        MoveRefused: it does not await review any more.
    """
    certificate = _locked(case)
    if valid_to is None or (valid_from is not None and valid_to < valid_from):
        raise DatesWanted()
    decision = decide(
        case=case, outcome=Decision.Outcome.ACCEPTED, note=note, revision=revision,
        staff=staff, actor=actor, now=now,
    )  # fmt: skip
    move(
        certificate,
        Certificate.State.ACCEPTED,
        actor=actor,
        now=now,
        event=Event.CERTIFICATE_ACCEPTED,
        tenant_account_id=certificate.tenant_account_id,
        until_on=valid_to.isoformat(),
    )
    certificate.accepted_from, certificate.accepted_to = valid_from, valid_to
    certificate.save(update_fields=["accepted_from", "accepted_to"])
    day = today(now)
    cover = queries.cover_on(certificate.lease, day, settings_on(day))
    if cover.is_insured:
        cancel_for(certificate=certificate, actor=actor, now=now)
    return decision


@transaction.atomic
def refuse_certificate(
    *,
    case: Case,
    reason_code: str,
    revision: int,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
    note: str = "",
) -> Decision:
    """Refuse the certificate of ``case`` with a coded reason, told with what to do.

    Raises:
        ReasonNotAllowed, CaseChanged, AlreadyClosed, NotYours: as ``casework.actions.decide``.
        MoveRefused: it does not await review any more.
    """
    certificate = _locked(case)
    decision = decide(
        case=case, outcome=Decision.Outcome.REFUSED, reason_code=reason_code, note=note,
        revision=revision, staff=staff, actor=actor, now=now,
    )  # fmt: skip
    move(
        certificate,
        Certificate.State.REFUSED,
        actor=actor,
        now=now,
        event=Event.CERTIFICATE_REFUSED,
        tenant_account_id=certificate.tenant_account_id,
    )
    return decision


@transaction.atomic
def undo_certificate(
    *, decision: Decision, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Decision:
    """Take a decision back before the tenant is told: it awaits review as before.

    Raises:
        AnotherFiledSince: a newer deposit awaits review.
        TooLateToUndo, NotYours: as ``casework.actions.undo_decision``.
    """
    certificate = _locked(decision.case)
    if queries.awaits_review(certificate.lease):
        raise AnotherFiledSince()
    undone = undo_decision(decision=decision, staff=staff, actor=actor, now=now)
    move(
        certificate,
        Certificate.State.UNDER_REVIEW,
        actor=actor,
        now=now,
        event=Event.CERTIFICATE_REVIEWED_AGAIN,
        tenant_account_id=certificate.tenant_account_id,
    )
    certificate.accepted_from = certificate.accepted_to = None
    certificate.save(update_fields=["accepted_from", "accepted_to"])
    stand_again_after(certificate=certificate, actor=actor, now=now)
    return undone


def _locked(case: Case) -> Certificate:
    """Lock the account, then the certificate that ``case`` is about."""
    found = Certificate.objects.filter(code=case.subject_reference).first()
    if found is None or case.subject_kind != queries.CERTIFICATE:
        raise NotYours()
    lock_one(TenantAccount.objects.filter(pk=found.tenant_account_id))
    (certificate,) = lock(Certificate.objects.filter(pk=found.pk))
    return certificate
