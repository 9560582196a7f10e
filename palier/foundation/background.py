"""Ask for work to be done later, in the same transaction as the change that needs it.

    enqueue("payments.ask_bank_again", key=f"ask:{attempt.code}", run_at=now + QUARTER,
            code=attempt.code)

The work is known by a name, so a lower floor can ask for what an upper floor does
(``palier.jobs.registry``). Rolled back with the change; run at least once; hence every
job reads the present state and may be run twice without harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from palier.foundation.models import Job

SLICE = 1_000


def enqueue(
    name: str,
    *,
    key: str | None = None,
    run_at: datetime | None = None,
    in_bulk: bool = False,
    **arguments: Any,
) -> None:
    """Queue the job ``name`` with arguments that JSON can carry.

    ``key``: while a job of this key is unfinished there is one of it; the latest
    arguments and instant win, and if it is running it will run once more.
    ``run_at``: not before this instant; at once when left out.
    ``in_bulk``: let everything that is not in bulk go first.
    """
    enqueue_many(
        name, [arguments], keys=None if key is None else [key], run_at=run_at, in_bulk=in_bulk
    )


def enqueue_many(
    name: str,
    each: Iterable[Mapping[str, Any]],
    *,
    keys: Iterable[str] | None = None,
    run_at: datetime | None = None,
    in_bulk: bool = True,
) -> None:
    """Queue the job ``name`` once for each set of arguments, in few statements."""
    jobs = [
        Job(name=name, arguments=dict(arguments), due_at=run_at, in_bulk=in_bulk)
        for arguments in each
    ]
    if keys is None:
        Job.objects.bulk_create(jobs, batch_size=SLICE)
        return
    for job, key in zip(jobs, keys, strict=True):
        job.key = key
    Job.objects.bulk_create(
        jobs,
        batch_size=SLICE,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["arguments", "due_at", "asked_again"],
    )
