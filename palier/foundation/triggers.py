"""Rows that the database itself refuses to change, on SQLite and on PostgreSQL.

    operations = [hold("ledger", "Entry", may_change=("lettrage",))]

A trigger stands below every mistake of the code above it: a forgotten ``update()`` fails
instead of rewriting the books.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations


def hold(
    app: str,
    model: str,
    *,
    may_change: Sequence[str] = (),
    may_empty: Sequence[str] = (),
    deletable_when: str = "",
) -> migrations.RunPython:
    """Give the migration operation that makes rows of ``app.model`` immutable.

    ``may_change`` names the fields (not columns) left free, ``may_empty`` JSON objects that
    may become ``{}`` and nothing else (what a law lets nobody keep). ``deletable_when`` is an
    SQL condition over ``OLD`` under which a row may go; empty: never.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        held = apps.get_model(app, model)
        free = {*may_change, *may_empty}
        columns = [
            field.column for field in held._meta.local_concrete_fields if field.name not in free
        ]
        write = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
        emptied = [held._meta.get_field(name).column for name in may_empty]
        for statement in write(held._meta.db_table, columns, emptied, deletable_when):
            schema_editor.execute(statement)

    def backwards(apps: Any, schema_editor: Any) -> None:
        table = apps.get_model(app, model)._meta.db_table
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for act in ("change", "delete", *(("rewrite",) if may_empty else ())):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}")

    return migrations.RunPython(forwards, backwards)


def _sqlite(
    table: str, columns: Sequence[str], emptied: Sequence[str], deletable_when: str
) -> list[str]:
    listed = ", ".join(f'"{column}"' for column in columns)
    condition = f" WHEN NOT ({deletable_when})" if deletable_when else ""
    rewritten = " OR ".join(f"NEW.\"{column}\" <> '{{}}'" for column in emptied)
    only_emptied = [
        f"CREATE TRIGGER {table}_no_rewrite BEFORE UPDATE ON {table} WHEN {rewritten} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: rows are never changed'); END"
    ]
    return [
        *(only_emptied if emptied else ()),
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OF {listed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: rows are never changed'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: rows are never deleted'); END",
    ]


def _postgresql(
    table: str, columns: Sequence[str], emptied: Sequence[str], deletable_when: str
) -> list[str]:
    listed = ", ".join(f'"{column}"' for column in columns)
    refuse = (
        "RAISE EXCEPTION '{}: rows are never {}' USING ERRCODE = 'integrity_constraint_violation';"
    )
    rewritten = " OR ".join(f"NEW.\"{column}\"::text <> '{{}}'" for column in emptied)
    only_emptied = [
        f"CREATE TRIGGER {table}_no_rewrite BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN ({rewritten}) EXECUTE FUNCTION {table}_no_change()"
    ]
    allowed = f"IF {deletable_when} THEN RETURN OLD; END IF; " if deletable_when else ""
    return [
        f"CREATE OR REPLACE FUNCTION {table}_no_change() RETURNS trigger AS $$ BEGIN "
        f"{refuse.format(table, 'changed')} END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OF {listed} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_no_change()",
        *(only_emptied if emptied else ()),
        f"CREATE OR REPLACE FUNCTION {table}_no_delete() RETURNS trigger AS $$ BEGIN "
        f"{allowed}{refuse.format(table, 'deleted')} END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_no_delete()",
    ]
