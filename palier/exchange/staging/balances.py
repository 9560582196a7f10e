"""Sums that must agree to the cent, computed in the workbench.

opening balance + Σ lines = closing balance        (the account)
previous balance + Σ debits − Σ credits = net      (the avis)
"""

from __future__ import annotations

from palier.exchange.manifest import Manifest
from palier.exchange.problems import Problem, Problems
from palier.exchange.staging.knowing import know_sums
from palier.exchange.staging.workbench import Workbench
from palier.foundation.money import euros


def check_openings(bench: Workbench, manifest: Manifest, problems: Problems) -> None:
    """Check opening balances against what is known, and the lines against them.

    A balance on an account that already has older entries posts nothing (``asserted``): the
    ERP now delivers a shorter past, and the balance must be the one Palier has on that day.
    """
    bench.execute("CREATE TABLE asserted (tenant_account TEXT PRIMARY KEY)")
    know_sums(
        bench,
        "sums_at_opening",
        "SELECT DISTINCT a.pk, o.as_of FROM opening_balances o "
        "JOIN known_tenant_accounts a ON a.erp_id = o.tenant_account "
        "LEFT JOIN known_opening_balances k ON k.reference = o.tenant_account AND k.live "
        "WHERE k.effective_on IS NULL OR o.as_of > k.effective_on",
        before=True,
    )
    bench.execute(
        "INSERT INTO asserted SELECT DISTINCT o.tenant_account FROM opening_balances o "
        "JOIN known_tenant_accounts a ON a.erp_id = o.tenant_account "
        "JOIN sums_at_opening s ON s.account_pk = a.pk"
    )
    for line, account, stated, known in bench.stream(
        "SELECT o.line, o.tenant_account, o.amount_cents, s.amount_cents FROM opening_balances o "
        "JOIN known_tenant_accounts a ON a.erp_id = o.tenant_account "
        "JOIN sums_at_opening s ON s.account_pk = a.pk WHERE o.amount_cents <> s.amount_cents"
    ):
        problems.add(
            Problem(
                manifest.kinds["opening_balances"].file,
                f"le compte {account} vaut {euros(known)} dans Palier avant ce jour",
                "Un solde de départ plus tardif doit être celui des lignes déjà livrées : "
                "corrigez-le, ou livrez les lignes depuis le départ connu.",
                line=line,
                column="solde",
                value=euros(stated),
            )
        )
    bench.execute(
        "CREATE TABLE start (tenant_account TEXT PRIMARY KEY, as_of TEXT, amount_cents INTEGER)"
    )
    bench.execute(
        "INSERT INTO start SELECT reference, effective_on, amount_cents "
        "FROM known_opening_balances WHERE live"
    )
    bench.execute(
        "INSERT OR REPLACE INTO start SELECT tenant_account, as_of, amount_cents "
        "FROM opening_balances"
    )
    for line, day, first in bench.stream(
        "SELECT l.line, l.effective_on, s.as_of FROM ledger_lines l "
        "JOIN start s ON s.tenant_account = l.tenant_account WHERE l.effective_on < s.as_of"
    ):
        problems.add(
            Problem(
                manifest.kinds["ledger_lines"].file,
                f"la ligne précède le solde de départ du compte ({first}), qui la contient déjà",
                "Retirez la ligne, ou livrez un solde de départ plus ancien.",
                line=line,
                column="date",
                value=day,
            )
        )


def check_closings(
    bench: Workbench, manifest: Manifest, spoilt: set[str], problems: Problems
) -> None:
    """Check that every stated balance is the sum of what the account will hold."""
    closings = manifest.kinds.get("closing_balances")
    if closings is None or spoilt & {"ledger_lines", "opening_balances", "closing_balances"}:
        return
    lines = manifest.kinds.get("ledger_lines")
    if lines is not None and lines.full:
        rows = bench.stream(_FULL)
    else:
        know_sums(
            bench,
            "sums_at_closing",
            "SELECT DISTINCT a.pk, c.as_of FROM closing_balances c "
            "JOIN known_tenant_accounts a ON a.erp_id = c.tenant_account",
            before=False,
        )
        rows = bench.stream(_DELTA)
    for line, account, stated, found in rows:
        problems.add(
            Problem(
                closings.file,
                f"le compte {account} ne tombe pas juste : départ et lignes font {euros(found)}, "
                f"l’écart est de {euros(stated - found)}",
                "Il manque une ligne ou il y en a une de trop : comparez les lignes de ce compte "
                "avec l’ERP.",
                line=line,
                column="solde",
                value=euros(stated),
            )
        )


_FULL = """
WITH moved AS MATERIALIZED (
    SELECT c.tenant_account, sum(l.amount_cents) AS cents
    FROM ledger_lines l JOIN closing_balances c ON c.tenant_account = l.tenant_account
    WHERE l.effective_on <= c.as_of GROUP BY c.tenant_account
), found AS (
    SELECT c.line, c.tenant_account, c.amount_cents AS stated,
        coalesce(m.cents, 0)
        + CASE WHEN s.as_of <= c.as_of THEN s.amount_cents ELSE 0 END AS cents
    FROM closing_balances c
    LEFT JOIN start s ON s.tenant_account = c.tenant_account
    LEFT JOIN moved m ON m.tenant_account = c.tenant_account
)
SELECT line, tenant_account, stated, coalesce(cents, 0) FROM found
WHERE stated <> coalesce(cents, 0)
"""

# What the database holds, less the old content of changed lines, plus the delivered content.
_DELTA = """
WITH gone AS MATERIALIZED (
    SELECT c.tenant_account, sum(k.amount_cents) AS cents
    FROM ledger_lines l JOIN known_ledger_lines k ON k.reference = l.reference AND k.live
    JOIN known_tenant_accounts a ON a.pk = k.account_pk
    JOIN closing_balances c ON c.tenant_account = a.erp_id
    WHERE k.effective_on <= c.as_of GROUP BY c.tenant_account
), come AS MATERIALIZED (
    SELECT c.tenant_account, sum(l.amount_cents) AS cents
    FROM ledger_lines l JOIN closing_balances c ON c.tenant_account = l.tenant_account
    WHERE l.effective_on <= c.as_of GROUP BY c.tenant_account
), begun AS (
    SELECT o.tenant_account, o.amount_cents - coalesce(k.amount_cents, 0) AS cents
    FROM opening_balances o
    JOIN closing_balances c ON c.tenant_account = o.tenant_account AND o.as_of <= c.as_of
    LEFT JOIN known_opening_balances k ON k.reference = o.tenant_account AND k.live
    WHERE o.tenant_account NOT IN (SELECT tenant_account FROM asserted)
), found AS (
    SELECT c.line, c.tenant_account, c.amount_cents AS stated,
        coalesce(d.amount_cents, 0) - coalesce(gone.cents, 0) + coalesce(come.cents, 0)
        + coalesce(begun.cents, 0) AS cents
    FROM closing_balances c
    LEFT JOIN known_tenant_accounts a ON a.erp_id = c.tenant_account
    LEFT JOIN sums_at_closing d ON d.account_pk = a.pk
    LEFT JOIN gone ON gone.tenant_account = c.tenant_account
    LEFT JOIN come ON come.tenant_account = c.tenant_account
    LEFT JOIN begun ON begun.tenant_account = c.tenant_account
)
SELECT line, tenant_account, stated, cents FROM found WHERE stated <> cents
"""


def check_notices(
    bench: Workbench, manifest: Manifest, spoilt: set[str], problems: Problems
) -> None:
    """Check that every avis has lines, and that they make its net."""
    notices, lines = manifest.kinds.get("rent_notices"), manifest.kinds.get("billing_lines")
    if notices is None or lines is None or spoilt & {"rent_notices", "billing_lines"}:
        return
    for line, number, previous, net, moved in bench.stream(
        "WITH moved AS MATERIALIZED (SELECT notice, "
        "sum(coalesce(debit_cents, 0) - coalesce(credit_cents, 0)) AS cents "
        "FROM billing_lines GROUP BY notice) "
        "SELECT n.line, n.number, n.previous_balance_cents, n.net_cents, m.cents "
        "FROM rent_notices n LEFT JOIN moved m ON m.notice = n.number "
        "WHERE m.cents IS NULL OR n.previous_balance_cents + m.cents <> n.net_cents"
    ):
        if moved is None:
            problems.add(
                Problem(
                    notices.file,
                    f"l’avis {number} n’a aucune ligne dans {lines.file}",
                    "Livrez un avis avec toutes ses lignes.",
                    line=line,
                    column="numero",
                    value=number,
                )
            )
            continue
        problems.add(
            Problem(
                notices.file,
                f"l’avis {number} ne tombe pas juste : solde antérieur et lignes font "
                f"{euros(previous + moved)}",
                "Corrigez le net, le solde antérieur ou les lignes de cet avis.",
                line=line,
                column="net",
                value=euros(net),
            )
        )
