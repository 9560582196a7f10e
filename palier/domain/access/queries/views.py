"""What a user may see: the authorising reads that every tenant page goes through.

Only *proven* links count. An unproven user gets nothing, wherever they knock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Prefetch, Q, QuerySet

from palier.domain.access.models import Delegation, PersonLink
from palier.domain.access.rules.delegating import Scope, allows
from palier.domain.estate.models import Annex
from palier.domain.landlord.queries import delivered, figures_instant, settings_on, today
from palier.domain.tenancy.models import AccountHolder, Lease, Person, TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.periods import Period

Reader = AbstractBaseUser | AnonymousUser

FORMER = "former"


@dataclass(frozen=True, slots=True)
class AccountView:
    """One tenant account as one person sees it.

    ``role`` is ``holder``, ``co_holder`` or ``former``. A current holder sees the whole
    account (``since`` and ``until`` are ``None``); a former one sees from ``since`` to
    ``until``, both included, and, when the account ended with them (``until`` is
    ``None``), the closing entries that came after. ``fresh_at`` is the instant the ERP's
    figures are of, ``proven_at`` the one at which the person proved who they are.
    ``helps_others``: the reader may also act for somebody else.
    """

    tenant_account: TenantAccount
    person: Person
    role: str
    since: dt.date | None
    until: dt.date | None
    fresh_at: dt.datetime | None = None
    proven_at: dt.datetime | None = None
    helps_others: bool = False
    by_delegate: bool = False
    """Read by somebody who acts for ``person``: nothing about a bank account is theirs."""

    @property
    def is_former(self) -> bool:
        return self.role == FORMER

    def covers(self, day: dt.date) -> bool:
        """Tell whether what happened on ``day`` is theirs to see."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def covers_period(self, period: Period) -> bool:
        """Tell whether the month ``period`` overlaps what they may see."""
        return (self.since is None or self.since <= period.last_day) and (
            self.until is None or period.first_day <= self.until
        )

    def within(self, field: str) -> Q:
        """Give the condition that keeps the rows whose date ``field`` they may see."""
        kept = Q()
        if self.since is not None:
            kept &= Q(**{f"{field}__gte": self.since})
        if self.until is not None:
            kept &= Q(**{f"{field}__lte": self.until})
        return kept


def people_of(user: Reader, for_: Scope | None = None) -> list[Person]:
    """Give the persons ``user`` has proven to be, merged persons followed; else nothing.

    A delegate acting for somebody is that person, for what their scopes open: ``for_`` says
    what is asked, ``None`` what no delegate ever gets.
    """
    return [proven.person for proven in _proven(user, for_).values()]


def details_to_confirm(user: Reader, now: dt.datetime) -> list[Person]:
    """Give the persons of ``user`` who have not said for a year that their details are exact.

    The delay is the landlord's setting ``details_confirmation_months``; the year begins
    when the account opened.
    """
    months = int(settings_on(today(now))["details_confirmation_months"])
    return [
        proven.person
        for proven in _proven(user).values()
        if is_confirmation_due(proven.person, proven.at, months=months, now=now)
    ]


def is_confirmation_due(
    person: Person, proven_at: dt.datetime | None, *, months: int, now: dt.datetime
) -> bool:
    """Tell whether a year (``months``) has gone since the person last said « all is exact »."""
    since = now - dt.timedelta(days=round(months * 30.44))
    return (person.details_confirmed_at or proven_at or now) <= since


def held_by(user: Reader, today: dt.date) -> Q:
    """Give the condition of the delegations in force under which ``user`` may act."""
    return Q(user_id=user.pk or 0, state=Delegation.State.ACTIVE, ends_on__gte=today)


def tenant_accounts_for(
    user: Reader, today: dt.date, *, for_: Scope | None = None
) -> list[AccountView]:
    """Give every tenant account ``user`` may see: current ones first, the newest first.

    ``for_``: what a delegate needs to see them, as in ``people_of``.
    """
    people = _proven(user, for_)
    if not people:
        return []
    # Everyone's roles on the accounts are read with the reader's own: the last to leave
    # sees the closing entries that came after.
    mine = AccountHolder.objects.filter(delivered(), person__in=people)
    everyone: dict[int, list[AccountHolder]] = {}
    holdings = (
        AccountHolder.objects.filter(delivered(), delivered("tenant_account__"))
        .filter(tenant_account__in=mine.values("tenant_account"), tenant_account__replaced_by=None)
        .select_related("tenant_account__agency")
        .annotate(
            fresh_at=figures_instant(),
            helps_others=Exists(Delegation.objects.filter(held_by(user, today))),
        )
    )
    for holding in holdings:
        everyone.setdefault(holding.tenant_account_id, []).append(holding)
    views: dict[int, AccountView] = {}
    for key, holders in everyone.items():
        for role in holders:
            if role.person_id not in people:
                continue
            view = _view(role, people[role.person_id], holders, today)
            known = views.get(key)
            views[key] = view if known is None else _wider(known, view)
    found = sorted(views.values(), key=_order)
    if getattr(user, "acting_as", None) is not None:
        return [replace(view, by_delegate=True) for view in found]
    return found


def tenant_account_for(
    user: Reader, code: str, today: dt.date, *, for_: Scope | None = None
) -> AccountView:
    """Give the tenant account of public code ``code``; a renumbered one leads to its heir.

    ``for_``: what a delegate needs to see it, as in ``people_of``.

    Raises:
        NotYours: there is none, or ``user`` may not see it.
    """
    heir = (
        TenantAccount.objects.filter(code=code)
        .values_list("replaced_by__replaced_by__code", "replaced_by__code", "code")
        .first()
    )
    current = next((found for found in heir or () if found), None)
    for view in tenant_accounts_for(user, today, for_=for_):
        if view.tenant_account.code == current:
            return view
    raise NotYours()


def selected_tenant_account(
    user: Reader, remembered_code: str | None, today: dt.date
) -> AccountView | None:
    """Give the account last looked at if it is still theirs, else their first, else ``None``."""
    views = tenant_accounts_for(user, today)
    for view in views:
        if view.tenant_account.code == remembered_code:
            return view
    return views[0] if views else None


def leases_for(user: Reader, today: dt.date) -> list[Lease]:
    """Give the leases of every account ``user`` may see, in that order, dwellings first.

    Each comes with its tenant account, agency, dwelling, residence and annexes loaded. A
    former holder gets those that ran during their own time.
    """
    return leases_of(tenant_accounts_for(user, today))


def leases_of(views: Sequence[AccountView]) -> list[Lease]:
    """Give the leases of accounts the caller was allowed to fetch, as ``leases_for`` does."""
    by_account = {view.tenant_account.pk: view for view in views}
    rank = {key: position for position, key in enumerate(by_account)}
    leases = [
        lease
        for lease in _leases_loaded().filter(tenant_account__in=by_account)
        if _ran_during(lease, by_account[lease.tenant_account_id])
    ]
    return sorted(
        leases,
        key=lambda lease: (
            rank[lease.tenant_account_id],
            lease.kind != Lease.Kind.DWELLING,
            -lease.starts_on.toordinal(),
        ),
    )


def lease_for(user: Reader, code: str, today: dt.date) -> Lease:
    """Give the lease of public code ``code``, loaded as by ``leases_for``.

    Raises:
        NotYours: there is none, or ``user`` may not see it.
    """
    for lease in leases_for(user, today):
        if lease.code == code:
            return lease
    raise NotYours()


def _leases_loaded() -> QuerySet[Lease]:
    annexes = Prefetch("dwelling__annexes", queryset=Annex.objects.filter(delivered()))
    return (
        Lease.objects.filter(delivered())
        .select_related(
            "tenant_account__agency", "dwelling__residence", "annex__residence", "annex__dwelling"
        )
        .prefetch_related(annexes)
    )


def end_of(holding: AccountHolder) -> dt.date | None:
    """Give the last day of a role; a row gone from a full delivery ended that day."""
    return holding.ends_on or holding.absent_since


@dataclass(frozen=True, slots=True)
class _Proven:
    """A person the reader has proven to be, and since when."""

    person: Person
    at: dt.datetime


def _proven(user: Reader, for_: Scope | None = None) -> dict[int, _Proven]:
    """Give who ``user`` has proven to be, by the key of the person, merged persons followed."""
    if not user.is_authenticated or not user.is_active:
        return {}
    under = getattr(user, "acting_as", None)
    if isinstance(under, Delegation):
        if not allows(under.scopes, for_):
            return {}
        helped = under.person
        while helped.replaced_by is not None:
            helped = helped.replaced_by
        return {helped.pk: _Proven(helped, under.moved_at)}
    links = (
        PersonLink.objects.filter(user_id=user.pk, state=PersonLink.State.PROVEN)
        .select_related("person__replaced_by")
        .order_by("pk")
    )
    people: dict[int, _Proven] = {}
    for link in links:
        person = link.person
        while person.replaced_by is not None:
            person = person.replaced_by
        people[person.pk] = _Proven(person, link.moved_at)
    return people


def _view(
    holding: AccountHolder, proven: _Proven, everyone: list[AccountHolder], today: dt.date
) -> AccountView:
    ended = end_of(holding)
    view = AccountView(
        holding.tenant_account,
        proven.person,
        holding.role,
        since=None,
        until=None,
        fresh_at=holding.fresh_at,  # type: ignore[attr-defined]  # annotated by the reader
        proven_at=proven.at,
        helps_others=holding.helps_others,  # type: ignore[attr-defined]
    )
    if ended is None or ended >= today:
        return view
    ends = [end_of(other) for other in everyone]
    account_goes_on = any(end is None or end >= today for end in ends)
    was_last = not account_goes_on and ended == max(end for end in ends if end is not None)
    return replace(view, role=FORMER, since=holding.starts_on, until=None if was_last else ended)


def _wider(one: AccountView, other: AccountView) -> AccountView:
    """Keep the more generous of two views that a person has of one account."""
    if not one.is_former or not other.is_former:
        return one if not one.is_former else other
    since = min(view.since for view in (one, other) if view.since is not None)
    untils = [one.until, other.until]
    until = None if None in untils else max(end for end in untils if end is not None)
    return replace(one, since=since, until=until)


def _order(view: AccountView) -> tuple[bool, int, int]:
    opened = view.tenant_account.opened_on
    return (view.is_former, -(opened.toordinal() if opened else 0), view.tenant_account.pk)


def _ran_during(lease: Lease, view: AccountView) -> bool:
    over = lease.terminated_on or lease.absent_since
    return (view.until is None or lease.starts_on <= view.until) and (
        view.since is None or over is None or over >= view.since
    )
