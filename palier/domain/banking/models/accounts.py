"""The accounts that people gave, sealed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class BankAccount(models.Model):
    """An IBAN that a person gave. Only its mask is readable; the rest is sealed.

    Between ``CONFIRMED`` and its first use lie 72 hours (``usable_from``). One that another has
    followed (``REPLACED``) still serves the mandate that was signed on it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("à confirmer par e-mail")
        UNDER_REVIEW = "review", _("en cours de vérification par l’agence")
        CONFIRMED = "confirmed", _("confirmé")
        REPLACED = "replaced", _("remplacé")
        FROZEN = "frozen", _("bloqué")
        REFUSED = "refused", _("non accepté")
        EXPIRED = "expired", _("jamais confirmé")
        WITHDRAWN = "withdrawn", _("retiré")

    MOVES = {
        State.PROPOSED: frozenset(
            {
                State.UNDER_REVIEW,
                State.CONFIRMED,
                State.FROZEN,
                State.EXPIRED,
                State.WITHDRAWN,
            }
        ),
        State.UNDER_REVIEW: frozenset(
            {State.CONFIRMED, State.REFUSED, State.FROZEN, State.WITHDRAWN}
        ),
        State.CONFIRMED: frozenset(
            {State.REPLACED, State.FROZEN, State.WITHDRAWN, State.UNDER_REVIEW}
        ),
        State.REPLACED: frozenset({State.FROZEN, State.WITHDRAWN}),
        State.FROZEN: frozenset({State.CONFIRMED, State.REFUSED}),
        State.REFUSED: frozenset({State.UNDER_REVIEW, State.FROZEN}),
        State.EXPIRED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
    WAITING = (State.PROPOSED, State.UNDER_REVIEW)
    SERVING = (State.CONFIRMED, State.REPLACED)
    """The states in which a mandate signed on it may be debited, once it is old enough."""
    SHOWN = (State.PROPOSED, State.UNDER_REVIEW, State.CONFIRMED, State.FROZEN)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bank_accounts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bank_accounts")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="bank_accounts"
    )
    """The account it was given from: where the agency that looks at it is found."""
    owner_name = models.CharField(max_length=70)
    name_agrees = models.BooleanField()
    """The owner's name is the person's own; otherwise two of the staff look."""
    sealed = models.BinaryField()
    mark = models.CharField(max_length=90, db_index=True)
    """Keyed hash of the IBAN (``sealing.mark_of``): equality, and nothing else."""
    masked = models.CharField(max_length=24)
    bic = models.CharField(max_length=11, blank=True)
    bank = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    moved_at = models.DateTimeField()
    given_at = models.DateTimeField()
    confirm_hash = models.CharField(max_length=64, unique=True)
    confirm_until = models.DateTimeField()
    contest_hash = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField(null=True)
    usable_from = models.DateTimeField(null=True)
    first_eyes = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="bank_accounts_seen"
    )
    first_eyes_at = models.DateTimeField(null=True)
    contested_at = models.DateTimeField(null=True)
    """When its owner said, by the known mailbox, that it was not them; until it serves again."""
    was_frozen = models.BooleanField(default=False)
    """Blocked once: whoever lets it serve again is the second of two."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=["proposed", "review"]),
                name="one_bank_account_waiting",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "replaced"])
                | models.Q(usable_from__isnull=False),
                name="confirmed_bank_account_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "-given_at"], name="bank_accounts_of"),
            models.Index(fields=["state", "confirm_until"], name="bank_accounts_to_follow"),
        ]
