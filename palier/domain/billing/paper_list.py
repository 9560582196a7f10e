"""The list of avis to print and post: whoever prints them reads it, and nobody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from palier.domain.billing.models import RentNotice
from palier.foundation.periods import Period

HEADER = ("avis", "version", "compte", "reference_client", "date_limite")


def write_paper_list(notices: Iterable[RentNotice]) -> bytes:
    """Write one line an avis, UTF-8, ``;``; the same avis give the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for notice in notices:
        account = notice.tenant_account
        writer.writerow(
            [
                notice.number,
                notice.version,
                account.erp_id,
                account.customer_reference,
                notice.due_on.isoformat(),
            ]
        )
    return out.getvalue().encode()


def file_name_of(period: Period) -> str:
    """Give the name of a month's list: ``avis-papier-2026-11.csv``."""
    return f"avis-papier-{period}.csv"
