from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import User
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class Opening(models.Model):
    """A request to open an account, before its e-mail address is confirmed.

    It holds everything a user row will need, so that no user exists, and no address is
    taken, until the reader of the mailbox has agreed *and* shown the password: somebody
    who opens an account on another's address gains nothing by their clicking the link.
    """

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="openings"
    )
    family_name = models.CharField(max_length=120)
    email = models.EmailField()
    password_hash = models.CharField(max_length=128)
    language = models.CharField(max_length=8, default="fr")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="openings")

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], name="opening_expiry"),
            models.Index(fields=["email", "started_at"], name="opening_address"),
        ]


class PersonLink(models.Model):
    """A user says they are a person; proven or not yet. Nothing personal shows before."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("à confirmer")
        PROVEN = "proven", _("confirmé")
        REFUSED = "refused", _("refusé")
        ENDED = "ended", _("terminé")

    class Proof(models.TextChoices):
        KNOWN_EMAIL = "known_email", _("adresse électronique connue du bailleur")
        EMAIL_CODE = "email_code", _("code envoyé par courriel")
        LETTER_CODE = "letter_code", _("code envoyé par lettre")
        ADVISOR = "advisor", _("identité vérifiée par un conseiller")

    MOVES = {
        State.CLAIMED: frozenset({State.PROVEN, State.REFUSED}),
        State.PROVEN: frozenset({State.ENDED}),
        State.REFUSED: frozenset({State.CLAIMED}),
        State.ENDED: frozenset({State.CLAIMED}),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="person_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, null=True, related_name="person_links"
    )
    """The account whose reference was typed: where the agency to ask is found."""
    state = models.CharField(max_length=8, choices=State, default=State.CLAIMED)
    proof = models.CharField(max_length=20, choices=Proof, blank=True)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="one_link_a_person"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="proven"),
                name="one_proven_user_a_person",
            ),
        ]


class SecondProof(models.Model):
    """One code sent to prove a link: hashed, single use, expiring, its tries counted."""

    class Method(models.TextChoices):
        EMAIL_CODE = "email_code", _("code par courriel")
        LETTER_CODE = "letter_code", _("code par lettre")

    class State(models.TextChoices):
        REQUESTED = "requested", _("lettre à imprimer")
        ISSUED = "issued", _("envoyé")
        USED = "used", _("utilisé")
        DEAD = "dead", _("annulé")

    MOVES = {
        State.REQUESTED: frozenset({State.ISSUED, State.DEAD}),
        State.ISSUED: frozenset({State.USED, State.DEAD}),
        State.USED: frozenset(),
        State.DEAD: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    link = models.ForeignKey(PersonLink, on_delete=models.PROTECT, related_name="second_proofs")
    method = models.CharField(max_length=12, choices=Method)
    state = models.CharField(max_length=10, choices=State)
    secret_hash = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["method", "state"], name="letters_to_print")]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "method"],
                condition=models.Q(state__in=["requested", "issued"]),
                name="one_live_code_a_method",
            ),
        ]
