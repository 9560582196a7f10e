from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.estate.models import Annex
from palier.domain.estate.rules import address_words
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    Lease,
    LeaseRole,
    Person,
    TenantAccount,
)
from palier.domain.tenancy.search_keys import name_words
from palier.foundation.errors import NotYours
from palier.foundation.paging import Key, Page, paged

A_PAGE = 20
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class AccountFile:
    """Everything the landlord knows of one tenant account, loaded in a fixed number of queries."""

    tenant_account: TenantAccount
    holders: list[AccountHolder]
    leases: list[Lease]
    roles: list[LeaseRole]
    household: list[HouseholdMember]
    former_references: list[str]


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
    """Give the file of an account that the caller was allowed to fetch."""
    annexes = Prefetch("dwelling__annexes", queryset=Annex.objects.filter(delivered()))
    leases = list(
        Lease.objects.filter(delivered(), tenant_account=account)
        .select_related("dwelling__residence", "annex__residence")
        .prefetch_related(annexes)
        .order_by("terminated_on", "-starts_on", "pk")
    )
    leases.sort(key=lambda lease: (ended_on(lease) is not None, lease.kind != Lease.Kind.DWELLING))
    return AccountFile(
        tenant_account=account,
        holders=holders_of([account])[account.pk],
        leases=leases,
        roles=list(
            LeaseRole.objects.filter(delivered(), lease__in=leases)
            .select_related("person", "lease")
            .order_by("starts_on", "pk")
        ),
        household=list(
            HouseholdMember.objects.filter(delivered(), lease__in=leases)
            .select_related("person")
            .order_by("birth_date", "pk")
        ),
        former_references=list(
            TenantAccount.objects.filter(replaced_by=account)
            .order_by("pk")
            .values_list("customer_reference", flat=True)
        ),
    )


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
        found.sort(key=lambda row: (role_end(row) is not None, row.role != "holder"))
    return holders


def other_accounts_for(staff: StaffMember, file: AccountFile) -> list[AccountHolder]:
    """Give the other accounts of the same persons, within the reader's agencies."""
    people = [holder.person_id for holder in file.holders]
    return list(
        _holdings(staff)
        .filter(person__in=people)
        .exclude(tenant_account=file.tenant_account)
        .order_by("pk")[:A_PAGE]
    )


def accounts_with_reference_for(
    staff: StaffMember, reference_key: str, *, erp_id: str = ""
) -> list[TenantAccount]:
    """Give the accounts whose reference begins with ``reference_key``, the exact one first.

    The key is what ``access.rules.reference_key`` makes of the typed text. ``erp_id`` also
    finds by the ERP's own identifier of an account, a lease or a dwelling.
    """
    where = Q()
    if len(reference_key) >= 4:
        where |= Q(reference_key__gte=reference_key, reference_key__lt=_after(reference_key))
    if reference_key:
        where |= Q(reference_key=reference_key)
    if erp_id:
        where |= Q(erp_id=erp_id) | Q(leases__erp_id=erp_id) | Q(leases__dwelling__erp_id=erp_id)
    if not where:
        return []
    rows = (
        TenantAccount.objects.filter(delivered(), agencies_of(staff).within("agency__erp_id"))
        .filter(where)
        .select_related("agency", "replaced_by")
        .order_by("reference_key", "pk")
        .distinct()
    )
    return list(rows[:A_PAGE])


def holders_with_email_for(
    staff: StaffMember, email: str, *, also: list[int] | None = None
) -> list[AccountHolder]:
    """Give the holders whose contact e-mail is ``email``, or who are among persons ``also``."""
    where = Q(person__email__iexact=email.strip()) | Q(person__in=also or [])
    return list(_holdings(staff).filter(where).order_by("person__search_key", "pk")[:A_PAGE])


def holders_named_for(staff: StaffMember, typed: str, *, cursor: str = "") -> Page[AccountHolder]:
    """Give the holders whose names have every word of ``typed``, in any order, by name.

    A word may be typed in part: ``dial aw`` finds Awa Diallo.
    """

    def further(key: Key) -> Q:
        name, last = str(key[0]), int(key[1])
        return Q(person__search_key__gt=name) | Q(person__search_key=name, pk__gt=last)

    words = name_words(typed)[:MOST_WORDS]
    if not any(len(word) > 1 for word in words):
        return Page([])
    rows = _holdings(staff).alias(
        names=Concat(Value(" "), "person__search_key"),
    )
    for word in words:
        rows = rows.filter(names__contains=f" {word}")
    return paged(
        rows.order_by("person__search_key", "pk"),
        cursor=cursor,
        beyond=further,
        key=lambda row: (row.person.search_key, row.pk),
        size=A_PAGE,
    )


def leases_at_for(staff: StaffMember, typed: str, *, cursor: str = "") -> Page[Lease]:
    """Give the leases of dwellings whose address or number has every word of ``typed``.

    A number is matched whole (``2`` is not ``12``), a word by its beginning.
    """

    def further(key: Key) -> Q:
        place, last = str(key[0]), int(key[1])
        return Q(dwelling__search_key__gt=place) | Q(dwelling__search_key=place, pk__gt=last)

    words = address_words(typed)[:MOST_WORDS]
    if not any(len(word) > 1 for word in words):
        return Page([])
    rows = (
        Lease.objects.filter(
            delivered(), agencies_of(staff).within("tenant_account__agency__erp_id")
        )
        .filter(dwelling__isnull=False)
        .select_related("dwelling", "tenant_account__agency")
        .alias(place=Concat(Value(" "), "dwelling__search_key", Value(" ")))
    )
    for word in words:
        rows = rows.filter(place__contains=f" {word} " if word.isdigit() else f" {word}")
    return paged(
        rows.order_by("dwelling__search_key", "pk"),
        cursor=cursor,
        beyond=further,
        key=lambda row: (row.dwelling.search_key, row.pk),
        size=A_PAGE,
    )


def addresses_of(accounts: list[TenantAccount]) -> dict[int, str]:
    """Give the dwelling's address of each account by its key; the present lease wins."""
    found: dict[int, str] = {}
    rows = (
        Lease.objects.filter(delivered(), tenant_account__in=accounts, dwelling__isnull=False)
        .select_related("dwelling")
        .order_by("starts_on", "pk")
    )
    for lease in sorted(rows, key=lambda lease: ended_on(lease) is None):
        home = lease.dwelling
        assert home is not None
        found[lease.tenant_account_id] = f"{home.address}, {home.postcode} {home.town}"
    return found


def person_of(account: TenantAccount, erp_id: str) -> Person:
    """Give one holder of an account that the caller was allowed to fetch.

    Raises:
        NotYours: nobody of that identifier holds the account.
    """
    holder = (
        AccountHolder.objects.filter(delivered(), tenant_account=account, person__erp_id=erp_id)
        .select_related("person")
        .first()
    )
    if holder is None:
        raise NotYours()
    return holder.person


def role_end(role: AccountHolder | LeaseRole | HouseholdMember) -> dt.date | None:
    """Give the last day of a dated role; a row gone from a full delivery ended that day."""
    return role.ends_on or role.absent_since


def ended_on(lease: Lease) -> dt.date | None:
    """Give the day a lease ended, ``None`` while it runs."""
    return lease.terminated_on or lease.absent_since


def _holdings(staff: StaffMember) -> QuerySet[AccountHolder]:
    return (
        AccountHolder.objects.filter(delivered(), delivered("tenant_account__"))
        .filter(agencies_of(staff).within("tenant_account__agency__erp_id"))
        .filter(tenant_account__replaced_by=None)
        .select_related("person", "tenant_account__agency")
    )


def _after(prefix: str) -> str:
    """Give the first text that no longer begins with ``prefix``."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
