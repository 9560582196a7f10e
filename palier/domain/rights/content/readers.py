"""Whose data: the user, the persons they have proven to be, the accounts they may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from palier.domain.access.queries import AccountView, people_of, tenant_accounts_for
from palier.domain.accounts.models import User
from palier.domain.landlord.queries import today


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asks for their data, at one instant."""

    user: User
    people: tuple[int, ...]
    views: tuple[AccountView, ...]
    now: dt.datetime
    today: dt.date

    @property
    def mine(self) -> Q:
        """Keep rows of theirs: made by their user, or about one of their persons."""
        return Q(user=self.user) | Q(person__in=self.people)

    def shared(self, rows: QuerySet[Any], field: str) -> list[tuple[AccountView, Any]]:
        """Give rows of their accounts dated ``field`` within what they may see of each."""
        return [
            (view, row)
            for view in self.views
            for row in rows.filter(view.within(field), tenant_account=view.tenant_account)
        ]


def reader_of(user: User, now: dt.datetime) -> Reader:
    """Read who ``user`` is and what they hold or held."""
    day = today(now)
    return Reader(
        user=user,
        people=tuple(person.pk for person in people_of(user)),
        views=tuple(tenant_accounts_for(user, day)),
        now=now,
        today=day,
    )
