"""A décompte delivered the way a delivery's ``bulk`` writes it: visible, delivery number 1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from palier.domain.billing.settlements.models import Settlement, SettlementLine
from palier.domain.tenancy.models import TenantAccount

LINES = (
    ("heating", "Chauffage collectif", 66_000, 4_821_077, "À la surface", "64 / 4 480 m²", 68_872),
    ("cold_water", "Eau froide", 31_000, None, "Au compteur", "", 29_500),
)


def deliver_settlement(
    account: TenantAccount,
    lines: Sequence[tuple[str, str, int, int | None, str, str, int]] = LINES,
    **more: Any,
) -> Settlement:
    """Write a head and its lines; the totals are those of the lines."""
    provisions, share = sum(line[2] for line in lines), sum(line[6] for line in lines)
    values: dict[str, Any] = {
        "number": f"RC2025-{account.erp_id}",
        "starts_on": dt.date(2025, 1, 1),
        "ends_on": dt.date(2025, 12, 31),
        "issue_on": dt.date(2026, 8, 3),
        "due_month": dt.date(2026, 8, 1),
        "provisions_cents": provisions,
        "share_cents": share,
        "difference_cents": share - provisions,
        "papers_place": "À l’agence",
        "delivery_no": 1,
    }
    head = Settlement.objects.create(tenant_account=account, **values | more)
    SettlementLine.objects.bulk_create(
        SettlementLine(
            settlement=head, position=position, nature=nature, label=label,
            provisions_cents=advance, real_cents=real, key_label=key, key_share=own,
            share_cents=part,
        )
        for position, (nature, label, advance, real, key, own, part) in enumerate(lines, start=1)
    )  # fmt: skip
    return head
