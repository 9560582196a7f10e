"""The formal demand to insure (*mise en demeure*): an act of the staff, never automatic.

Loi 89-462 du 6 juillet 1989, art. 7 g; décret 2016-383 du 30 mars 2016. That they bind this
landlord is to be confirmed by its counsel: the letter says what the law says.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import may_see_agency
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.models import Case
from palier.domain.casework.rules import may_work_on
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.domain.insurance import letters, queries
from palier.domain.insurance.actions.alerts import alert_demand, alert_demand_cancelled
from palier.domain.insurance.actions.errors import (
    AlreadyInsured,
    DemandInForce,
    DepositAwaitsReview,
    NothingToInsure,
)
from palier.domain.insurance.demand_letter import demand_pdf, words_of
from palier.domain.insurance.models import Certificate, FormalDemand
from palier.domain.landlord.queries import settings_on, today
from palier.domain.tenancy.models import Lease, TenantAccount
from palier.domain.tenancy.rules import months_later
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one


@transaction.atomic
def issue_demand(
    *, lease: Lease, staff: StaffMember, actor: Actor, now: dt.datetime
) -> FormalDemand:
    """Issue a formal demand: its letter is kept as sent, the holders are told by e-mail.

    Raises:
        DepositAwaitsReview: the agency owes an answer to a deposit.
        AlreadyInsured, DemandInForce, NothingToInsure
        NotYours: it is outside the agencies or the trade of ``staff``.
    """
    account = lock_one(
        TenantAccount.objects.filter(pk=lease.tenant_account_id).select_related("agency")
    )
    _their_work(staff, account)
    day = today(now)
    settings = settings_on(day)
    cover = queries.cover_on(lease, day, settings)
    if not queries.is_to_insure(lease, day):
        raise NothingToInsure()
    if cover.waiting:
        raise DepositAwaitsReview()
    if cover.is_insured:
        raise AlreadyInsured()
    if queries.demand_in_force(lease) is not None:
        raise DemandInForce()
    deadline = months_later(day, int(settings["insurance_demand_months"]))
    words = words_of(lease, account, cover=cover, today=day, deadline=deadline, settings=settings)
    demand = FormalDemand.objects.create(
        tenant_account=account,
        lease=lease,
        issued_by=staff,
        issued_at=now,
        issued_on=day,
        deadline_on=deadline,
        words=asdict(words),
        moved_at=now,
    )
    demand.document = add_document(
        content=demand_pdf(demand, settings),
        media_type="application/pdf",
        kind=Document.Kind.FORMAL_DEMAND,
        title=words.title,
        visibility=Document.Visibility.HOLDERS,
        origin=Document.Origin.LANDLORD,
        issued_on=day,
        tenant_account=account,
        lease=lease,
        reference=demand.code,
        actor=actor,
        now=now,
    )
    demand.save(update_fields=["document"])
    record(
        event=Event.FORMAL_DEMAND_ISSUED,
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        agency_id=account.agency.erp_id,
        subject=demand,
        deadline_on=deadline.isoformat(),
    )
    letters.tell_demand(demand, now=now)
    alert_demand(demand, actor=actor, now=now)
    return demand


@transaction.atomic
def cancel_demand(
    *, demand: FormalDemand, cause: str, staff: StaffMember, actor: Actor, now: dt.datetime
) -> FormalDemand:
    """Cancel a formal demand, by hand, for a coded cause; the holders are told.

    Raises:
        MoveRefused: it is cancelled already.
        NotYours: it is outside the agencies or the trade of ``staff``.
    """
    account = lock_one(
        TenantAccount.objects.filter(pk=demand.tenant_account_id).select_related("agency")
    )
    _their_work(staff, account)
    locked = lock_one(FormalDemand.objects.filter(pk=demand.pk))
    _cancel(locked, cause, None, actor=actor, now=now)
    letters.tell_demand_cancelled(locked, now=now)
    alert_demand_cancelled(locked, actor=actor, now=now)
    return locked


def cancel_for(*, certificate: Certificate, actor: Actor, now: dt.datetime) -> None:
    """Cancel the demand that a valid certificate answers; the decision's own letter tells it."""
    rows = FormalDemand.objects.filter(lease=certificate.lease_id, state=FormalDemand.State.ISSUED)
    for demand in lock(rows):
        _cancel(demand, FormalDemand.Cause.CERTIFICATE, certificate, actor=actor, now=now)


def stand_again_after(*, certificate: Certificate, actor: Actor, now: dt.datetime) -> None:
    """Put a demand back in force when the acceptance that cancelled it is taken back."""
    rows = FormalDemand.objects.filter(certificate=certificate, state=FormalDemand.State.CANCELLED)
    for demand in lock(rows):
        move(
            demand,
            FormalDemand.State.ISSUED,
            actor=actor,
            now=now,
            event=Event.FORMAL_DEMAND_STANDS_AGAIN,
            tenant_account_id=demand.tenant_account_id,
        )
        demand.cancelled_because, demand.certificate = "", None
        demand.save(update_fields=["cancelled_because", "certificate"])


def _cancel(
    demand: FormalDemand,
    cause: str,
    certificate: Certificate | None,
    *,
    actor: Actor,
    now: dt.datetime,
) -> None:
    move(
        demand,
        FormalDemand.State.CANCELLED,
        actor=actor,
        now=now,
        event=Event.FORMAL_DEMAND_CANCELLED,
        tenant_account_id=demand.tenant_account_id,
    )
    demand.cancelled_because, demand.certificate = FormalDemand.Cause(cause), certificate
    demand.save(update_fields=["cancelled_because", "certificate"])


def _their_work(staff: StaffMember, account: TenantAccount) -> None:
    if not (
        may_see_agency(staff, account.agency.erp_id)
        and may_work_on(staff.role, Case.Kind.CERTIFICATE)
    ):
        raise NotYours()
