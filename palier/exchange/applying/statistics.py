"""What the query planner must know before millions of new rows are seen.

Without it SQLite takes an index of nearly empty columns for a good one and reads the whole
ledger to show one account.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Model

from palier.domain.billing.models import BillingLine, NoticeHeader
from palier.exchange.applying.cleaning import CHILDREN_FIRST

ROWS_LOOKED_AT = 1_000


def refresh_statistics() -> None:
    """Sample the tables that deliveries fill; milliseconds on SQLite, seconds on PostgreSQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")
            return
        filled: set[type[Model]] = {*CHILDREN_FIRST, NoticeHeader, BillingLine}
        for model in filled:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
