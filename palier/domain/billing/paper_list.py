"""The list of avis to print and post: whoever prints them reads it, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable

from palier.domain.billing.models import RentNotice
from palier.foundation.periods import Period
from palier.foundation.tables import write_table

HEADER = ("avis", "version", "compte", "reference_client", "date_limite")


def write_paper_list(notices: Iterable[RentNotice]) -> bytes:
    """Write one line an avis, UTF-8, ``;``; the same avis give the same bytes."""
    rows = (
        [
            notice.number,
            notice.version,
            notice.tenant_account.erp_id,
            notice.tenant_account.customer_reference,
            notice.due_on.isoformat(),
        ]
        for notice in notices
    )
    return write_table(HEADER, rows)


def file_name_of(period: Period) -> str:
    """Give the name of a month's list: ``avis-papier-2026-11.csv``."""
    return f"avis-papier-{period}.csv"
