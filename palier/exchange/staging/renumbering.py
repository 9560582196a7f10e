"""An account that only changes its identifier keeps its past.

The identifier is part of what is hashed, so each line of a renumbered account would look
like another content. Here its hash is taken again under the old name: when that is the
known one, nothing changed but the name, and only the fingerprint is written anew.
"""

from __future__ import annotations

from operator import itemgetter

from palier.exchange.records import kind_of
from palier.exchange.staging.workbench import Workbench, content_hash

RENUMBERED = ("ledger_lines", "opening_balances", "rent_notices", "charge_settlements")

PRINTED = {
    "rent_notices": ("billing_lines", "notice"),
    "charge_settlements": ("charge_settlement_lines", "settlement"),
}
"""Kinds compared with their lines: where these are, and the column that names the head."""


def follow_renumbering(bench: Workbench) -> None:
    """Make the lines of renumbered accounts compare as they would under their old names."""
    bench.execute("CREATE TABLE refingerprinted (kind TEXT, pk INTEGER, hash INTEGER)")
    if not bench.count("renamed_tenant_accounts"):
        return
    bench.execute(
        "UPDATE known_opening_balances SET reference = r.new "
        "FROM renamed_tenant_accounts r WHERE r.old = reference"
    )
    bench.execute("CREATE TABLE old_hash (line INTEGER PRIMARY KEY, hash INTEGER)")
    for name in RENUMBERED:
        _compare_under_old_names(bench, name)


def _compare_under_old_names(bench: Workbench, name: str) -> None:
    kind = kind_of(name)
    hashed = itemgetter(*kind.hashed)
    at = kind.attributes.index("tenant_account")
    columns = ", ".join(f"d.{attribute}" for attribute in kind.attributes)
    bench.execute("DELETE FROM old_hash")
    bench.fill(
        "INSERT INTO old_hash VALUES (?, ?)",
        (
            (line, content_hash(hashed((*row[:at], old, *row[at + 1 :]))))
            for line, old, *row in list(
                bench.stream(
                    f"SELECT d.line, r.old, {columns} FROM {name} d "
                    "JOIN renamed_tenant_accounts r ON r.new = d.tenant_account"
                )
            )
        ),
    )
    key = "tenant_account" if name == "opening_balances" else kind.key[0]
    known_key = "number" if name in PRINTED else "reference"
    shift = printed = ""
    if name in PRINTED:
        # A head's share of the fingerprint that it makes with its lines is its hash over 256.
        lines, head = PRINTED[name]
        shift = ">> 8"
        printed = f" + (SELECT sum(l.hash >> 16) FROM {lines} l WHERE l.{head} = d.number)"
    same = (
        f"FROM {name} d JOIN old_hash o ON o.line = d.line "
        f"JOIN known_{name} k ON k.{known_key} = d.{key} "
        f"WHERE k.hash IS (o.hash {shift}){printed}"
    )
    bench.execute(
        f"INSERT INTO refingerprinted SELECT '{name}', k.pk, (d.hash {shift}){printed} {same}"
    )
    bench.execute(
        f"UPDATE known_{name} SET hash = r.hash FROM refingerprinted r "
        f"WHERE r.kind = '{name}' AND r.pk = known_{name}.pk"
    )
