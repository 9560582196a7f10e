"""The queue as an operator sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from palier.foundation.models import Job


@dataclass(frozen=True, slots=True)
class Waiting:
    name: str
    count: int


def waiting() -> list[Waiting]:
    """Count unfinished jobs by name."""
    rows = (
        Job.objects.filter(given_up_at__isnull=True)
        .values("name")
        .annotate(count=Count("pk"))
        .order_by("name")
    )
    return [Waiting(row["name"], row["count"]) for row in rows]


def oldest_due(now: datetime) -> datetime | None:
    """Give the instant since which a job with an hour has been late; None when none is."""
    late = Q(given_up_at__isnull=True, due_at__lt=now, claim__isnull=True)
    found: datetime | None = Job.objects.filter(late).aggregate(oldest=Min("due_at"))["oldest"]
    return found


def given_up() -> list[Job]:
    """Give the jobs that failed for good, oldest first."""
    return list(_given_up(()).order_by("pk"))


def retry(numbers: Sequence[int]) -> int:
    """Put failed jobs back with all their tries; all of them when no number is given."""
    return _given_up(numbers).update(given_up_at=None, due_at=None, attempts=0)


def forget(numbers: Sequence[int]) -> int:
    """Delete failed jobs by number."""
    return _given_up(numbers).delete()[0]


def _given_up(numbers: Sequence[int]) -> QuerySet[Job]:
    failed = Job.objects.filter(given_up_at__isnull=False)
    return failed.filter(pk__in=numbers) if numbers else failed
