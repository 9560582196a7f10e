from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models as db
from django.db.models import Count, Q, QuerySet

from palier.domain.access.queries.views import Reader
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.casework import reasons, rules
from palier.domain.casework.models import Case, CaseFile, CaseMessage, Decision, Reason
from palier.domain.casework.readers import own_cases
from palier.domain.casework.reasons import Worded
from palier.domain.landlord.queries import today as landlord_today
from palier.domain.ledger.queries import balance_in
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.paging import Key, Page, paged
from palier.foundation.sentences import WRITTEN_IN, read_again

A_PAGE = 25
WAITING = "waiting"
EVERY_STATE = "every"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What an advisor wants to see of the queue; the default is all that waits.

    ``state`` is ``waiting``, ``every`` or a state; ``agency_id`` ``None`` is all of the
    reader's agencies and ``""`` the cases no agency has yet; ``late_on`` keeps what was
    promised before that day; ``search`` is a case number.
    """

    kind: str = ""
    state: str = WAITING
    agency_id: str | None = None
    mine: bool = False
    unassigned: bool = False
    late_on: dt.date | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many cases wait in the reader's queue."""

    waiting: int = 0
    late: int = 0
    mine: int = 0
    unassigned: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a case."""

    from_agency: bool
    author_name: str
    channel: str
    text: str
    sent_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case as its requester sees it."""

    code: str
    kind: str
    subject: str
    state: str
    opened_on: dt.date
    promised_on: dt.date
    answered_on: dt.date | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing a tenant still has to do, as a room above keeps it.

    ``title`` and ``text`` are the room's own words or codes; ``day`` its deadline or date.
    ``decided`` are the codes of the rows whose refusal leaves it to be done: what tells that
    refusal tells nothing more.
    """

    room: str
    code: str
    title: str
    text: str
    day: dt.date
    decided: tuple[str, ...] = ()


def to_do(*rooms: QuerySet[Any]) -> list[ToDo]:
    """Read the things to do of several rooms in one query.

    Each room gives its rows as the values ``room, code, title, text, day, decided``, in that
    order; ``decided`` are codes with a space between.
    """
    first, *others = rooms
    return [
        ToDo(room, code, title, text, day, tuple(decided.split()))
        for room, code, title, text, day, decided in first.union(*others, all=True)
    ]


def queue_for(staff: StaffMember, chosen: QueueFilter, *, cursor: str = "") -> Page[Case]:
    """Give the reader's queue, the oldest promise first, with what a line shows loaded."""

    def later(key: Key) -> Q:
        day = dt.date.fromisoformat(str(key[0]))
        return Q(promised_on__gt=day) | Q(promised_on=day, pk__gt=int(key[1]))

    rows = _chosen(workable_by(staff), staff, chosen)
    return paged(
        rows.select_related("tenant_account", "person", "user", "assigned_to__user").order_by(
            "promised_on", "pk"
        ),
        cursor=cursor,
        beyond=later,
        key=lambda case: (case.promised_on.isoformat(), case.pk),
        size=A_PAGE,
    )


def case_after(staff: StaffMember, chosen: QueueFilter, case: Case) -> str:
    """Give the number of the waiting case that comes after ``case``; empty for none.

    In the queue ``chosen``, without what a colleague took; after the last comes the first.
    """
    waiting = replace(chosen, state=WAITING, search="")
    rows = _chosen(workable_by(staff), staff, waiting).filter(
        Q(assigned_to=None) | Q(assigned_to=staff)
    )
    later = Q(promised_on__gt=case.promised_on) | Q(promised_on=case.promised_on, pk__gt=case.pk)
    turn = db.Case(db.When(later, then=0), default=1)
    found = rows.exclude(pk=case.pk).annotate(turn=turn).order_by("turn", "promised_on", "pk")
    return found.values_list("code", flat=True).first() or ""


def decisions_to_undo(staff: StaffMember, now: dt.datetime) -> list[Decision]:
    """Give the latest decisions of ``staff`` that can still be taken back, the newest first."""
    rows = Decision.objects.filter(
        decided_by=staff, undone_at=None, announced_at=None, undo_until__gt=now
    )
    return list(rows.select_related("case").order_by("-decided_at", "-pk")[:3])


def counts_for(staff: StaffMember, *, today: dt.date) -> QueueCounts:
    """Count what waits in the reader's queue, in one query."""
    rows = (
        workable_by(staff)
        .filter(state__in=Case.WAITING)
        .order_by()
        .values("kind")
        .annotate(
            waiting=Count("pk"),
            late=Count("pk", filter=Q(promised_on__lt=today)),
            mine=Count("pk", filter=Q(assigned_to=staff)),
            unassigned=Count("pk", filter=Q(assigned_to=None)),
        )
    )
    found = list(rows)
    return QueueCounts(
        waiting=sum(row["waiting"] for row in found),
        late=sum(row["late"] for row in found),
        mine=sum(row["mine"] for row in found),
        unassigned=sum(row["unassigned"] for row in found),
        by_kind={row["kind"]: row["waiting"] for row in found},
    )


def case_for(staff: StaffMember, code: str) -> Case:
    """Give one case with its people loaded, and the balance of its account.

    ``balance_cents``: 0 without an account.

    Raises:
        NotYours: there is none, or it belongs to other agencies or another trade.
    """
    case = (
        workable_by(staff)
        .select_related("tenant_account__agency", "person", "user", "assigned_to__user")
        .annotate(balance_cents=balance_in("tenant_account"))
        .filter(code=code)
        .first()
    )
    if case is None:
        raise NotYours()
    return case


def cases_of_account_for(staff: StaffMember, tenant_account: TenantAccount) -> list[Case]:
    """Give the cases of one tenant account that the reader works on, the newest first."""
    rows = workable_by(staff).filter(tenant_account=tenant_account)
    return list(rows.select_related("assigned_to__user").order_by("-opened_at", "-pk")[:A_PAGE])


def messages_of(case: Case) -> list[Said]:
    """Give what was said in a case the caller was allowed to fetch, the oldest first."""
    return [
        Said(row.from_agency, row.author_name, row.channel, read_again(row.text), row.sent_at)
        for row in CaseMessage.objects.filter(case=case).order_by("sent_at", "pk")
    ]


def colleagues_for(staff: StaffMember, case: Case) -> list[StaffMember]:
    """Give whom a case may be assigned to: those who see its agency and do this work."""
    rows = (
        StaffMember.objects.filter(ended_at=None, user__is_active=True)
        .filter(Q(every_agency=True) | Q(scopes__agency_id=case.agency_id))
        .select_related("user")
        .distinct()
        .order_by("user__display_name", "pk")
    )
    return [row for row in rows if rules.may_work_on(row.role, case.kind, case.team)]


def open_cases_of(user: Reader) -> list[CaseSummary]:
    """Give the user's own unfinished cases, the oldest promise first."""
    if not user.is_authenticated:
        return []
    rows = Case.objects.filter(own_cases(user)).exclude(state=Case.State.CLOSED)
    rows = rows.exclude(kind=Case.Kind.MESSAGE)
    return _summaries(rows.order_by("promised_on", "pk"))


def cases_of(user: Reader) -> list[CaseSummary]:
    """Give all of the user's own cases, the newest first; a thread of messages has its page."""
    if not user.is_authenticated:
        return []
    rows = Case.objects.filter(own_cases(user)).exclude(kind=Case.Kind.MESSAGE)
    return _summaries(rows.order_by("-opened_at", "-pk")[:100])


def my_case_for(user: Reader, code: str) -> Case:
    """Give one of the user's own cases.

    Raises:
        NotYours: there is none of that code, or somebody else opened it.
    """
    if not user.is_authenticated:
        raise NotYours()
    mine = Case.objects.filter(own_cases(user), code=code)
    case = mine.select_related("tenant_account__agency").first()
    if case is None:
        raise NotYours()
    return case


def unfinished_case_of(live_key: str) -> Case | None:
    """Give the unfinished case opened under ``live_key``, if there is one."""
    return Case.objects.filter(live_key=live_key).first()


def reasons_of(kind: str, language: str = "fr", *, retired: bool = False) -> list[Worded]:
    """Give the reasons with which ``kind`` may be refused, in the landlord's order and words.

    The catalogue of the code lies under what the landlord changed or added; whether a reason
    is offered, and where, is what its French wording says. ``retired`` keeps those that are
    offered no more.
    """
    worded = {
        (row.code, row.language): row
        for row in Reason.objects.filter(kind=kind, language__in={"fr", language})
    }
    found = {reason.code: reason for reason in reasons.ours(kind, language)}
    for code in {code for code, _language in worded}:
        french, own = worded.get((code, "fr")), worded.get((code, language))
        base = found.get(code)
        leading = french or own
        assert leading is not None
        words = own or (None if base else leading)
        found[code] = Worded(
            code=code,
            sentence=words.sentence if words else base.sentence if base else "",
            remedy=words.remedy if words else base.remedy if base else "",
            active=leading.active,
            position=leading.position or (base.position if base else 1_000),
            is_ours=base is not None,
            is_changed=own is not None,
        )
    kept = (reason for reason in found.values() if retired or reason.active)
    return sorted(kept, key=lambda reason: (reason.position, reason.code))


def case_about(subject_kind: str, subject_reference: str) -> Case | None:
    """Give the latest case about a row of another room, finished or not."""
    rows = Case.objects.filter(subject_kind=subject_kind, subject_reference=subject_reference)
    return rows.order_by("-opened_at", "-pk").first()


def decisions_about(subject_kind: str, references: Iterable[str]) -> dict[str, Decision]:
    """Give the decision in force about each row of another room, by its reference."""
    rows = Decision.objects.filter(
        case__subject_kind=subject_kind,
        case__subject_reference__in=list(references),
        undone_at=None,
    ).select_related("case")
    return {row.case.subject_reference: row for row in rows.order_by("decided_at", "pk")}


def worded_in_french(decision: Decision) -> tuple[str, str]:
    """Give the reason of a decision and what to do, as the desk reads them."""
    if decision.language != WRITTEN_IN:
        for reason in reasons_of(decision.case.kind, WRITTEN_IN, retired=True):
            if reason.code == decision.reason_code:
                return reason.sentence, reason.remedy
    return decision.sentence, decision.remedy


def decision_of(case: Case) -> Decision | None:
    """Give the decision in force about a case."""
    rows = Decision.objects.filter(case=case, undone_at=None).select_related("decided_by__user")
    return rows.order_by("-decided_at", "-pk").first()


def hardship_key(tenant_account_pk: int, person_pk: int) -> str:
    """Name the one unfinished hardship case a person may have on an account."""
    return f"hardship:{tenant_account_pk}:{person_pk}"


def summary_of(case: Case) -> CaseSummary:
    """Give a case as its requester sees it."""
    return CaseSummary(
        code=case.code,
        kind=case.kind,
        subject=read_again(case.subject),
        state=case.state,
        opened_on=landlord_today(case.opened_at),
        promised_on=case.promised_on,
        answered_on=landlord_today(case.answered_at) if case.answered_at else None,
        is_waiting=case.is_waiting,
    )


def _summaries(rows: Iterable[Case]) -> list[CaseSummary]:
    return [summary_of(case) for case in rows]


def workable_by(staff: StaffMember) -> QuerySet[Case]:
    """Keep what the reader may work on: the agencies of theirs, the kinds of their trade."""
    if staff.ended_at is not None:
        return Case.objects.none()
    rows = Case.objects.filter(agencies_of(staff).within("agency_id"))
    kinds = rules.KINDS_OF_ROLE.get(staff.role, frozenset())
    if staff.role in rules.TEAMS:
        rows = rows.exclude(~Q(team=staff.role), kind=Case.Kind.MESSAGE)
    return rows if kinds is None else rows.filter(kind__in=kinds)


def _chosen(rows: QuerySet[Case], staff: StaffMember, chosen: QueueFilter) -> QuerySet[Case]:
    if chosen.search:
        return rows.filter(code=chosen.search)
    if chosen.state == WAITING:
        rows = rows.filter(state__in=Case.WAITING)
    elif chosen.state != EVERY_STATE:
        rows = rows.filter(state=chosen.state)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.agency_id is not None:
        rows = rows.filter(agency_id=chosen.agency_id)
    if chosen.mine:
        rows = rows.filter(assigned_to=staff)
    if chosen.unassigned:
        rows = rows.filter(assigned_to=None)
    if chosen.late_on is not None:
        rows = rows.filter(promised_on__lt=chosen.late_on)
    return rows


def files_of(case: Case) -> list[CaseFile]:
    """Give the files that came with a case, in order."""
    return list(CaseFile.objects.filter(case=case.pk).select_related("file").order_by("position"))


def case_file_for(staff: StaffMember, code: str, position: int) -> CaseFile:
    """Give one file of a case that ``staff`` reads.

    Raises:
        NotYours: there is none, or the case is not theirs to read.
    """
    case = case_for(staff, code)
    found = next((one for one in files_of(case) if one.position == position), None)
    if found is None:
        raise NotYours()
    return found
