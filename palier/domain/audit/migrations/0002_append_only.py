"""Hold the trail append-only, whoever writes to the database; note each trace to be sealed.

SQLite rebuilds a table to alter a column and forgets its triggers: a migration that alters
``Trace`` has to run these statements again.
"""

from django.db import migrations

from palier.foundation.triggers import hold

SQLITE = [
    """
    CREATE TRIGGER audit_trace_never_changes BEFORE UPDATE ON audit_trace
    BEGIN SELECT RAISE(ABORT, 'audit_trace is append-only'); END
    """,
    """
    CREATE TRIGGER audit_trace_stays BEFORE DELETE ON audit_trace
    WHEN OLD.occurred_at >= COALESCE(
        (SELECT kept_since FROM audit_trailfloor WHERE category = OLD.category), '')
    BEGIN SELECT RAISE(ABORT, 'audit_trace is append-only'); END
    """,
    """
    CREATE TRIGGER audit_trace_to_seal AFTER INSERT ON audit_trace
    BEGIN INSERT INTO audit_unsealed (trace_id) VALUES (NEW.id); END
    """,
    """
    CREATE TRIGGER audit_trailfloor_rises BEFORE UPDATE ON audit_trailfloor
    WHEN NEW.kept_since < OLD.kept_since OR NEW.category <> OLD.category
    BEGIN SELECT RAISE(ABORT, 'audit_trailfloor only moves forward'); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER audit_trace_never_changes",
    "DROP TRIGGER audit_trace_stays",
    "DROP TRIGGER audit_trace_to_seal",
    "DROP TRIGGER audit_trailfloor_rises",
]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.occurred_at
            < (SELECT kept_since FROM audit_trailfloor WHERE category = OLD.category) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'audit_trace is append-only'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_trace_append_only BEFORE UPDATE OR DELETE ON audit_trace
    FOR EACH ROW EXECUTE FUNCTION audit_append_only()
    """,
    """
    CREATE FUNCTION audit_to_seal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO audit_unsealed (trace_id) VALUES (NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER audit_trace_to_seal AFTER INSERT ON audit_trace
    FOR EACH ROW EXECUTE FUNCTION audit_to_seal()
    """,
    """
    CREATE FUNCTION audit_floor_rises() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.kept_since < OLD.kept_since OR NEW.category <> OLD.category THEN
            RAISE EXCEPTION 'audit_trailfloor only moves forward'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER audit_trailfloor_rises BEFORE UPDATE ON audit_trailfloor
    FOR EACH ROW EXECUTE FUNCTION audit_floor_rises()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER audit_trace_append_only ON audit_trace",
    "DROP FUNCTION audit_append_only()",
    "DROP TRIGGER audit_trace_to_seal ON audit_trace",
    "DROP FUNCTION audit_to_seal()",
    "DROP TRIGGER audit_trailfloor_rises ON audit_trailfloor",
    "DROP FUNCTION audit_floor_rises()",
]


def protect(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if postgresql else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(protect, let_go),
        hold("audit", "Segment"),
        hold("audit", "Anchor"),
    ]
