"""Who still gets the avis on paper, from the register of choices."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from palier.domain.access.queries import AccountView
from palier.domain.contact_details.models import DeliveryChoice
from palier.domain.contact_details.rules.paperless import Choice, is_paperless
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount


@dataclass(frozen=True, slots=True)
class NoticeDelivery:
    """How the avis of one account travels, as its page shows it.

    ``mine`` is the reader's latest line, ``waiting_for`` the holders whose agreement is
    still missing before paper stops.
    """

    mine: DeliveryChoice | None
    paperless: bool
    waiting_for: tuple[str, ...]
    register: tuple[DeliveryChoice, ...]


def paperless_accounts(
    accounts: Collection[int], period: dt.date, *, today: dt.date, rule: str
) -> set[int]:
    """Give those of ``accounts`` whose avis of ``period`` goes without paper, in two queries.

    ``rule`` is the landlord's setting ``paperless_agreement``.
    """
    choices: dict[int, list[Choice]] = defaultdict(list)
    for row in DeliveryChoice.objects.filter(tenant_account__in=accounts).order_by("pk"):
        choices[row.tenant_account_id].append(_choice(row))
    if not choices:
        return set()
    holders: dict[int, set[int]] = defaultdict(set)
    for account, person, heir in _holdings(choices, today).values_list(
        "tenant_account_id", "person_id", "person__replaced_by_id"
    ):
        holders[account].add(heir or person)
    return {
        account
        for account, said in choices.items()
        if is_paperless(holders[account], said, period, rule=rule)
    }


def notice_delivery_of(view: AccountView, *, today: dt.date, rule: str) -> NoticeDelivery:
    """Give how the next avis of the reader's account travels, in two queries at most.

    A choice counts from the first month not billed when it was made, so the month of the
    latest one is that of the next avis, or before it.
    """
    account = view.tenant_account
    rows = list(
        DeliveryChoice.objects.filter(tenant_account=account.pk)
        .select_related("person")
        .order_by("-pk")
    )
    if not rows:
        return NoticeDelivery(mine=None, paperless=False, waiting_for=(), register=())
    period = max(row.first_period for row in rows)
    holders: dict[int, Person] = {}
    for holding in _holdings([account.pk], today).select_related("person__replaced_by"):
        person = holding.person.replaced_by or holding.person
        holders[person.pk] = person
    latest = {row.person_id: row for row in reversed(rows)}
    missing = [
        person.full_name
        for pk, person in holders.items()
        if pk not in latest or not latest[pk].online
    ]
    said = [_choice(row) for row in rows]
    return NoticeDelivery(
        mine=latest.get(view.person.pk),
        paperless=is_paperless(set(holders), said, period, rule=rule),
        waiting_for=tuple(missing) if rule != "one_holder" else (),
        register=tuple(row for row in rows if row.person_id == view.person.pk),
    )


def would_be_paperless(
    account: TenantAccount, period: dt.date, *, today: dt.date, rule: str
) -> bool:
    """Tell whether one account goes without paper for ``period``."""
    return account.pk in paperless_accounts([account.pk], period, today=today, rule=rule)


def _holdings(accounts: Collection[int], today: dt.date) -> QuerySet[AccountHolder]:
    return AccountHolder.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        delivered(),
        tenant_account__in=list(accounts),
        absent_since=None,
    )


def _choice(row: DeliveryChoice) -> Choice:
    return Choice(row.person_id, row.online, row.first_period, row.pk)
