"""Ledger lines written the way a delivery's ``bulk`` writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from palier.domain.ledger.models import Entry
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.periods import Period
from tests.cast import NOW

MONTH = (
    ("rent", "Loyer principal", 38_712),
    ("annex_rent", "Loyer parking", 4_250),
    ("charges", "Provisions pour charges", 14_741),
    ("apl", "APL", -18_400),
    ("rls", "RLS", -5_233),
)
MONTH_CENTS = sum(cents for _kind, _label, cents in MONTH)


def deliver_entry(
    account: TenantAccount, kind: str, cents: int, day: dt.date, **more: Any
) -> Entry:
    """Write one ERP line, visible under the current delivery."""
    values: dict[str, Any] = {
        "label": kind,
        "source": "erp",
        "source_reference": f"E{Entry.objects.count() + 1:06d}",
        "delivery_no": 1,
        "posted_at": NOW,
    }
    return Entry.objects.create(
        tenant_account=account, kind=kind, amount_cents=cents, effective_on=day, **values | more
    )


def deliver_months(
    account: TenantAccount,
    first: Period,
    last: Period,
    *,
    unpaid: Sequence[Period] = (),
    lettered: bool = False,
) -> None:
    """Write the lines of some months, each paid by transfer on the 4th of the next one."""
    for period in first.until(last):
        letter = f"L{period}" if lettered and period not in unpaid else ""
        for kind, label, cents in MONTH:
            deliver_entry(
                account,
                kind,
                cents,
                period.last_day,
                label=label,
                period=period.first_day,
                lettrage=letter,
            )
        if period not in unpaid:
            deliver_entry(
                account,
                "payment",
                -MONTH_CENTS,
                period.next().first_day.replace(day=4),
                label="Virement",
                rail="transfer",
                lettrage=letter,
            )
