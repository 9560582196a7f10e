"""All the slices of a delivery in order, the switch, and what follows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from palier.domain.access.rules import reference_key
from palier.domain.billing import bulk as billing
from palier.domain.billing.models import NoticeHeader
from palier.domain.billing.receipts.actions import FOLLOW_ALL
from palier.domain.billing.settlements import bulk as settlements
from palier.domain.landlord.bulk import move_delivery
from palier.domain.landlord.models import Delivery
from palier.domain.ledger import bulk as ledger
from palier.exchange.applying.ends import tell_ends
from palier.exchange.applying.papers import index_papers
from palier.exchange.applying.settlements import head_and_line_settlements
from palier.exchange.applying.slices import Slices, numbered, planned
from palier.exchange.applying.statistics import refresh_statistics
from palier.exchange.applying.switch import switch
from palier.exchange.applying.tables import (
    ACCOUNT_JOIN,
    BILLING_VALUES,
    LINE_VALUES,
    NOTICE_VALUES,
    OPENING_VALUES,
    TARGETS,
    Target,
)
from palier.exchange.records import KINDS, kind_of
from palier.exchange.staging.workbench import Workbench
from palier.foundation.background import enqueue

REFERRED_TO = {
    column.refers_to for kind in KINDS for column in kind.columns.values() if column.refers_to
}
PAGE = 20_000


def apply(
    bench: Workbench, delivery: Delivery, folder: Path, slices: Slices, *, now: dt.datetime
) -> None:
    """Apply what ``bench`` has planned, from wherever an earlier attempt stopped."""
    bench.connection.create_function("reference_key", 1, reference_key, deterministic=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -262144")
    if not slices.done("switched"):
        for target in TARGETS:
            _add_rows(bench, slices, target)
            if target.kind in REFERRED_TO:
                _learn_keys(bench, target)
        _post(bench, slices, now=now)
        _head_and_line_notices(bench, slices)
        head_and_line_settlements(bench, slices)
        index_papers(bench, slices, folder, now=now)
        refresh_statistics()
        switch(bench, slices, now=now)
    tell_ends(bench, slices, now=now)
    _after(bench, slices)
    with transaction.atomic():
        enqueue(FOLLOW_ALL, key=FOLLOW_ALL, in_bulk=True)
    move_delivery(delivery=delivery, to=Delivery.State.CURRENT, now=now)


def _add_rows(bench: Workbench, slices: Slices, target: Target) -> None:
    number = slices.delivery.number
    slices.apply(
        target.step,
        kind_of(target.kind).title,
        bench.count(f"new_{target.kind}"),
        planned(
            bench,
            target.kind,
            f"new_{target.kind}",
            target.select,
            target.joins,
            slices.done(target.step),
            target.only,
        ),
        lambda rows: target.table.add(rows, delivery_no=number),
    )


def _learn_keys(bench: Workbench, target: Target) -> None:
    """Bring the keys of every row of a kind to the workbench, new and renumbered ones too."""
    name = target.kind
    bench.execute(f"DROP TABLE IF EXISTS ids_{name}")
    bench.execute(f"CREATE TABLE ids_{name} (erp_id TEXT PRIMARY KEY, pk INTEGER) WITHOUT ROWID")
    rows = target.table.model._default_manager.order_by("pk")
    last = 0
    while found := list(rows.filter(pk__gt=last).values_list("erp_id", "pk")[:PAGE]):
        bench.fill(f"INSERT OR REPLACE INTO ids_{name} VALUES (?, ?)", found)
        last = found[-1][1]
    if bench.has(f"renamed_{name}"):
        bench.execute(f"INSERT OR REPLACE INTO ids_{name} SELECT new, pk FROM renamed_{name}")


def _post(bench: Workbench, slices: Slices, *, now: dt.datetime) -> None:
    number = slices.delivery.number
    for kind, values in (("opening_balances", OPENING_VALUES), ("ledger_lines", LINE_VALUES)):
        step = f"reverse_{kind}"
        slices.apply(
            step,
            f"{kind_of(kind).title} : annulations",
            bench.count(step),
            numbered(
                bench.stream(
                    f"SELECT pk, pk, version FROM {step} WHERE pk > ? ORDER BY pk",
                    (slices.done(step),),
                )
            ),
            lambda rows: ledger.reverse_lines(
                [(row[0], row[1]) for row in rows], delivery_no=number, now=now
            ),
        )
        slices.apply(
            kind,
            kind_of(kind).title,
            bench.count(f"post_{kind}"),
            planned(bench, kind, f"post_{kind}", values, ACCOUNT_JOIN, slices.done(kind)),
            lambda rows: ledger.post_lines(rows, delivery_no=number, now=now),
        )
    slices.apply(
        "closing_balances",
        kind_of("closing_balances").title,
        bench.count("new_closing_balances"),
        planned(
            bench,
            "closing_balances",
            "new_closing_balances",
            "t.pk, d.as_of, d.amount_cents",
            ACCOUNT_JOIN,
            slices.done("closing_balances"),
        ),
        lambda rows: ledger.state_balances(rows, delivery_no=number),
    )


def _head_and_line_notices(bench: Workbench, slices: Slices) -> None:
    number = slices.delivery.number
    slices.apply(
        "rent_notices",
        kind_of("rent_notices").title,
        bench.count("post_rent_notices"),
        planned(
            bench,
            "rent_notices",
            "post_rent_notices",
            NOTICE_VALUES,
            ACCOUNT_JOIN,
            slices.done("rent_notices"),
        ),
        lambda rows: billing.head_notices(rows, delivery_no=number),
    )
    _learn_heads(bench, number)
    slices.apply(
        "billing_lines",
        kind_of("billing_lines").title,
        bench.count("billing_lines"),
        numbered(
            bench.stream(
                f"SELECT d.line, {BILLING_VALUES} FROM billing_lines d "
                "JOIN heads h ON h.number = d.notice WHERE d.line > ? ORDER BY d.line",
                (slices.done("billing_lines"),),
            )
        ),
        billing.line_notices,
    )


def _learn_heads(bench: Workbench, delivery_no: int) -> None:
    bench.execute("DROP TABLE IF EXISTS heads")
    bench.execute("CREATE TABLE heads (number TEXT PRIMARY KEY, pk INTEGER) WITHOUT ROWID")
    if not bench.count("post_rent_notices"):
        return
    heads = NoticeHeader.objects.filter(delivery_no=delivery_no).order_by("pk")
    last = 0
    while found := list(heads.filter(pk__gt=last).values_list("number", "pk")[:PAGE]):
        bench.fill("INSERT INTO heads VALUES (?, ?)", found)
        last = found[-1][1]


def _after(bench: Workbench, slices: Slices) -> None:
    """Write what is right at any instant, and too much for the switch: lettrage, hashes."""
    slices.apply(
        "lettered",
        "Lettrage",
        bench.count("lettered"),
        numbered(
            bench.stream(
                "SELECT pk, pk, lettrage FROM lettered WHERE pk > ? ORDER BY pk",
                (slices.done("lettered"),),
            )
        ),
        lambda rows: ledger.letter([(row[0], row[1]) for row in rows]),
    )
    for step, kinds, write in (
        ("refingerprinted", "('ledger_lines', 'opening_balances')", ledger.refingerprint),
        ("refingerprinted_notices", "('rent_notices')", billing.refingerprint_notices),
        (
            "refingerprinted_settlements",
            "('charge_settlements')",
            settlements.refingerprint_settlements,
        ),
    ):
        slices.apply(
            step,
            "Renumérotation",
            bench.count("refingerprinted"),
            numbered(
                bench.stream(
                    f"SELECT pk, pk, hash FROM refingerprinted WHERE kind IN {kinds} "
                    "AND pk > ? ORDER BY pk",
                    (slices.done(step),),
                )
            ),
            partial(_write_pairs, write),
        )


def _write_pairs(
    write: Callable[[Iterable[tuple[int, int]]], None], rows: Sequence[Sequence[Any]]
) -> None:
    write([(row[0], row[1]) for row in rows])
