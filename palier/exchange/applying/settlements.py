"""The yearly décomptes: heads, then lines, unseen until the switch."""

from __future__ import annotations

from palier.domain.billing.settlements import bulk
from palier.domain.billing.settlements.models import Settlement
from palier.exchange.applying.slices import Slices, numbered, planned
from palier.exchange.applying.tables import ACCOUNT_JOIN
from palier.exchange.records import kind_of
from palier.exchange.staging.workbench import Workbench

HEAD_VALUES = (
    "d.number, n.version, n.fingerprint, t.pk, d.starts_on, d.ends_on, d.issue_on, d.due_month, "
    "d.provisions_cents, d.share_cents, d.difference_cents, d.papers_place"
)
LINE_VALUES = (
    "h.pk, d.position, d.nature, d.label, d.provisions_cents, d.real_cents, d.key_label, "
    "d.key_share, d.share_cents"
)
PAGE = 20_000


def head_and_line_settlements(bench: Workbench, slices: Slices) -> None:
    """Apply the décomptes that ``bench`` has planned."""
    number = slices.delivery.number
    slices.apply(
        "charge_settlements",
        kind_of("charge_settlements").title,
        bench.count("post_charge_settlements"),
        planned(
            bench,
            "charge_settlements",
            "post_charge_settlements",
            HEAD_VALUES,
            ACCOUNT_JOIN,
            slices.done("charge_settlements"),
        ),
        lambda rows: bulk.head_settlements(rows, delivery_no=number),
    )
    _learn_heads(bench, number)
    slices.apply(
        "charge_settlement_lines",
        kind_of("charge_settlement_lines").title,
        bench.count("charge_settlement_lines"),
        numbered(
            bench.stream(
                f"SELECT d.line, {LINE_VALUES} FROM charge_settlement_lines d "
                "JOIN settlement_heads h ON h.number = d.settlement WHERE d.line > ? "
                "ORDER BY d.line",
                (slices.done("charge_settlement_lines"),),
            )
        ),
        bulk.line_settlements,
    )


def _learn_heads(bench: Workbench, delivery_no: int) -> None:
    bench.execute("DROP TABLE IF EXISTS settlement_heads")
    bench.execute(
        "CREATE TABLE settlement_heads (number TEXT PRIMARY KEY, pk INTEGER) WITHOUT ROWID"
    )
    if not bench.count("post_charge_settlements"):
        return
    heads = Settlement.objects.filter(delivery_no=delivery_no).order_by("pk")
    last = 0
    while found := list(heads.filter(pk__gt=last).values_list("number", "pk")[:PAGE]):
        bench.fill("INSERT INTO settlement_heads VALUES (?, ?)", found)
        last = found[-1][1]
