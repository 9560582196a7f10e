"""Who lives in a dwelling: the ERP's rows, under what was accepted and is not recorded yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from palier.domain.access.queries import AccountView
from palier.domain.household.models import Declaration, Protection
from palier.domain.household.rules.changes import CHANGES, Direction
from palier.domain.household.rules.people import Named, same_person
from palier.domain.household.rules.questions import NOT_LISTED
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import AccountHolder, HouseholdMember, Lease


class Presence(StrEnum):
    """How sure it is that somebody lives there."""

    KNOWN = "known"
    ARRIVING = "arriving"
    """Accepted by the agency, not in the ERP's household yet."""
    LEAVING = "leaving"
    """The agency accepted the departure, the ERP's household still has them."""
    CHANGING = "changing"
    """Accepted as spouse or partner, the ERP still says otherwise."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household. ``key`` names the ERP's row, or the declaration that adds them."""

    key: str
    person_id: int | None
    family_name: str
    given_names: str
    birth_date: dt.date | None
    relation: str
    presence: Presence = Presence.KNOWN
    since: dt.date | None = None
    """When what is not recorded yet takes effect."""

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def named(self) -> Named:
        return Named(self.family_name, self.given_names, self.birth_date)


def known_members(lease: Lease, today: dt.date) -> list[Member]:
    """Give who lives there according to the ERP alone, the holders first."""
    rows = (
        HouseholdMember.objects.filter(delivered(), lease=lease, absent_since=None)
        .select_related("person")
        .order_by("pk")
    )
    members = [
        Member(
            key=row.erp_id or "",
            person_id=row.person_id,
            family_name=row.person.family_name if row.person else row.family_name,
            given_names=row.person.given_names if row.person else row.given_names,
            birth_date=(row.person.birth_date if row.person else None) or row.birth_date,
            relation=row.relation,
        )
        for row in rows
        if row.ends_on is None or row.ends_on >= today
    ]
    rank = {"holder": 0, "spouse": 1, "partner": 2, "child": 3}
    members.sort(key=lambda one: (rank.get(one.relation, 4), one.birth_date or dt.date.max))
    return members


def household_of(view: AccountView, lease: Lease, today: dt.date) -> list[Member]:
    """Give the household as the reader of ``view`` sees it.

    What a protected person declared, or was declared about them, is shown to them alone.
    """
    members = known_members(lease, today)
    rows = (
        Declaration.objects.filter(lease=lease, state__in=Declaration.WAITING_FOR_ERP)
        .exclude(about_holder=True)
        .order_by("effective_on", "pk")
    )
    waiting = list(rows)
    hidden = protected_people(one.person_id for one in waiting) - {view.person.pk}
    for declaration in waiting:
        if declaration.person_id not in hidden:
            members = _with(declaration, members)
    return members


def member_named(members: Iterable[Member], declaration: Declaration) -> Member | None:
    """Find whom a declaration is about: by the ERP's row, else by the names."""
    listed = list(members)
    for member in listed:
        if declaration.member and member.key == declaration.member:
            return member
    named = Named(declaration.family_name, declaration.given_names, declaration.birth_date)
    return next((member for member in listed if same_person(member.named, named)), None)


def protected_people(people: Iterable[int]) -> set[int]:
    """Keep those of ``people`` (keys) under protection today."""
    wanted = set(people)
    if not wanted:
        return set()
    rows = Protection.objects.filter(person__in=wanted, lifted_at=None)
    return set(rows.values_list("person_id", flat=True))


def holder_keys(lease: Lease, today: dt.date) -> set[int]:
    """Give the persons (keys) who hold the tenant account of ``lease`` today."""
    rows = AccountHolder.objects.filter(
        delivered(), tenant_account=lease.tenant_account_id, absent_since=None
    )
    return {row.person_id for row in rows if row.ends_on is None or row.ends_on >= today}


def _with(declaration: Declaration, members: list[Member]) -> list[Member]:
    found = member_named(members, declaration)
    direction = CHANGES[declaration.change_kind].direction
    since = declaration.accepted_from or declaration.effective_on
    if direction == Direction.DEPARTURE:
        return [
            replace(one, presence=Presence.LEAVING, since=since) if one is found else one
            for one in members
        ]
    if found is not None:
        if direction != Direction.UNION or found.relation == declaration.relation:
            return members
        changed = replace(
            found, presence=Presence.CHANGING, relation=declaration.relation, since=since
        )
        return [changed if one is found else one for one in members]
    arriving = Member(
        key=declaration.code,
        person_id=None,
        family_name=declaration.family_name,
        given_names=declaration.given_names,
        birth_date=declaration.birth_date,
        relation=declaration.relation,
        presence=Presence.ARRIVING,
        since=since,
    )
    return [*members, arriving]


def chosen_member(members: Iterable[Member], key: str) -> Member | None:
    """Give the member of that key; ``None`` for somebody not listed."""
    if not key or key == NOT_LISTED:
        return None
    return next((member for member in members if member.key == key), None)
