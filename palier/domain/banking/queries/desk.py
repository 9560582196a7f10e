"""Bank details and mandates as the staff of an agency read them: masked, always."""

from __future__ import annotations

import datetime as dt

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.banking.models import BankAccount, Mandate
from palier.domain.banking.queries.mandates import SIGNED, MandateView, changes_of, seen_mandate
from palier.domain.banking.rules.schedule import Terms
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours

SUBJECT = "banking.bankaccount"


def accounts_at_desk(account: TenantAccount) -> list[BankAccount]:
    """Give the bank accounts given from a tenant account, the latest first.

    The caller has authorised the reader for ``account``.
    """
    rows = BankAccount.objects.filter(tenant_account=account).select_related(
        "person", "first_eyes__user"
    )
    return list(rows.order_by("-given_at")[:20])


def account_at_desk(staff: StaffMember, code: str) -> BankAccount:
    """Give one bank account to a member of staff of its agency.

    Raises:
        NotYours: there is none of that code in their agencies.
    """
    found = (
        BankAccount.objects.filter(code=code)
        .select_related("person", "tenant_account__agency", "user", "first_eyes__user")
        .first()
    )
    if found is None or found.tenant_account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    return found


def account_reviewed(code: str) -> BankAccount:
    """Give the account that a case names; the reader was authorised for the case.

    Raises:
        NotYours: it is not there.
    """
    found = (
        BankAccount.objects.filter(code=code)
        .select_related("person", "tenant_account__agency", "user", "first_eyes__user")
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def mandates_at_desk(account: TenantAccount, day: dt.date, terms: Terms) -> list[MandateView]:
    """Give the signed mandates of a tenant account, the latest first.

    The caller has authorised the reader for ``account``.
    """
    rows = list(
        Mandate.objects.filter(tenant_account=account, state__in=SIGNED)
        .select_related("person", "bank_account")
        .order_by("-signed_at")[:20]
    )
    changes = changes_of([row.pk for row in rows])
    return [seen_mandate(row, changes[row.pk], day, terms, own=False) for row in rows]
