"""The yearly décomptes on the workbench: what is known, what must add up, what to post."""

from __future__ import annotations

from palier.domain.billing.settlements.models import Settlement
from palier.exchange.manifest import Manifest
from palier.exchange.problems import Problem, Problems
from palier.exchange.staging.knowing import PAGE, batches, pages
from palier.exchange.staging.workbench import Workbench
from palier.foundation.money import euros

_MOVED = (
    "SELECT settlement, sum(provisions_cents) AS provisions, sum(share_cents) AS share "
    "FROM charge_settlement_lines GROUP BY settlement"
)


def know_settlements(bench: Workbench) -> None:
    """Fill ``known_charge_settlements`` with the latest version of those that are delivered."""
    bench.execute(
        "CREATE TABLE known_charge_settlements (number TEXT PRIMARY KEY, pk INTEGER, "
        "version INTEGER, hash INTEGER)"
    )
    numbers = [number for (number,) in bench.stream("SELECT number FROM charge_settlements")]
    fields = ("number", "version", "fingerprint")
    rows = (
        pages(Settlement, *fields)
        if len(numbers) > PAGE
        else batches(Settlement, "number", numbers, *fields)
    )
    bench.fill(
        "INSERT INTO known_charge_settlements (pk, number, version, hash) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (number) DO UPDATE SET pk = excluded.pk, version = excluded.version, "
        "hash = excluded.hash WHERE excluded.version > version",
        rows,
    )


def check_settlements(
    bench: Workbench, manifest: Manifest, spoilt: set[str], problems: Problems
) -> None:
    """Check that every décompte has lines, that they make its totals and these its difference."""
    heads = manifest.kinds.get("charge_settlements")
    lines = manifest.kinds.get("charge_settlement_lines")
    if heads is None or lines is None or spoilt & {"charge_settlements", "charge_settlement_lines"}:
        return
    for line, number, provisions, share, difference, their_provisions, their_share in bench.stream(
        f"WITH moved AS MATERIALIZED ({_MOVED}) SELECT s.line, s.number, s.provisions_cents, "
        "s.share_cents, s.difference_cents, m.provisions, m.share FROM charge_settlements s "
        "LEFT JOIN moved m ON m.settlement = s.number WHERE m.share IS NULL "
        "OR m.provisions <> s.provisions_cents OR m.share <> s.share_cents "
        "OR s.share_cents - s.provisions_cents <> s.difference_cents"
    ):
        if their_share is None:
            problems.add(
                Problem(
                    heads.file,
                    f"le décompte {number} n’a aucune ligne dans {lines.file}",
                    "Livrez un décompte avec toutes ses lignes.",
                    line=line,
                    column="numero",
                    value=number,
                )
            )
            continue
        column, value = _fault(provisions, share, difference, their_provisions, their_share)
        problems.add(
            Problem(
                heads.file,
                f"le décompte {number} ne tombe pas juste : ses lignes font "
                f"{euros(their_provisions)} de provisions et {euros(their_share)} de part, soit "
                f"{euros(their_share - their_provisions)} de différence",
                "Corrigez les totaux ou les lignes de ce décompte.",
                line=line,
                column=column,
                value=euros(value),
            )
        )


def _fault(
    provisions: int, share: int, difference: int, their_provisions: int, their_share: int
) -> tuple[str, int]:
    if provisions != their_provisions:
        return "provisions", provisions
    if share != their_share:
        return "quote_part", share
    return "difference", difference


def plan_settlements(bench: Workbench) -> None:
    """Plan the décomptes; a fingerprint sums up the lines, whatever their order in the file."""
    bench.execute(
        "CREATE TABLE post_charge_settlements (line INTEGER PRIMARY KEY, version INTEGER, "
        "number TEXT UNIQUE, fingerprint INTEGER)"
    )
    bench.execute(
        "WITH printed AS MATERIALIZED (SELECT settlement, sum(hash >> 16) AS hash "
        "FROM charge_settlement_lines GROUP BY settlement) "
        "INSERT INTO post_charge_settlements "
        "SELECT d.line, coalesce(k.version + 1, 1), d.number, (d.hash >> 8) + p.hash "
        "FROM charge_settlements d JOIN printed p ON p.settlement = d.number "
        "LEFT JOIN known_charge_settlements k ON k.number = d.number "
        "WHERE k.number IS NULL OR k.hash IS NOT (d.hash >> 8) + p.hash"
    )
