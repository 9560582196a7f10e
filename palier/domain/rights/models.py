from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import User
from palier.foundation.codes import new_public_code


class DataCopy(models.Model):
    """A copy of somebody's data: asked for, prepared by a job, gone after some days."""

    class State(models.TextChoices):
        ASKED = "asked", _("en préparation")
        READY = "ready", _("prête")
        GONE = "gone", _("effacée")

    MOVES = {
        State.ASKED: frozenset({State.READY, State.GONE}),
        State.READY: frozenset({State.GONE}),
        State.GONE: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="data_copies")
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    downloads = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state__in=["asked", "ready"]),
                name="one_live_copy_a_user",
            ),
        ]


class Closing(models.Model):
    """An account being closed; until the day comes, a link or the page takes it back."""

    class State(models.TextChoices):
        ASKED = "asked", _("demandée")
        CANCELLED = "cancelled", _("annulée")
        DONE = "done", _("faite")

    MOVES = {
        State.ASKED: frozenset({State.CANCELLED, State.DONE}),
        State.CANCELLED: frozenset(),
        State.DONE: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="closings")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state="asked"),
                name="one_closing_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="closings_due")]
