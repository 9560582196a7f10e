from __future__ import annotations

from django.db import models

from palier.domain.audit.actor import ActorKind
from palier.foundation.codes import new_salt


class Trace(models.Model):
    """One event. Never changed, never deleted but below the floor of its category (triggers)."""

    occurred_at = models.DateTimeField()
    event = models.CharField(max_length=60)
    """A value of ``catalogue.Event``; one retired from the catalogue stays readable."""
    category = models.CharField(max_length=16, default="decisions")
    """A value of ``categories.Category``: how long it is kept."""
    actor_kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind]
    )
    actor_reference = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    """Of the staff alone. Tenants stand under their reference, which outlives their account."""
    tenant_account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    """The only person of the account whom it concerns; null: every holder may read it."""
    agency_id = models.CharField(max_length=40, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_reference = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, default=new_salt)
    """Drawn once: when the trace is forgotten, the hash that stays says nothing of it."""

    class Meta:
        indexes = [
            models.Index(fields=["tenant_account_id", "-occurred_at"], name="trace_of_account"),
            models.Index(fields=["subject_kind", "subject_reference"], name="trace_of_subject"),
            models.Index(fields=["actor_reference", "-occurred_at"], name="trace_of_actor"),
            models.Index(fields=["category", "occurred_at"], name="trace_by_age"),
            models.Index(fields=["person_id", "-occurred_at"], name="trace_of_person"),
            models.Index(fields=["-occurred_at", "-id"], name="trace_latest"),
        ]


class TrailFloor(models.Model):
    """The instant from which the traces of one category are kept; it only moves forward.

    The trigger lets a trace go only below it, so that forgetting is one deliberate act
    (``actions.forget_before``) and never a stray DELETE; and a trace missing above it is
    a fault that ``verifying`` names.
    """

    category = models.CharField(max_length=16, primary_key=True)
    kept_since = models.DateTimeField()


class Unsealed(models.Model):
    """A trace that no segment holds yet. A trigger writes it in the trace's own transaction."""

    trace_id = models.BigIntegerField(primary_key=True)


class Segment(models.Model):
    """A run of traces, sealed: their hashes in order, chained to the segment before.

    Never changed, never deleted (triggers). ``leaves`` is packed as ``sealing`` says.
    """

    number = models.PositiveBigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    leaves = models.BinaryField()
    root = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class Anchor(models.Model):
    """The head of the chain as it was sent out of the house on one day. Never changed."""

    day = models.DateField(unique=True)
    segment = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    entries = models.PositiveBigIntegerField()
    written_at = models.DateTimeField()
    sent_to = models.JSONField(default=list)
    """Where it went: ``file``, ``mail``."""
