"""The rows of numbered deliveries to another program: what every one of them has.

Abstract: each room adds the file it keeps and the row that a line delivers.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NumberedDelivery(models.Model):
    """One numbered file for another program. Immutable once made."""

    number = models.PositiveIntegerField(unique=True)
    line_count = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        abstract = True


class AnsweredLine(models.Model):
    """One line of a delivery, and what the other program answered to it."""

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("delivery", "remise")
        ACCEPTED = "accepted", _("enregistrée")
        REFUSED = "refused", _("refusée par le progiciel")

    MOVES = {
        State.SENT: frozenset({State.ACCEPTED, State.REFUSED}),
        State.ACCEPTED: frozenset(),
        State.REFUSED: frozenset({State.ACCEPTED}),
    }

    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    moved_at = models.DateTimeField()
    message = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


def next_number(kind: type[NumberedDelivery]) -> int:
    """Give the number of the delivery to make; ``one_at_a_time`` holds a second maker back."""
    last: int | None = kind._default_manager.aggregate(last=models.Max("number"))["last"]
    return (last or 0) + 1
