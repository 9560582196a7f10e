"""Threads as the staff may see them.

A thread is worked on by whoever works on its case. It is read, besides, by the agency of its
tenant account: a transfer hides nothing from the agency that knows the tenant.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from palier.domain.access.queries import accesses_of
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.casework.queries import workable_by
from palier.domain.casework.rules import TEAMS, may_work_on
from palier.domain.ledger.queries import balance_in
from palier.domain.messaging import rules
from palier.domain.messaging.models import Attachment, Draft, Reading, Thread
from palier.domain.messaging.queries.said import ThreadSummary, summaries
from palier.domain.tenancy.models import Person, TenantAccount
from palier.domain.tenancy.queries import addresses_of, holders_of
from palier.foundation.codes import normalised
from palier.foundation.dates import long_date
from palier.foundation.errors import NotYours

ON_FILE = 15


@dataclass(frozen=True, slots=True)
class DeskThread:
    """One thread as one member of staff has it; ``may_write``: its case is their work.

    ``draft``: what they have begun to write there, ``None`` for nothing.
    ``read_by_tenant``: until when somebody on the tenant's side has read it; ``None`` for never.
    ``read_at``: until when the member of staff has read it; ``None`` for never.
    ``balance_cents``: of its account.
    """

    thread: Thread
    may_write: bool
    draft: str | None = None
    read_by_tenant: dt.datetime | None = None
    read_at: dt.datetime | None = None
    balance_cents: int = 0


@dataclass(frozen=True, slots=True)
class Addressee:
    """A holder an advisor may write to; ``reads`` is their portal access."""

    person: Person
    is_former: bool
    reads: bool


def thread_at_desk(staff: StaffMember, code: str) -> DeskThread:
    """Give one thread that ``staff`` may read.

    Raises:
        NotYours: there is none, or it is of other agencies or another trade.
    """
    mine = {"thread": OuterRef("pk"), "user": staff.user_id}
    readers = Reading.objects.filter(thread=OuterRef("pk"), at_desk=False).values("thread")
    thread = (
        _readable(staff)
        .select_related(
            "case__assigned_to__user",
            "case__tenant_account__agency",
            "case__person",
            "case__user",
            "person",
            "tenant_account__agency",
        )
        .annotate(
            is_work=Exists(workable_by(staff).filter(pk=OuterRef("case_id"))),
            draft=Subquery(Draft.objects.filter(**mine).values("text")[:1]),
            read_by_tenant=Subquery(readers.values(last=Max("read_at"))[:1]),
            balance_cents=balance_in("tenant_account"),
            read_by_me=Subquery(Reading.objects.filter(**mine).values("read_at")[:1]),
        )
        .filter(code=normalised(code))
        .first()
    )
    if thread is None:
        raise NotYours()
    has_case = thread.case is not None
    return DeskThread(
        thread,
        may_write=thread.is_work if has_case else may_work_on(staff.role, "message"),
        draft=thread.draft,
        read_by_tenant=thread.read_by_tenant,
        read_at=thread.read_by_me,
        balance_cents=thread.balance_cents,
    )


def threads_of_account_for(
    staff: StaffMember, tenant_account: TenantAccount
) -> list[ThreadSummary]:
    """Give the threads of one account that ``staff`` may read, the latest message first."""
    rows = _readable(staff).filter(tenant_account=tenant_account)
    return summaries(rows.select_related("case", "person").order_by("-last_at", "-pk")[:ON_FILE])


def attachment_at_desk(staff: StaffMember, code: str) -> Attachment:
    """Give one file of a thread that ``staff`` may read.

    Raises:
        NotYours
    """
    found = (
        Attachment.objects.filter(code=code, message__thread__in=_readable(staff))
        .select_related("file", "message__thread__tenant_account__agency")
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def addressees_of(tenant_account: TenantAccount) -> list[Addressee]:
    """Give the holders of an account the caller was allowed to fetch, present ones first."""
    holders = holders_of([tenant_account])[tenant_account.pk]
    links = accesses_of([holder.person_id for holder in holders])
    found: dict[int, Addressee] = {}
    for holder in holders:
        reads = any(link.state == link.State.PROVEN for link in links.get(holder.person_id, ()))
        former = (holder.ends_on or holder.absent_since) is not None
        found.setdefault(holder.person_id, Addressee(holder.person, former, reads))
    return list(found.values())


def values_for(thread: Thread, staff: StaffMember) -> dict[str, str]:
    """Give what fills the variables of a reply text in a thread (``rules.VARIABLES``)."""
    account, person = thread.tenant_account, thread.person
    values = {
        "given_name": person.given_names.partition(",")[0].strip(),
        "family_name": person.family_name,
        "reference": account.customer_reference,
        "address": addresses_of([account]).get(account.pk, ""),
        "agency": account.agency.name,
        "phone": account.agency.phone,
        "hours": account.agency.hours,
        "advisor": str(staff.user),
        "number": thread.number,
        "promised_on": long_date(thread.case.promised_on) if thread.case else "",
    }
    assert set(values) == set(rules.VARIABLES)
    return values


def _readable(staff: StaffMember) -> QuerySet[Thread]:
    if staff.ended_at is not None:
        return Thread.objects.none()
    scope = agencies_of(staff)
    if staff.role in TEAMS:
        return Thread.objects.filter(scope.within("case__agency_id"), case__team=staff.role)
    if not may_work_on(staff.role, "message"):
        return Thread.objects.none()
    return Thread.objects.filter(
        scope.within("tenant_account__agency__erp_id")
        | (Q(case__isnull=False) & scope.within("case__agency_id"))
    )
