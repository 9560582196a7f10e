"""Persons, accounts and leases as deliveries bring them, with renumbering and merging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from palier.domain.landlord.bulk import DeliveredTable
from palier.domain.tenancy.models import (
    AccountHolder,
    HouseholdMember,
    Lease,
    LeaseRole,
    Person,
    TenantAccount,
)
from palier.domain.tenancy.search_keys import person_search_key
from palier.foundation.codes import new_public_code


def _person_search_key(row: dict[str, Any]) -> str:
    names = ("usage_name", "birth_name", "given_names")
    return person_search_key(**{name: row[name] for name in names})


PERSONS = DeliveredTable(
    Person,
    (
        "title",
        "birth_name",
        "usage_name",
        "given_names",
        "birth_date",
        "email",
        "mobile",
        "phone",
        "language",
        "post_street",
        "post_extra",
        "post_postcode",
        "post_town",
        "post_country",
    ),
    computed={"search_key": _person_search_key},
)
# ``reference_key`` is given, not computed: its rule lives in ``access``, one floor up.
TENANT_ACCOUNTS = DeliveredTable(
    TenantAccount,
    (
        "customer_reference",
        "reference_key",
        "agency",
        "payment_means",
        "debit_day",
        "opened_on",
        "ended_on",
    ),
    born={"code": new_public_code},
    ended="ended_on",
)
LEASES = DeliveredTable(
    Lease,
    (
        "tenant_account",
        "kind",
        "term",
        "dwelling",
        "annex",
        "signed_on",
        "starts_on",
        "ends_on",
        "tacit_period_ends_on",
        "terminated_on",
        "judicial_termination_on",
        "special_conditions",
        "deposit_cents",
    ),
    born={"code": new_public_code},
    ended="terminated_on",
)
ACCOUNT_HOLDERS = DeliveredTable(
    AccountHolder, ("tenant_account", "person", "role", "starts_on", "ends_on"), ended="ends_on"
)
LEASE_ROLES = DeliveredTable(
    LeaseRole, ("lease", "person", "role", "starts_on", "ends_on"), ended="ends_on"
)
HOUSEHOLD_MEMBERS = DeliveredTable(
    HouseholdMember,
    (
        "lease",
        "person",
        "family_name",
        "given_names",
        "birth_date",
        "relation",
        "starts_on",
        "ends_on",
    ),
    ended="ends_on",
)


def merge_persons(pairs: Iterable[tuple[int, int]], *, on: dt.date) -> None:
    """Point each old person (key) at the one they are now known as."""
    for old, heir in pairs:
        Person.objects.filter(replaced_by=old).update(replaced_by=heir)
        Person.objects.filter(pk=old).update(replaced_by=heir, absent_since=on)


def merge_tenant_accounts(pairs: Iterable[tuple[int, int]], *, on: dt.date) -> None:
    """Point each old account (key) at its heir; its lines come under the heir's name."""
    for old, heir in pairs:
        TenantAccount.objects.filter(replaced_by=old).update(replaced_by=heir)
        TenantAccount.objects.filter(pk=old, ended_on=None).update(ended_on=on)
        TenantAccount.objects.filter(pk=old).update(replaced_by=heir, absent_since=on)
