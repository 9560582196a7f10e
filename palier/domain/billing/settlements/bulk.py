"""Décomptes as delivered: heads and lines, in sets, unseen until the switch."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from palier.domain.billing.settlements.models import Settlement, SettlementLine
from palier.foundation.codes import new_public_code
from palier.foundation.sets import Row, insert_rows, table_of, update_rows

HEADED = (
    "number",
    "version",
    "fingerprint",
    "tenant_account",
    "starts_on",
    "ends_on",
    "issue_on",
    "due_month",
    "provisions_cents",
    "share_cents",
    "difference_cents",
    "papers_place",
)
LINED = (
    "settlement",
    "position",
    "nature",
    "label",
    "provisions_cents",
    "real_cents",
    "key_label",
    "key_share",
    "share_cents",
)


def head_settlements(rows: Iterable[Row], *, delivery_no: int) -> None:
    """Add heads; another content under a number comes as another version."""
    insert_rows(
        Settlement,
        (*HEADED, "delivery_no", "code"),
        ((*row, delivery_no, new_public_code()) for row in rows),
    )


def line_settlements(rows: Iterable[Row]) -> None:
    """Add the lines of heads added before, each with its head's key."""
    insert_rows(SettlementLine, LINED, rows)


def refingerprint_settlements(pairs: Iterable[tuple[int, int]]) -> None:
    """Write fingerprints anew for décomptes whose account was only renumbered."""
    update_rows(Settlement, ("fingerprint",), pairs)


def forget_unseen_settlement_lines(delivery_no: int, first: int, last: int) -> None:
    """Take away the lines of heads that only ``delivery_no`` would have shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table_of(SettlementLine)} WHERE settlement_id IN (SELECT id FROM "
            f"{table_of(Settlement)} WHERE id BETWEEN %s AND %s AND delivery_no = %s)",
            (first, last, delivery_no),
        )
