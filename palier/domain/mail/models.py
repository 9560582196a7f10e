from __future__ import annotations

from django.db import models


class Letter(models.Model):
    """One e-mail to send, exactly as composed; kept until its retention ends."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        UNWANTED = "unwanted"

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    template = models.CharField(max_length=80)
    unsubscribe_url = models.CharField(max_length=400, blank=True)
    """Where the reader stops letters of this kind in one click (RFC 8058); empty: they cannot."""
    holds_secret = models.BooleanField(default=False)
    """A link or a code that opens something: its text is wiped once sent."""
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "queued_at"], name="outbox")]


class Refusal(models.Model):
    """The reader of a mailbox does without letters of one topic. No row: they want them."""

    address = models.EmailField()
    """Folded: in lower case."""
    topic = models.CharField(max_length=10)
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "topic"], name="one_refusal_a_topic"),
        ]
