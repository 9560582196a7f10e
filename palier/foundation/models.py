"""The two tables of background work (see ``docs/decisions/0002-background-work.md``)."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One piece of work, asked for in the transaction that makes it necessary.

    A finished job is deleted. One that failed for good stays, with its last error, until
    an operator relaunches or forgets it.
    """

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    # Unfinished jobs of the same key are one job. Given back (null) when it is given up.
    key = models.CharField(max_length=200, null=True, unique=True)
    # Null: at once. The clock belongs to the callers, so there is no default.
    due_at = models.DateTimeField(null=True)
    in_bulk = models.BooleanField(default=False)
    # Lowered when the job starts, raised by each request: work asked for while the job
    # runs is done again rather than lost.
    asked_again = models.BooleanField(default=True)
    attempts = models.PositiveIntegerField(default=0)
    # Who runs it and until when; past that instant the worker is held to be dead.
    claim = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    last_error = models.TextField(default="")
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["in_bulk", "id"],
                name="job_waiting",
                condition=models.Q(given_up_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class ScheduleMark(models.Model):
    """The last occurrence of a scheduled job that was put in the queue."""

    name = models.CharField(max_length=80, primary_key=True)
    slot = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} @ {self.slot:%Y-%m-%d %H:%M}"
