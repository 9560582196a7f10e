"""What a checked delivery changes: for each kind, new, changed and absent rows.

new_k(line)  ·  changed_k(line, pk)  ·  absent_k(pk, place)
"""

from __future__ import annotations

from palier.exchange.manifest import Manifest
from palier.exchange.problems import Problem, Problems
from palier.exchange.records import KINDS
from palier.exchange.staging.knowing import DELIVERED
from palier.exchange.staging.workbench import Workbench

REPLACEABLE = ("persons", "tenant_accounts")


def plan_replacements(bench: Workbench, manifest: Manifest, problems: Problems) -> None:
    """Read the explicit ``remplace`` columns before anything is compared.

    One old identifier under a new name is a renumbering: the row keeps its key, its links
    and its past. Two known rows made one is a merger: the old one points at its heir.
    """
    for name in REPLACEABLE:
        bench.execute(f"CREATE TABLE renamed_{name} (new TEXT PRIMARY KEY, old TEXT, pk INTEGER)")
        bench.execute(f"CREATE TABLE merged_{name} (old_pk INTEGER PRIMARY KEY, new TEXT)")
        if name not in manifest.kinds:
            continue
        file = manifest.kinds[name].file
        taken: dict[str, int] = {}
        for line, new, replaces in list(
            bench.stream(f"SELECT line, erp_id, replaces FROM {name} WHERE replaces <> ''")
        ):
            for old in replaces.split():
                if _is_delivered(bench, name, old) or old in taken:
                    problems.add(
                        Problem(
                            file,
                            "cet identifiant est remplacé et livré à la fois"
                            if old not in taken
                            else f"cet identifiant est déjà remplacé à la ligne {taken[old]}",
                            "Retirez la ligne de l’ancien identifiant, ou videz « remplace ».",
                            line=line,
                            column="remplace",
                            value=old,
                        )
                    )
                    continue
                taken[old] = line
                _plan_replacement(bench, name, new, old)


def _is_delivered(bench: Workbench, name: str, erp_id: str) -> bool:
    sql = f"SELECT 1 FROM {name} WHERE erp_id = ?"
    return bench.execute(sql, (erp_id,)).fetchone() is not None


def _plan_replacement(bench: Workbench, name: str, new: str, old: str) -> None:
    find = f"SELECT pk FROM known_{name} WHERE erp_id = ?"
    old_row = bench.execute(find, (old,)).fetchone()
    if old_row is None:
        return
    new_row = bench.execute(find, (new,)).fetchone()
    bench.execute(f"DELETE FROM known_{name} WHERE erp_id = ?", (old,))
    if new_row is None:
        bench.execute(f"INSERT INTO renamed_{name} VALUES (?, ?, ?)", (new, old, old_row[0]))
        bench.execute(f"INSERT INTO known_{name} VALUES (?, ?, 0, '', 0)", (new, old_row[0]))
    else:
        bench.execute(f"INSERT INTO merged_{name} VALUES (?, ?)", (old_row[0], new))


def plan_delivered(bench: Workbench, manifest: Manifest) -> None:
    """Plan the kinds whose rows carry an ERP identifier; a row seen again is a changed one."""
    for name in DELIVERED:
        _create_plan(bench, name)
        same = f"k.erp_id = d.erp_id AND k.place = {place_of(name)}"
        bench.execute(
            f"INSERT INTO new_{name} SELECT line FROM {name} d WHERE NOT EXISTS "
            f"(SELECT 1 FROM known_{name} k WHERE {same})"
        )
        bench.execute(
            f"INSERT INTO changed_{name} SELECT d.line, k.pk FROM {name} d "
            f"JOIN known_{name} k ON {same} "
            "WHERE k.absent OR k.hash <> printf('%016x', d.hash)"
        )
        if name in manifest.kinds and manifest.kinds[name].full:
            bench.execute(
                f"INSERT INTO absent_{name} SELECT pk, place FROM known_{name} k "
                f"WHERE NOT absent AND NOT EXISTS (SELECT 1 FROM {name} d WHERE {same})"
            )


def place_of(name: str) -> str:
    """Give the SQL that says in which table of its kind a delivered row goes."""
    return "(d.lease <> '')" if name == "roles" else "0"


def plan_documents(bench: Workbench, manifest: Manifest) -> None:
    """Plan the index of documents; an absent one is withdrawn from the tenant's sight."""
    _create_plan(bench, "documents")
    bench.execute(
        "INSERT INTO new_documents SELECT line FROM documents d WHERE NOT EXISTS "
        "(SELECT 1 FROM known_documents k WHERE k.erp_id = d.erp_id)"
    )
    bench.execute(
        "INSERT INTO changed_documents SELECT d.line, k.pk FROM documents d "
        "JOIN known_documents k ON k.erp_id = d.erp_id WHERE k.hash <> printf('%016x', d.hash)"
    )
    if "documents" in manifest.kinds and manifest.kinds["documents"].full:
        bench.execute(
            "INSERT INTO absent_documents SELECT pk, 0 FROM known_documents k "
            "WHERE k.hash <> '' AND NOT EXISTS "
            "(SELECT 1 FROM documents d WHERE d.erp_id = k.erp_id)"
        )


def plan_money(bench: Workbench, manifest: Manifest) -> None:
    """Plan entries, stated balances and avis: each posted with the version it takes.

    ``changed`` lines are reversed and posted anew. ``absent`` ones are reversed, for the
    accounts that the full delivery names and from their opening date on: a delivery that
    no longer speaks of an account, or of its distant past, takes nothing away.
    """
    for name in ("ledger_lines", "opening_balances"):
        key = "reference" if name == "ledger_lines" else "tenant_account"
        posted = (
            "1"
            if name == "ledger_lines"
            else "d.tenant_account NOT IN (SELECT tenant_account FROM asserted)"
        )
        bench.execute(f"CREATE TABLE post_{name} (line INTEGER PRIMARY KEY, version INTEGER)")
        bench.execute(f"CREATE TABLE reverse_{name} (pk INTEGER PRIMARY KEY, version INTEGER)")
        bench.execute(
            f"INSERT INTO reverse_{name} SELECT k.pk, k.version + 1 FROM {name} d "
            f"JOIN known_{name} k ON k.reference = d.{key} "
            f"WHERE k.live AND k.hash IS NOT d.hash AND {posted}"
        )
        bench.execute(
            f"INSERT INTO post_{name} SELECT d.line, "
            "coalesce(k.version + CASE WHEN k.live THEN 2 ELSE 1 END, 1) "
            f"FROM {name} d LEFT JOIN known_{name} k ON k.reference = d.{key} "
            f"WHERE d.amount_cents <> 0 AND {posted} "
            "AND (k.pk IS NULL OR NOT k.live OR k.hash IS NOT d.hash)"
        )
    if "ledger_lines" in manifest.kinds and manifest.kinds["ledger_lines"].full:
        bench.execute("CREATE TABLE named (account_pk INTEGER PRIMARY KEY, since TEXT)")
        bench.execute(
            "INSERT INTO named SELECT a.pk, s.as_of FROM known_tenant_accounts a "
            "LEFT JOIN start s ON s.tenant_account = a.erp_id "
            "AND s.tenant_account IN (SELECT tenant_account FROM opening_balances) "
            "WHERE a.erp_id IN (SELECT tenant_account FROM ledger_lines UNION "
            "SELECT tenant_account FROM opening_balances UNION "
            "SELECT tenant_account FROM closing_balances)"
        )
        bench.execute(
            "INSERT INTO reverse_ledger_lines SELECT k.pk, k.version + 1 "
            "FROM known_ledger_lines k JOIN named n ON n.account_pk = k.account_pk "
            "WHERE k.live AND (n.since IS NULL OR k.effective_on >= n.since) "
            "AND NOT EXISTS (SELECT 1 FROM ledger_lines d WHERE d.reference = k.reference)"
        )
    bench.execute("CREATE TABLE lettered (pk INTEGER PRIMARY KEY, lettrage TEXT)")
    bench.execute(
        "INSERT INTO lettered SELECT k.pk, d.lettrage FROM ledger_lines d "
        "JOIN known_ledger_lines k ON k.reference = d.reference "
        "WHERE k.live AND k.hash = d.hash AND k.lettrage <> d.lettrage"
    )
    bench.execute("CREATE TABLE new_closing_balances (line INTEGER PRIMARY KEY)")
    bench.execute(
        "INSERT INTO new_closing_balances SELECT d.line FROM closing_balances d "
        "LEFT JOIN known_tenant_accounts a ON a.erp_id = d.tenant_account "
        "LEFT JOIN known_closing_balances k ON k.account_pk = a.pk "
        "WHERE k.as_of IS NULL OR k.as_of <> d.as_of OR k.amount_cents <> d.amount_cents"
    )
    _plan_notices(bench)


def _plan_notices(bench: Workbench) -> None:
    """Plan the avis; its fingerprint sums up its lines, whatever their order in the file."""
    bench.execute(
        "CREATE TABLE post_rent_notices (line INTEGER PRIMARY KEY, version INTEGER, "
        "number TEXT UNIQUE, fingerprint INTEGER)"
    )
    bench.execute(
        "WITH printed AS MATERIALIZED (SELECT notice, sum(hash >> 16) AS hash "
        "FROM billing_lines GROUP BY notice) "
        "INSERT INTO post_rent_notices "
        "SELECT d.line, coalesce(k.version + 1, 1), d.number, (d.hash >> 8) + p.hash "
        "FROM rent_notices d JOIN printed p ON p.notice = d.number "
        "LEFT JOIN known_rent_notices k ON k.number = d.number "
        "WHERE k.number IS NULL OR k.hash IS NOT (d.hash >> 8) + p.hash"
    )


def _create_plan(bench: Workbench, name: str) -> None:
    bench.execute(f"CREATE TABLE new_{name} (line INTEGER PRIMARY KEY)")
    bench.execute(f"CREATE TABLE changed_{name} (line INTEGER PRIMARY KEY, pk INTEGER)")
    bench.execute(f"CREATE TABLE absent_{name} (pk INTEGER, place INTEGER)")


def summary(bench: Workbench) -> dict[str, dict[str, int]]:
    """Count, for each kind, what the delivery adds, changes and ends."""
    counts = {}
    for kind in KINDS:
        counts[kind.name] = {
            "rows": bench.count(kind.name),
            "new": bench.count(f"new_{kind.name}") + bench.count(f"post_{kind.name}"),
            "changed": bench.count(f"changed_{kind.name}"),
            "absent": bench.count(f"absent_{kind.name}"),
            "reversed": bench.count(f"reverse_{kind.name}"),
        }
    counts["ledger_lines"]["lettered"] = bench.count("lettered")
    counts["billing_lines"]["new"] = int(
        bench.execute(
            "SELECT count(*) FROM billing_lines l JOIN post_rent_notices n ON n.number = l.notice"
        ).fetchone()[0]
    )
    counts["charge_settlement_lines"]["new"] = int(
        bench.execute(
            "SELECT count(*) FROM charge_settlement_lines l "
            "JOIN post_charge_settlements n ON n.number = l.settlement"
        ).fetchone()[0]
    )
    for name in REPLACEABLE:
        counts[name]["replaced"] = bench.count(f"renamed_{name}") + bench.count(f"merged_{name}")
    return counts
