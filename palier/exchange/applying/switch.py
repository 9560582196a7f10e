"""The one transaction that makes a delivery the current one.

In it: rows that were seen before take their new content, absent ones are ended, the
portal's provisional entries give way to the ERP's lines.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.landlord.bulk import note_progress, switch_to
from palier.domain.landlord.queries import today
from palier.domain.ledger import bulk as ledger
from palier.domain.tenancy import bulk as tenancy
from palier.exchange.applying.papers import change_papers
from palier.exchange.applying.slices import Slices
from palier.exchange.applying.tables import TARGETS, Target
from palier.exchange.staging.workbench import Workbench


def switch(bench: Workbench, slices: Slices, *, now: dt.datetime) -> None:
    """Run the switch; all of it or nothing."""
    delivery = slices.delivery
    on = today(now)
    began = slices.clock()
    with transaction.atomic():
        for target in TARGETS:
            _change_rows(bench, target)
        change_papers(bench, now=now)
        for target in TARGETS:
            absent = _keys(bench, f"absent_{target.kind}", target.place)
            target.table.end(absent, on=on)
        tenancy.merge_persons(_mergers(bench, "persons"), on=on)
        tenancy.merge_tenant_accounts(_mergers(bench, "tenant_accounts"), on=on)
        replaced = ledger.replace_provisional(delivery_no=delivery.number, now=now)
        note_progress(delivery=delivery, step="replaced", done=replaced)
        switch_to(delivery=delivery, now=now)
    slices.longest = max(slices.longest, slices.clock() - began)


def _change_rows(bench: Workbench, target: Target) -> None:
    target.table.change(
        bench.stream(
            f"SELECT c.pk, {target.select} FROM changed_{target.kind} c "
            f"JOIN {target.kind} d ON d.line = c.line {target.joins} WHERE {target.only}"
        )
    )


def _keys(bench: Workbench, table: str, place: int) -> list[int]:
    return [pk for (pk,) in bench.stream(f"SELECT pk FROM {table} WHERE place = ?", (place,))]


def _mergers(bench: Workbench, name: str) -> list[tuple[int, int]]:
    return [
        (old, heir)
        for old, heir in bench.stream(
            f"SELECT m.old_pk, i.pk FROM merged_{name} m JOIN ids_{name} i ON i.erp_id = m.new"
        )
    ]
