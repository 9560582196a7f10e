"""The avis as delivered: heads and lines, in sets, unseen until the switch."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from palier.domain.billing.models import BillingLine, NoticeHeader
from palier.foundation.sets import Row, insert_rows, table_of, update_rows

HEADED = (
    "number",
    "version",
    "fingerprint",
    "tenant_account",
    "period",
    "issue_on",
    "due_on",
    "term_type",
    "previous_balance_cents",
    "net_cents",
)
LINED = (
    "header",
    "position",
    "column",
    "nature",
    "label",
    "concerned_period",
    "amount_cents",
    "origin",
)


def head_notices(rows: Iterable[Row], *, delivery_no: int) -> None:
    """Add heads of avis; another content under a number comes as another version."""
    insert_rows(NoticeHeader, (*HEADED, "delivery_no"), ((*row, delivery_no) for row in rows))


def line_notices(rows: Iterable[Row]) -> None:
    """Add the lines of heads added before, each with its head's key."""
    insert_rows(BillingLine, LINED, rows)


def refingerprint_notices(pairs: Iterable[tuple[int, int]]) -> None:
    """Write fingerprints anew for avis whose account was only renumbered."""
    update_rows(NoticeHeader, ("fingerprint",), pairs)


def forget_unseen_lines(delivery_no: int, first: int, last: int) -> None:
    """Take away the lines of heads that only ``delivery_no`` would have shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table_of(BillingLine)} WHERE header_id IN (SELECT id FROM "
            f"{table_of(NoticeHeader)} WHERE id BETWEEN %s AND %s AND delivery_no = %s)",
            (first, last, delivery_no),
        )
