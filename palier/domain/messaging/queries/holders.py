"""Who holds an account today."""

from __future__ import annotations

import datetime as dt

from palier.domain.landlord.queries import delivered
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
