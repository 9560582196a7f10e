from __future__ import annotations

from django.db import models

from palier.domain.audit.actor import ActorKind


class Trace(models.Model):
    """One event. Never changed, never deleted but below the trail's floor (triggers hold it)."""

    occurred_at = models.DateTimeField()
    event = models.CharField(max_length=60)
    """A value of ``catalogue.Event``; one retired from the catalogue stays readable."""
    actor_kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind]
    )
    actor_reference = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    tenant_account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    """The only person of the account whom it concerns; null: every holder may read it."""
    agency_id = models.CharField(max_length=40, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_reference = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["tenant_account_id", "-occurred_at"], name="trace_of_account"),
            models.Index(fields=["subject_kind", "subject_reference"], name="trace_of_subject"),
            models.Index(fields=["actor_reference", "-occurred_at"], name="trace_of_actor"),
        ]


class TrailFloor(models.Model):
    """The instant from which traces are kept: a single row, key 1, that only moves forward.

    The trigger lets a trace go only below it, so that forgetting is one deliberate act
    (``actions.forget_before``) and never a stray DELETE.
    """

    kept_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="trail_floor_is_one_row"),
        ]
