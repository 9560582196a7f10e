"""Threads as their readers on the tenant's side may see them.

A person's threads are theirs; a shared one is read by the co-holder it was shared with, as long
as they hold the account, then up to the day they left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
    Window,
)
from django.db.models.expressions import Combinable

from palier.domain.access.queries import AccountView, people_of, tenant_accounts_for
from palier.domain.access.queries.views import Reader
from palier.domain.access.rules.delegating import Scope
from palier.domain.landlord.queries import today as landlord_today
from palier.domain.messaging.models import Attachment, Draft, Message, Reading, Share, Thread
from palier.domain.messaging.queries.holders import holders_of, present, present_holders
from palier.domain.messaging.queries.said import ThreadSummary, summaries
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.paging import Key, Page, paged

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One thread as one reader has it.

    ``is_own``: it is theirs, not shared with them. ``until``: the last day they may read of it;
    ``None`` for no limit. ``may_write``: they may answer. ``draft``: what they have begun to
    write there, ``None`` for nothing. ``read_at``, ``read_by_agency``: until when they, and
    the agency, have read it; ``None`` for never.
    """

    thread: Thread
    is_own: bool
    until: dt.date | None
    may_write: bool
    draft: str | None
    read_at: dt.datetime | None
    read_by_agency: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who else reads a thread of one's own, and who else could."""

    shared_with: tuple[Person, ...]
    could_read: tuple[Person, ...]


def threads_for(
    user: Reader,
    today: dt.date,
    *,
    cursor: str = "",
    views: Sequence[AccountView] | None = None,
) -> Page[ThreadSummary]:
    """Give the reader's threads, the one with the latest message first.

    ``views``: the accounts of ``user``, when the caller has read them already.
    """

    def earlier(key: Key) -> Q:
        instant = dt.datetime.fromisoformat(str(key[0]))
        return Q(last_at__lt=instant) | Q(last_at=instant, pk__lt=int(key[1]))

    if not user.is_authenticated:
        return Page([])
    people, views = _reader(user, today, views)
    rows = _visible(people, views).select_related("case", "person")
    page = paged(
        rows.annotate(unread=_is_unread(user), shared=_is_shared()).order_by("-last_at", "-pk"),
        cursor=cursor,
        beyond=earlier,
        key=lambda thread: (thread.last_at.isoformat(), thread.pk),
        size=A_PAGE,
    )
    return Page(_summed(page.rows), page.next_cursor, page.first)


@dataclass(frozen=True, slots=True)
class Inbox:
    """The latest threads, unread ones first, and how many in all hold something unread."""

    threads: tuple[ThreadSummary, ...] = ()
    unread_count: int = 0


def inbox_of(user: Reader, views: Sequence[AccountView], *, most: int = 3) -> Inbox:
    """Give the inbox of accounts the caller was allowed to fetch, in one query."""
    if not user.is_authenticated or not views:
        return Inbox()
    unread = When(_is_unread(user), then=1)
    rows = (
        _visible({view.person.pk for view in views}, views)
        .select_related("case", "person")
        .annotate(
            unread=_is_unread(user),
            shared=_is_shared(),
            written=_is_written_to(user),
            unread_in_all=Window(Sum(Case(unread, default=0, output_field=IntegerField()))),
        )
        .order_by(F("unread").desc(), "-last_at", "-pk")
    )[:most]
    first = next(iter(rows), None)
    only_told = {row.pk for row in rows if row.unread and not row.written}
    return Inbox(tuple(_summed(rows, only_told)), first.unread_in_all if first else 0)


def thread_for(
    user: Reader, code: str, today: dt.date, *, views: Sequence[AccountView] | None = None
) -> ThreadView:
    """Give one thread that the reader may read; ``views`` as for ``threads_for``.

    Raises:
        NotYours: there is none of that code, or it is somebody else's.
    """
    if not user.is_authenticated:
        raise NotYours()
    people, views = _reader(user, today, views)
    mine = {"thread": OuterRef("pk"), "user": user.pk or 0}
    at_desk = Reading.objects.filter(thread=OuterRef("pk"), at_desk=True).values("thread")
    thread = (
        _visible(people, views)
        .select_related("case", "person", "tenant_account__agency")
        .annotate(
            draft=Subquery(Draft.objects.filter(**mine).values("text")[:1]),
            read_at=Subquery(Reading.objects.filter(**mine).values("read_at")[:1]),
            read_by_agency=Subquery(at_desk.values(last=Max("read_at"))[:1]),
        )
        .filter(code=code)
        .first()
    )
    if thread is None:
        raise NotYours()
    told = {
        "draft": thread.draft,
        "read_at": thread.read_at,
        "read_by_agency": thread.read_by_agency,
    }
    if thread.person_id in people or thread.person.replaced_by_id in people:
        return ThreadView(thread, True, None, True, **told)
    view = next(view for view in views if view.tenant_account.pk == thread.tenant_account_id)
    return ThreadView(thread, False, view.until, not view.is_former, **told)


def sharing_of(view: ThreadView, account: AccountView | None, today: dt.date) -> Sharing:
    """Give who else reads a thread of one's own, and who could, in one query.

    ``account``: the reader's view of the account of the thread; ``None`` when it is closed to
    them. Who left the account shares no more, but is told with whom they did.
    """
    if not view.is_own:
        return Sharing((), ())
    shares = Share.objects.filter(thread=view.thread, person=OuterRef("person"))
    rows = list(holders_of(view.thread.tenant_account).annotate(shares=Exists(shares)))
    may_share = account is not None and not account.is_former
    return Sharing(
        tuple({row.person_id: row.person for row in rows if row.shares}.values()),
        tuple(
            person
            for person in (present(rows, today) if may_share else ())
            if account is not None and person.pk != account.person.pk
        ),
    )


def attachment_for(user: Reader, code: str, today: dt.date) -> Attachment:
    """Give one file of a message that the reader may read.

    Raises:
        NotYours
    """
    found = Attachment.objects.filter(code=code).select_related("file", "message__thread").first()
    if found is None:
        raise NotYours()
    view = thread_for(user, found.message.thread.code, today)
    if view.until is not None and landlord_today(found.message.sent_at) > view.until:
        raise NotYours()
    return found


def draft_of(user: Reader, tenant_account: TenantAccount) -> Draft | None:
    """Give the message the user has begun to write for an account."""
    rows = Draft.objects.filter(user_id=user.pk or 0, thread=None, tenant_account=tenant_account)
    return rows.first()


def drafts_of(user: Reader) -> list[Draft]:
    """Give everything the user has begun to write, the latest first, accounts loaded."""
    rows = Draft.objects.filter(user_id=user.pk or 0).select_related("thread", "tenant_account")
    return list(rows.order_by("-saved_at"))


def co_holders_of(view: AccountView, today: dt.date) -> list[Person]:
    """Give the other present holders of an account: with whom a thread may be shared."""
    if view.is_former:
        return []
    holders = present_holders(view.tenant_account, today)
    return [person for person in holders if person.pk != view.person.pk]


def _reader(
    user: Reader, today: dt.date, views: Sequence[AccountView] | None
) -> tuple[set[int], Sequence[AccountView]]:
    """Give the persons a reader is, by their keys, and the accounts they may see."""
    if views is not None:
        return {view.person.pk for view in views}, views
    people = {person.pk for person in people_of(user, Scope.MESSAGES)}
    return people, tenant_accounts_for(user, today, for_=Scope.MESSAGES)


def _visible(people: set[int], views: Sequence[AccountView]) -> QuerySet[Thread]:
    own = Q(person__in=people) | Q(person__replaced_by__in=people)
    accounts = Q(pk__in=())
    for view in views:
        reachable = Q(tenant_account=view.tenant_account)
        if view.until is not None:
            reachable &= Q(started_at__date__lte=view.until)
        accounts |= reachable
    with_me = Share.objects.filter(thread=OuterRef("pk")).filter(
        Q(person__in=people) | Q(person__replaced_by__in=people)
    )
    return Thread.objects.filter(own | (Exists(with_me) & accounts))


def _is_unread(user: Reader) -> Combinable | Q:
    read = Reading.objects.filter(
        thread=OuterRef("pk"), user_id=user.pk or 0, read_at__gte=OuterRef("last_from_agency_at")
    )
    return Q(last_from_agency_at__isnull=False) & ~Exists(read)


def _is_shared() -> Exists:
    return Exists(Share.objects.filter(thread=OuterRef("pk")))


def _is_written_to(user: Reader) -> Exists:
    """Say that somebody of the agency wrote what ``user`` has not read."""
    read = Reading.objects.filter(
        thread=OuterRef("thread"), user_id=user.pk or 0, read_at__gte=OuterRef("sent_at")
    )
    by_hand = Message.objects.filter(thread=OuterRef("pk"), from_agency=True)
    return Exists(by_hand.exclude(kind=Message.Kind.NOTICE).filter(~Exists(read)))


def _summed(
    rows: Sequence[Thread] | QuerySet[Thread], only_told: Collection[int] = ()
) -> list[ThreadSummary]:
    found = list(rows)
    unread = {thread.pk for thread in found if thread.unread}  # type: ignore[attr-defined]
    shared = {thread.pk for thread in found if thread.shared}  # type: ignore[attr-defined]
    return summaries(found, unread=unread, shared=shared, only_told=only_told)
