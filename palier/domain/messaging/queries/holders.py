"""Who holds an account today, and by when it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from palier.domain.casework.rules import promised_on
from palier.domain.landlord.queries import delivered, settings_on
from palier.domain.messaging import rules
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount


def present_holders(account: TenantAccount, day: dt.date) -> list[Person]:
    """Give the present holders, the first holder first, merged persons followed."""
    return present(holders_of(account), day)


def holders_of(account: TenantAccount) -> QuerySet[AccountHolder]:
    """Give all who hold or held an account, their persons loaded."""
    rows = AccountHolder.objects.filter(delivered(), tenant_account=account)
    return rows.select_related("person__replaced_by")


def present(holders: Iterable[AccountHolder], day: dt.date) -> list[Person]:
    """Give those who hold the account on ``day``, as ``present_holders`` does."""
    rows = (
        row
        for row in holders
        if row.absent_since is None
        and (row.ends_on is None or row.ends_on >= day)
        and row.starts_on <= day
    )
    ranked = sorted(rows, key=lambda row: (row.role != AccountHolder.Role.HOLDER, row.pk))
    people = [row.person.replaced_by or row.person for row in ranked]
    return list({person.pk: person for person in people}.values())


def delay_for(agency_id: str, topic: str, day: dt.date) -> int:
    """Give the days an agency promises for a topic, as decided on ``day``."""
    decided = settings_on(day)
    return rules.delay_days(
        decided["message_delays"],
        agency_id=agency_id,
        topic=topic,
        default=int(decided["agency_delay_days"]),
    )


def promise_for(tenant_account: TenantAccount, topic: str, day: dt.date) -> dt.date:
    """Give the day by which a message sent on ``day`` is answered."""
    return promised_on(day, delay_for(tenant_account.agency.erp_id, topic, day))
