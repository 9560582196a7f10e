"""Take jobs from the queue, run them, and see to those whose worker died.

A job is *claimed* for ``LEASE`` and the claim is renewed by a heartbeat while it runs.
A worker that is killed renews nothing, so its jobs are free again when the lease ends.
Attempts are counted when a job is claimed: one that kills its worker is given up too.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from palier.foundation.models import Job
from palier.jobs.registry import Registered, load
from palier.jobs.schedule import queue_what_is_due

LEASE = timedelta(seconds=45)
HEARTBEAT_SECONDS = 10.0
IDLE_SECONDS = 0.5
TICK_SECONDS = 1.0
ERROR_SECONDS = 2.0
ERROR_LENGTH = 2_000

log = logging.getLogger("palier.jobs")


def due(now: datetime) -> QuerySet[Job]:
    """Jobs that may start: due, not given up, not held by a living worker."""
    return Job.objects.filter(
        Q(due_at__isnull=True) | Q(due_at__lte=now),
        Q(leased_until__isnull=True) | Q(leased_until__lt=now),
        given_up_at__isnull=True,
    ).order_by("in_bulk", "id")


def claim(now: datetime) -> Job | None:
    """Claim the next job for ``LEASE``, in a transaction of its own.

    On PostgreSQL claimants skip one another's rows; on SQLite the transaction is
    IMMEDIATE, so they take turns. The look beforehand is a read: an idle worker never
    asks SQLite for its only write lock.
    """
    waiting = due(now)
    if not waiting.exists():
        return None
    with transaction.atomic():
        found = waiting.select_for_update(skip_locked=True).first()
        if found is None:
            return None
        found.claim = uuid.uuid4()
        found.attempts += 1
        found.asked_again = False
        found.leased_until = now + LEASE
        found.save(update_fields=["claim", "attempts", "asked_again", "leased_until"])
    return found


def run(job: Job, jobs: Mapping[str, Registered]) -> None:
    """Run a claimed job and write down how it ended.

    The only place of the house that catches everything: whatever a job raises is
    logged with its row, and the job comes back after a growing delay.
    """
    known = jobs.get(job.name)
    try:
        if known is None:
            raise LookupError(f"no job is named {job.name} in this version")
        known.function(now=timezone.now(), **job.arguments)
    except Exception as error:
        delay = known.delay_after(job.attempts) if known else timedelta(minutes=10)
        log.exception(
            "job failed", extra={"job": job.pk, "job_name": job.name, "attempt": job.attempts}
        )
        _put_back(job, delay, f"{type(error).__name__}: {error}"[:ERROR_LENGTH], now=timezone.now())
    else:
        _finish(job)


def _finish(job: Job) -> None:
    ours = Job.objects.filter(pk=job.pk, claim=job.claim)
    with transaction.atomic():
        if not ours.filter(asked_again=False).delete()[0]:
            ours.update(claim=None, leased_until=None, attempts=0)


def _put_back(job: Job, delay: timedelta | None, error: str, *, now: datetime) -> None:
    ours = Job.objects.filter(pk=job.pk, claim=job.claim)
    if delay is None:
        ours.update(claim=None, leased_until=None, last_error=error, given_up_at=now, key=None)
    else:
        ours.update(claim=None, leased_until=None, last_error=error, due_at=now + delay)


def drain(*, now: datetime) -> int:
    """Run every job that is due, here and now, one after another; give their number."""
    jobs = load()
    done = 0
    while (found := claim(now)) is not None:
        run(found, jobs)
        done += 1
    return done


def keep_time(stopping: threading.Event) -> None:
    """Queue scheduled jobs as their hour comes, until ``stopping`` is set."""
    zone = ZoneInfo(settings.PALIER_TIME_ZONE)
    while not stopping.wait(TICK_SECONDS):
        try:
            close_old_connections()
            queue_what_is_due(now=timezone.now(), zone=zone)
        except Exception:
            log.exception("schedule could not reach the queue")


class Worker:
    """Several threads that run jobs, one that keeps their claims alive."""

    def __init__(self, *, threads: int) -> None:
        self._jobs = load()
        self._stopping = threading.Event()
        self._running: dict[str, uuid.UUID] = {}
        self._threads = [
            threading.Thread(target=self._work, name=f"job-{number}", daemon=True)
            for number in range(threads)
        ]
        self._heart = threading.Thread(target=self._beat, name="job-heartbeat", daemon=True)

    def start(self) -> None:
        self._heart.start()
        for thread in self._threads:
            thread.start()

    def stop(self, *, grace_seconds: float) -> bool:
        """Take nothing new, wait for what runs; give back what does not end in time.

        Returns whether everything ended by itself.
        """
        self._stopping.set()
        deadline = timezone.now() + timedelta(seconds=grace_seconds)
        for thread in self._threads:
            thread.join(max(0.0, (deadline - timezone.now()).total_seconds()))
        unfinished = list(self._running.values())
        if unfinished:
            Job.objects.filter(claim__in=unfinished).update(claim=None, leased_until=None)
        return not unfinished

    def _work(self) -> None:
        name = threading.current_thread().name
        while not self._stopping.is_set():
            try:
                close_old_connections()
                job = claim(timezone.now())
                if job is None:
                    self._stopping.wait(IDLE_SECONDS)
                    continue
                assert job.claim is not None
                self._running[name] = job.claim
                try:
                    run(job, self._jobs)
                finally:
                    del self._running[name]
            except Exception:
                # The database is away or busy; the loop outlives it.
                log.exception("worker thread could not reach the queue")
                self._stopping.wait(ERROR_SECONDS)
        connection.close()

    def _beat(self) -> None:
        while not self._stopping.wait(HEARTBEAT_SECONDS):
            try:
                close_old_connections()
                running = list(self._running.values())
                if running:
                    Job.objects.filter(claim__in=running).update(
                        leased_until=timezone.now() + LEASE
                    )
            except Exception:
                log.exception("heartbeat missed")
