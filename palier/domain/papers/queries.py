"""Who may read which paper, and what is still to be given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.access.queries.views import Reader
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import agencies_of
from palier.domain.casework.models import Decision
from palier.domain.casework.queries import decisions_about
from palier.domain.documents.intake.queries import Tray
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours

PURPOSE = "papers"
PAPER, IMPEDIMENT = "papers.paper", "papers.impediment"
MOST_SHOWN = 200
TO_DO = "papers.to-do"
"""How ``casework.queries.to_do`` tells the room's rows from others."""


@dataclass(frozen=True, slots=True)
class RequestStory:
    """A request with what was deposited or said about it, the newest first."""

    asked: PaperRequest
    papers: list[Paper]
    impediments: list[Impediment]
    decisions: dict[str, Decision]
    """The decision in force, by the code of the paper or of the impediment."""


def to_do_of(view: AccountView) -> list[PaperRequest]:
    """Give what the reader still has to give, the nearest deadline first, in one query."""
    if view.is_former:
        return []
    rows = _asked_of(view).filter(state__in=PaperRequest.TO_DO)
    return list(rows.order_by("due_on", "pk"))


def to_do_rows(view: AccountView) -> QuerySet[Any]:
    """Give ``to_do_of`` as rows for ``casework.queries.to_do``."""
    rows = PaperRequest.objects.none() if view.is_former else _asked_of(view)
    decided = Concat(_last_code(Paper), Value(" "), _last_code(Impediment))
    return rows.filter(state__in=PaperRequest.TO_DO).values_list(
        Value(TO_DO), "code", "title", Cast("reason", TextField()), "due_on", decided
    )


def requests_of(view: AccountView) -> list[PaperRequest]:
    """Give every paper asked of the reader, the unfinished first, the nearest deadline first."""
    rows = list(_asked_of(view).order_by("-asked_at", "-pk")[:MOST_SHOWN])
    live = [row for row in rows if row.state in PaperRequest.LIVE]
    live.sort(key=lambda row: (row.state not in PaperRequest.TO_DO, row.due_on))
    return live + [row for row in rows if row.state not in PaperRequest.LIVE]


def papers_of(view: AccountView) -> list[Paper]:
    """Give what the reader deposited or is shared with them, the newest first."""
    shared = Q(shared=True) & view.within("deposited_on")
    rows = _papers().filter(tenant_account=view.tenant_account)
    rows = rows.filter(Q(person=view.person) | shared)
    return list(rows.order_by("-deposited_at", "-pk")[:MOST_SHOWN])


def request_for(user: Reader, code: str, today: dt.date) -> tuple[PaperRequest, AccountView]:
    """Give ``request_among`` the accounts of ``user``.

    Raises:
        NotYours
    """
    return request_among(tenant_accounts_for(user, today, for_=Scope.PAPERS), code)


def request_among(views: Sequence[AccountView], code: str) -> tuple[PaperRequest, AccountView]:
    """Give a request asked of the reader of ``views``, with the account as they see it.

    Raises:
        NotYours: there is none of that code, or it is asked of somebody else.
    """
    for view in views:
        found = _asked_of(view).filter(code=code).first()
        if found is not None:
            return found, view
    raise NotYours()


def paper_for(user: Reader, code: str, today: dt.date) -> Paper:
    """Give a paper the reader deposited, or that is shared with them.

    Raises:
        NotYours: there is none of that code, or it is another person's.
    """
    return paper_among(tenant_accounts_for(user, today, for_=Scope.PAPERS), code)


def paper_among(views: Sequence[AccountView], code: str) -> Paper:
    """Give ``paper_for`` the reader whose accounts ``views`` are.

    Raises:
        NotYours
    """
    for view in views:
        found = (
            _papers()
            .filter(code=code, tenant_account=view.tenant_account)
            .filter(Q(person=view.person) | Q(shared=True) & view.within("deposited_on"))
            .first()
        )
        if found is not None:
            return found
    raise NotYours()


def story_for(view: AccountView, asked: PaperRequest) -> RequestStory:
    """Give what happened about a request, as its reader may see it."""
    mine = Q(person=view.person)
    papers = _papers().filter(request=asked).filter(mine | Q(shared=True))
    impediments = Impediment.objects.filter(mine, request=asked)
    return _story(asked, papers, impediments)


def story_at_desk(asked: PaperRequest) -> RequestStory:
    """Give everything that happened about a request that the caller was allowed to fetch."""
    return _story(asked, _papers().filter(request=asked), Impediment.objects.filter(request=asked))


def papers_before(asked: PaperRequest, paper: Paper | None) -> list[tuple[Paper, Decision | None]]:
    """Give what else was deposited for a request the caller may fetch, the oldest first."""
    rows = _papers().filter(request=asked).order_by("deposited_at", "pk")
    others = [row for row in rows if paper is None or row.pk != paper.pk]
    decided = decisions_of(others)
    return [(row, decided.get(row.code)) for row in others]


def decisions_of(papers: Sequence[Paper]) -> dict[str, Decision]:
    """Give the decision in force about each paper, by its code."""
    return decisions_about(PAPER, [paper.code for paper in papers])


def requests_at_desk(staff: StaffMember, account: TenantAccount) -> list[PaperRequest]:
    """Give what was asked of an account of the reader's agencies, the newest first.

    Raises:
        NotYours: the account belongs to another agency.
    """
    _refuse_other_agency(staff, account)
    rows = PaperRequest.objects.filter(tenant_account=account)
    return list(rows.select_related("person", "asked_by__user").order_by("-asked_at")[:MOST_SHOWN])


def papers_at_desk(staff: StaffMember, account: TenantAccount) -> list[Paper]:
    """Give what was deposited for an account of the reader's agencies, the newest first.

    Raises:
        NotYours: the account belongs to another agency.
    """
    _refuse_other_agency(staff, account)
    rows = _papers().filter(tenant_account=account)
    return list(rows.order_by("-deposited_at", "-pk")[:MOST_SHOWN])


def request_at_desk(staff: StaffMember, code: str) -> PaperRequest:
    """Give a request of the reader's agencies.

    Raises:
        NotYours: there is none, or it belongs to another agency.
    """
    rows = PaperRequest.objects.select_related("tenant_account__agency", "person")
    found = rows.filter(code=code).first()
    if found is None:
        raise NotYours()
    _refuse_other_agency(staff, found.tenant_account)
    return found


def paper_coded(code: str) -> Paper:
    """Give a paper by its code; the caller has authorised its case.

    Raises:
        NotYours: there is none.
    """
    found = _papers().filter(code=code).first()
    if found is None:
        raise NotYours()
    return found


def impediment_coded(code: str) -> Impediment:
    """Give an impediment by its code; the caller has authorised its case.

    Raises:
        NotYours: there is none.
    """
    rows = Impediment.objects.select_related("request__tenant_account__agency", "person", "user")
    found = rows.filter(code=code).first()
    if found is None:
        raise NotYours()
    return found


def tray_of(owner: User, asked: PaperRequest | None) -> Tray:
    """Give where the files of a deposit wait."""
    return Tray(owner, PURPOSE, asked.code if asked else "")


def _story(
    asked: PaperRequest, papers: QuerySet[Paper], impediments: QuerySet[Impediment]
) -> RequestStory:
    deposited = list(papers.order_by("-deposited_at", "-pk"))
    said = list(impediments.order_by("-said_at", "-pk"))
    decided = decisions_about(PAPER, [row.code for row in deposited])
    decided |= decisions_about(IMPEDIMENT, [row.code for row in said])
    return RequestStory(asked, deposited, said, decided)


def _asked_of(view: AccountView) -> QuerySet[PaperRequest]:
    """Keep what is asked of the reader; a former holder keeps what was asked of them by name."""
    mine = Q(person=view.person)
    if not view.is_former:
        mine |= Q(person=None)
    return PaperRequest.objects.filter(mine, tenant_account=view.tenant_account)


def _papers() -> QuerySet[Paper]:
    return Paper.objects.select_related(
        "tenant_account__agency",
        "person",
        "user",
        "document__file",
        "request__person",
        "filed_by__user",
    )


def _refuse_other_agency(staff: StaffMember, account: TenantAccount) -> None:
    if account.agency.erp_id not in agencies_of(staff):
        raise NotYours()


def _last_code(model: type[Paper] | type[Impediment]) -> Coalesce:
    """Give the code of the last answer of one kind to a request; empty for none."""
    rows = model._default_manager.filter(request=OuterRef("pk")).order_by("-pk").values("code")
    return Coalesce(Subquery(rows[:1]), Value(""))
