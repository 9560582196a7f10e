"""Who to tell about an account: the users proven to hold it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Q

from palier.domain.access.models import PersonLink
from palier.domain.accounts.models import User
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import AccountHolder, Person


def users_holding(accounts: Collection[int], today: dt.date) -> dict[int, list[User]]:
    """Give, by tenant account, the active users who are proven to hold it today.

    A link may still name a person that the ERP has since merged into the holder.
    """
    holdings = (
        AccountHolder.objects.filter(delivered(), tenant_account__in=accounts)
        .filter(Q(ends_on=None) | Q(ends_on__gte=today), absent_since=None)
        .values_list("tenant_account_id", "person_id")
    )
    accounts_of: dict[int, list[int]] = defaultdict(list)
    for account, person in holdings:
        accounts_of[person].append(account)
    # Within the persons, where both keys have an index: beside the links it would read them all.
    people = Person.objects.filter(Q(pk__in=accounts_of) | Q(replaced_by__in=accounts_of))
    links: Sequence[PersonLink] = list(
        PersonLink.objects.filter(
            person__in=people.values("pk"), state=PersonLink.State.PROVEN, user__is_active=True
        )
        .select_related("user", "person")
        .order_by("pk")
    )
    told: dict[int, dict[int, User]] = defaultdict(dict)
    for link in links:
        person = link.person.replaced_by_id or link.person_id
        for account in (*accounts_of.get(link.person_id, ()), *accounts_of.get(person, ())):
            told[account][link.user_id] = link.user
    return {account: list(users.values()) for account, users in told.items()}
