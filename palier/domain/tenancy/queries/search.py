"""The desk's searches: by name, reference or address, within the reader's agencies."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.estate.rules import address_words
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import (
    AccountHolder,
    Lease,
    TenantAccount,
)
from palier.domain.tenancy.queries.file import ended_on
from palier.domain.tenancy.search_keys import name_words
from palier.foundation.paging import Key, Page, paged

A_PAGE = 20
MOST_WORDS = 8


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


def accounts_in_scope(staff: StaffMember) -> QuerySet[TenantAccount]:
    """Give every account of the agencies of ``staff``, to be asked about in another query."""
    return TenantAccount.objects.filter(delivered(), agencies_of(staff).within("agency__erp_id"))


def accounts_numbered_for(staff: StaffMember, keys: Collection[int]) -> dict[int, TenantAccount]:
    """Give the accounts of these keys that ``staff`` may see, by key."""
    return accounts_in_scope(staff).in_bulk(list(keys))


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
        key=lambda row: (row.dwelling.search_key if row.dwelling else "", row.pk),
        size=A_PAGE,
    )


def addresses_of(accounts: list[TenantAccount]) -> dict[int, str]:
    """Give the dwelling's address of each account by its key; the present lease wins."""
    return addresses_among(dwelling_leases_of(accounts))


def dwelling_leases_of(accounts: list[TenantAccount]) -> list[Lease]:
    """Give the leases of dwellings, ended ones too, the oldest first, dwelling loaded."""
    rows = Lease.objects.filter(delivered(), tenant_account__in=accounts, dwelling__isnull=False)
    return list(rows.select_related("dwelling").order_by("starts_on", "pk"))


def addresses_among(leases: list[Lease]) -> dict[int, str]:
    """Give ``addresses_of`` from leases already read by ``dwelling_leases_of``."""
    found: dict[int, str] = {}
    for lease in sorted(leases, key=lambda lease: ended_on(lease) is None):
        home = lease.dwelling
        assert home is not None
        found[lease.tenant_account_id] = f"{home.address}, {home.postcode} {home.town}"
    return found


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
