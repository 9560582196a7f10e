"""The file of one tenant account: who, where, since when; a fixed, small number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.estate.models import Annex
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    Lease,
    LeaseRole,
    Person,
    TenantAccount,
)
from palier.foundation.errors import NotYours

HOLDER, ON_LEASE, AT_HOME = "holder", "on_lease", "at_home"
MOST_RELATED = 20


@dataclass(frozen=True, slots=True)
class FilePerson:
    """Somebody in the file, in one dated role.

    ``part`` is ``holder`` (of the account), ``on_lease`` or ``at_home`` (household);
    ``role`` a value of that row's own enum; ``ended_on`` ``None`` while the role lasts.
    """

    part: str
    role: str
    lease_id: int | None
    person_id: int | None
    title: str
    usage_name: str
    birth_name: str
    given_names: str
    birth_date: dt.date | None
    email: str
    mobile: str
    phone: str
    starts_on: dt.date | None
    ended_on: dt.date | None

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.usage_name or self.birth_name}".strip()

    def as_person(self) -> Person:
        """Give the person's row as far as the file knows it: key and names, nothing to save."""
        return Person(
            pk=self.person_id,
            title=self.title,
            usage_name=self.usage_name,
            birth_name=self.birth_name,
            given_names=self.given_names,
        )


@dataclass(frozen=True, slots=True)
class AccountFile:
    """Everything the landlord knows of one tenant account; former people and leases last."""

    tenant_account: TenantAccount
    holders: list[FilePerson]
    on_lease: list[FilePerson]
    household: list[FilePerson]
    leases: list[Lease]


@dataclass(frozen=True, slots=True)
class RelatedAccount:
    """Another account of the same people, or an old number of this one."""

    tenant_account: TenantAccount
    is_former_number: bool


def account_for(staff: StaffMember, code: str) -> TenantAccount:
    """Give the tenant account of public code ``code``; a renumbered one leads to its heir.

    Raises:
        NotYours: there is none, or it belongs to an agency the reader does not see.
    """
    account = (
        TenantAccount.objects.filter(delivered(), code=code)
        .select_related("agency", "replaced_by__agency", "replaced_by__replaced_by__agency")
        .first()
    )
    while account is not None and account.replaced_by is not None:
        account = account.replaced_by
    if account is None or account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    return account


def file_of(account: TenantAccount) -> AccountFile:
    """Give the file of an account that the caller was allowed to fetch, in three queries."""
    annexes = Prefetch("dwelling__annexes", queryset=Annex.objects.filter(delivered()))
    leases = list(
        Lease.objects.filter(delivered(), tenant_account=account)
        .select_related("dwelling__residence", "annex__residence")
        .prefetch_related(annexes)
        .order_by("-starts_on", "pk")
    )
    leases.sort(key=lambda lease: (ended_on(lease) is not None, lease.kind != Lease.Kind.DWELLING))
    people = _people_of(account)
    return AccountFile(
        tenant_account=account,
        holders=[person for person in people if person.part == HOLDER],
        on_lease=[person for person in people if person.part == ON_LEASE],
        household=[person for person in people if person.part == AT_HOME],
        leases=leases,
    )


def related_accounts_for(staff: StaffMember, file: AccountFile) -> list[RelatedAccount]:
    """Give the same people's other accounts in the reader's agencies, and old numbers."""
    people = [holder.person_id for holder in file.holders]
    rows = (
        TenantAccount.objects.filter(delivered(), agencies_of(staff).within("agency__erp_id"))
        .filter(
            Q(replaced_by=file.tenant_account) | Q(holders__person__in=people, replaced_by=None)
        )
        .exclude(pk=file.tenant_account.pk)
        .select_related("agency")
        .order_by("customer_reference", "pk")
        .distinct()
    )
    return [RelatedAccount(row, row.replaced_by_id is not None) for row in rows[:MOST_RELATED]]


def holders_of(accounts: list[TenantAccount]) -> dict[int, list[AccountHolder]]:
    """Give the holders of each account by its key, the holder first, the former ones last."""
    holders: dict[int, list[AccountHolder]] = {account.pk: [] for account in accounts}
    rows = (
        AccountHolder.objects.filter(delivered(), tenant_account__in=holders)
        .select_related("person")
        .order_by("starts_on", "pk")
    )
    for row in rows:
        holders[row.tenant_account_id].append(row)
    for found in holders.values():
        found.sort(
            key=lambda row: (
                (row.ends_on or row.absent_since) is not None,
                row.role != AccountHolder.Role.HOLDER,
            )
        )
    return holders


def ended_on(lease: Lease) -> dt.date | None:
    """Give the day a lease ended, ``None`` while it runs."""
    return lease.terminated_on or lease.absent_since


def _people_of(account: TenantAccount) -> list[FilePerson]:
    """Read the three kinds of people of a file in one query."""
    nobody = Value(None, output_field=Lease._meta.pk)
    holders = AccountHolder.objects.filter(delivered(), tenant_account=account)
    on_lease = LeaseRole.objects.filter(delivered(), lease__tenant_account=account)
    at_home = HouseholdMember.objects.filter(delivered(), lease__tenant_account=account)
    rows = _named(holders, HOLDER, F("role"), nobody).union(
        _named(on_lease, ON_LEASE, F("role"), F("lease_id")),
        _named(at_home, AT_HOME, F("relation"), F("lease_id"), own_names=True),
        all=True,
    )
    people = [FilePerson(*(*columns, ends or absent)) for *columns, ends, absent in rows]
    first = ("holder", "tenant", "co_holder", "co_tenant", "spouse", "partner")
    rank = {role: place for place, role in enumerate(first)}
    people.sort(
        key=lambda person: (
            person.ended_on is not None,
            rank.get(person.role, len(rank)),
            person.birth_date or dt.date.max,
            person.full_name,
        )
    )
    return people


def _named(
    rows: QuerySet[Any], part: str, role: F, lease: Value | F, *, own_names: bool = False
) -> Any:
    """Give the columns that the three kinds of rows share, under the same names."""

    def text(field: str, own: str = "") -> Coalesce:
        spare = F(own) if own and own_names else Value("")
        return Coalesce(f"person__{field}", spare, output_field=CharField())

    born = Coalesce("person__birth_date", "birth_date") if own_names else F("person__birth_date")
    return (
        rows.order_by()
        .annotate(
            c_part=Value(part, output_field=CharField()),
            c_role=role,
            c_lease=lease,
            c_title=text("title"),
            c_usage=text("usage_name"),
            c_birth=text("birth_name", "family_name"),
            c_given=text("given_names", "given_names"),
            c_born=born,
            c_email=text("email"),
            c_mobile=text("mobile"),
            c_phone=text("phone"),
        )
        .values_list(
            "c_part", "c_role", "c_lease", "person_id", "c_title", "c_usage", "c_birth", "c_given",
            "c_born", "c_email", "c_mobile", "c_phone", "starts_on", "ends_on", "absent_since",
        )
    )  # fmt: skip
