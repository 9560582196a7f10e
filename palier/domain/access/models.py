from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import User
from palier.domain.tenancy.models import Person
from palier.foundation.codes import new_public_code


class PersonLink(models.Model):
    """A user says they are a person; proven or not yet. Nothing personal shows before."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("à confirmer")
        PROVEN = "proven", _("confirmé")
        REFUSED = "refused", _("refusé")
        ENDED = "ended", _("terminé")

    MOVES = {
        State.CLAIMED: frozenset({State.PROVEN, State.REFUSED}),
        State.PROVEN: frozenset({State.ENDED}),
        State.REFUSED: frozenset({State.CLAIMED}),
        State.ENDED: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="person_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    state = models.CharField(max_length=8, choices=State, default=State.CLAIMED)
    proof = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="one_link_a_person"),
        ]
