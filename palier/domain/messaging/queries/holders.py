"""Who holds an account today, and by when it is answered."""

from __future__ import annotations

import datetime as dt

from palier.domain.casework.rules import promised_on
from palier.domain.landlord.queries import delivered, settings_on
from palier.domain.messaging import rules
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount


def present_holders(account: TenantAccount, day: dt.date) -> list[Person]:
    """Give the present holders, the first holder first, merged persons followed."""
    rows = (
        AccountHolder.objects.filter(delivered(), tenant_account=account, absent_since=None)
        .exclude(ends_on__lt=day)
        .exclude(starts_on__gt=day)
        .select_related("person__replaced_by")
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
