"""Writes of the trail that the mapper cannot say in one statement."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from palier.domain.audit.models import Trace


def insert_unless(trace: Trace, there: QuerySet[Trace]) -> bool:
    """Append ``trace`` unless ``there`` finds a line, in one statement; say whether it did.

    Two at the same instant may both append: one line too many is no harm, one too few is.
    """
    fields = [field for field in Trace._meta.concrete_fields if not field.primary_key]
    values = [
        field.get_db_prep_save(field.pre_save(trace, add=True), connection) for field in fields
    ]
    found, parameters = there.order_by().values("pk").query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(Trace._meta.db_table)} ({columns})"
            f" SELECT {places} WHERE NOT EXISTS ({found})",
            [*values, *parameters],
        )
        return cursor.rowcount == 1
