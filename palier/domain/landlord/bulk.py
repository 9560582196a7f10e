"""Deliveries: their rows in sets, their progress, their one switch.

A delivered row is added under the number of its delivery and seen by nobody until
``switch_to``; a row that was seen before only changes inside the switch's transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max, Min

from palier.domain.landlord.models import CurrentDelivery, Delivered, Delivery
from palier.foundation.sets import IN_ONE_QUESTION, insert_rows, key_of, table_of, update_rows

Row = Sequence[Any]
Computed = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class DeliveredTable:
    """How delivered records become rows of ``model``.

    ``fields`` are given by the record, in order; ``computed`` follow from them; ``born``
    are drawn once, when the row is added. ``ended`` is the field that dates the end of a
    row which a full delivery no longer names.
    """

    model: type[Delivered]
    fields: tuple[str, ...]
    computed: Mapping[str, Computed] = field(default_factory=dict)
    born: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    ended: str = ""

    @property
    def given(self) -> tuple[str, ...]:
        return ("erp_id", "content_hash", *self.fields)

    def add(self, rows: Iterable[Row], *, delivery_no: int) -> None:
        """Add rows of ``given`` values, unseen until the switch to ``delivery_no``."""
        insert_rows(
            self.model,
            (*self.given, *self.computed, *self.born, "delivery_no"),
            (
                (*row, *self._compute(row), *(draw() for draw in self.born.values()), delivery_no)
                for row in rows
            ),
        )

    def change(self, rows: Iterable[Row]) -> None:
        """Rewrite rows, each the primary key then its ``given`` values; they are present."""
        update_rows(
            self.model,
            (*self.given, *self.computed, "absent_since"),
            ((row[0], *row[1:], *self._compute(row[1:]), None) for row in rows),
        )

    def end(self, keys: Sequence[int], *, on: dt.date) -> None:
        """Date the end of rows that are no longer delivered; an end already dated stays."""
        for start in range(0, len(keys), IN_ONE_QUESTION):
            rows = self.model._default_manager.filter(pk__in=keys[start : start + IN_ONE_QUESTION])
            if self.ended:
                rows.filter(**{self.ended: None}).update(**{self.ended: on})
            rows.update(absent_since=on)

    def _compute(self, row: Row) -> Iterable[Any]:
        if not self.computed:
            return ()
        named = dict(zip(self.given, row, strict=True))
        return (compute(named) for compute in self.computed.values())


@transaction.atomic
def begin_delivery(
    *,
    folder: str,
    fingerprint: str,
    manifest: dict[str, Any],
    produced_at: dt.datetime | None,
    now: dt.datetime,
) -> Delivery:
    """Open the next delivery, in the state of being read."""
    last = Delivery.objects.aggregate(last=Max("number"))["last"] or 0
    return Delivery.objects.create(
        number=last + 1,
        folder=folder,
        fingerprint=fingerprint,
        manifest=manifest,
        produced_at=produced_at,
        started_at=now,
    )


@transaction.atomic
def move_delivery(
    *,
    delivery: Delivery,
    to: Delivery.State,
    now: dt.datetime,
    report: dict[str, Any] | None = None,
) -> None:
    """Move a delivery on; one that ends is dated."""
    delivery.state = to
    if report is not None:
        delivery.report = report
    if to in (Delivery.State.REFUSED, Delivery.State.ABANDONED, Delivery.State.CURRENT):
        delivery.finished_at = now
    delivery.save(update_fields=["state", "report", "finished_at"])


def note_progress(*, delivery: Delivery, step: str, done: int) -> None:
    """Write how far ``step`` is, inside the transaction of the slice it speaks of."""
    delivery.progress = {**delivery.progress, step: done}
    Delivery.objects.filter(pk=delivery.pk).update(progress=delivery.progress)


def switch_to(*, delivery: Delivery, now: dt.datetime) -> None:
    """Make the rows of ``delivery`` the ones people see. Inside the switch's transaction."""
    CurrentDelivery.objects.update_or_create(
        pk=1, defaults={"number": delivery.number, "switched_at": now}
    )
    Delivery.objects.filter(state=Delivery.State.CURRENT).update(state=Delivery.State.SUPERSEDED)
    note_progress(delivery=delivery, step="switched", done=1)


def unseen_span(model: type[models.Model], delivery_no: int) -> tuple[int, int] | None:
    """Give the first and last key of the rows that only ``delivery_no`` would have shown."""
    span = model._default_manager.filter(delivery_no=delivery_no).aggregate(
        first=Min("pk"), last=Max("pk")
    )
    return None if span["first"] is None else (span["first"], span["last"])


def forget_unseen(model: type[models.Model], delivery_no: int, first: int, last: int) -> None:
    """Take away the rows of an abandoned delivery between two keys; nobody ever saw them."""
    key = key_of(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table_of(model)} WHERE {key} BETWEEN %s AND %s AND delivery_no = %s",
            (first, last, delivery_no),
        )
