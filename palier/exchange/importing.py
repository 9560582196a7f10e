"""Take a delivery in: read, check, compare, apply, switch.

One import at a time. Killed anywhere, the same command goes on where it stopped; another
folder takes away first what the interrupted one left.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.landlord.bulk import begin_delivery, move_delivery
from palier.domain.landlord.models import Delivery
from palier.domain.landlord.queries import current_delivery_number
from palier.domain.landlord.workshop import workshop
from palier.exchange.applying.apply import apply
from palier.exchange.applying.cleaning import abandon
from palier.exchange.applying.slices import Slices
from palier.exchange.manifest import Manifest, read_manifest
from palier.exchange.problems import DeliveryRefused, Problems
from palier.exchange.staging.comparing import summary
from palier.exchange.staging.doubts import doubt_origin
from palier.exchange.staging.stage import Progress, stage
from palier.exchange.staging.workbench import Workbench
from palier.foundation.errors import DomainError

_ADVISORY_KEY = 0x50414C49  # « PALI », one import at a time over several machines

Counts = dict[str, dict[str, int]]


class AlreadyImporting(DomainError):
    """Another import holds the workbench."""

    def __init__(self) -> None:
        super().__init__(
            "Un autre import est en cours. Attendez qu’il finisse, puis relancez cette commande."
        )


@dataclass
class Outcome:
    """What became of a delivery; ``counts`` by kind: rows, new, changed, absent, reversed."""

    state: str
    """``applied``, ``unchanged`` (identical to the current one) or ``checked`` (dry run)."""
    manifest: Manifest
    counts: Counts = field(default_factory=dict)
    number: int = 0
    resumed: bool = False
    replaced_payments: int = 0
    longest_slice: float = 0.0
    seconds: float = 0.0

    @property
    def changes(self) -> int:
        """Count every row added, changed, ended or reversed."""
        kinds = ("new", "changed", "absent", "reversed", "lettered", "replaced")
        return sum(counts.get(name, 0) for counts in self.counts.values() for name in kinds)


def quiet(step: str, done: int, total: int) -> None:
    """Show no progress."""


def import_folder(
    folder: Path,
    *,
    now: dt.datetime,
    dry_run: bool = False,
    progress: Progress = quiet,
    accept: Collection[str] = (),
    sleep: bool = True,
) -> Outcome:
    """Take in the delivery in ``folder``; with ``dry_run``, everything but applying it.

    ``accept`` names the doubts to set aside: ``absences`` (a full file ends more than a fifth
    of what is known), ``older`` (produced before the current delivery), ``landlord`` (another
    name than the current delivery's). Without ``sleep``, no pause is left between slices: for
    a database that nobody else uses.

    Raises:
        DeliveryRefused: the delivery holds mistakes, all of them listed; nothing changed.
        AlreadyImporting: another import is running.
    """
    began = time.monotonic()
    path = workshop() / ("dry-run.sqlite3" if dry_run else "delivery.sqlite3")
    with _one_at_a_time():
        problems = Problems()
        manifest = read_manifest(folder, problems)
        if manifest is None or problems:
            raise DeliveryRefused(problems)
        outcome = Outcome("checked", manifest)
        delivery: Delivery | None
        waiting = None if dry_run else _interrupted(manifest, path, outcome, now=now)
        if waiting is not None:
            delivery, bench = waiting
        elif _is_current(manifest):
            outcome.state = "unchanged"
            return outcome
        else:
            doubt_origin(manifest, problems, accept)
            if problems:
                raise DeliveryRefused(problems)
            delivery = None if dry_run else _begin(folder, manifest, now=now)
            bench = Workbench.fresh(path)
            stage(bench, folder, manifest, problems, progress, accept=accept)
            if problems:
                bench.discard()
                if delivery is not None:
                    _refuse(delivery, problems, now=now)
                raise DeliveryRefused(problems)
            outcome.counts = summary(bench)
            bench.remember("counts", outcome.counts)
            bench.seal(manifest.digest)
        if delivery is not None:
            _apply(bench, delivery, folder, outcome, progress, now=now, sleep=sleep)
        bench.discard()
    outcome.seconds = time.monotonic() - began
    return outcome


def _apply(
    bench: Workbench,
    delivery: Delivery,
    folder: Path,
    outcome: Outcome,
    progress: Progress,
    *,
    now: dt.datetime,
    sleep: bool,
) -> None:
    pause = time.sleep if sleep else lambda seconds: None
    slices = Slices(delivery, progress, sleep=pause)
    move_delivery(
        delivery=delivery, to=Delivery.State.APPLYING, now=now, report={"counts": outcome.counts}
    )
    apply(bench, delivery, folder, slices, now=now)
    outcome.state = "applied"
    outcome.number = delivery.number
    outcome.longest_slice = slices.longest
    outcome.replaced_payments = int(delivery.progress.get("replaced", 0))
    record(
        event=Event.DELIVERY_APPLIED,
        actor=Actor.erp(),
        now=now,
        subject=delivery,
        number=delivery.number,
    )


def _begin(folder: Path, manifest: Manifest, *, now: dt.datetime) -> Delivery:
    return begin_delivery(
        folder=str(folder.resolve())[:500],
        fingerprint=manifest.digest,
        manifest=manifest.as_json(),
        produced_at=manifest.produced_instant,
        now=now,
    )


def _refuse(delivery: Delivery, problems: Problems, *, now: dt.datetime) -> None:
    report = {"errors": problems.total, "lines": problems.report()}
    move_delivery(delivery=delivery, to=Delivery.State.REFUSED, now=now, report=report)
    record(
        event=Event.DELIVERY_REFUSED,
        actor=Actor.erp(),
        now=now,
        subject=delivery,
        errors=problems.total,
    )


def _is_current(manifest: Manifest) -> bool:
    return Delivery.objects.filter(
        number=current_delivery_number(),
        fingerprint=manifest.digest,
        state=Delivery.State.CURRENT,
    ).exists()


def _interrupted(
    manifest: Manifest, path: Path, outcome: Outcome, *, now: dt.datetime
) -> tuple[Delivery, Workbench] | None:
    """Find the interrupted import of this very delivery; take away any other one's rows."""
    resumable = None
    for delivery in Delivery.objects.filter(
        state__in=[Delivery.State.STAGING, Delivery.State.STAGED, Delivery.State.APPLYING]
    ).order_by("number"):
        if delivery.fingerprint == manifest.digest and resumable is None and path.exists():
            bench = Workbench(path)
            if delivery.state == Delivery.State.APPLYING and bench.holds(manifest.digest):
                outcome.counts, outcome.resumed = bench.recall("counts"), True
                resumable = (delivery, bench)
                continue
            bench.close()
        abandon(delivery, now=now)
    return resumable


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (workshop() / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyImporting from None
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_KEY])
            if not cursor.fetchone()[0]:
                raise AlreadyImporting
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_KEY])
