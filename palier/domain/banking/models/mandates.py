"""What is signed, what was asked about it, and the codes that sign."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import User
from palier.domain.banking.models.accounts import BankAccount
from palier.domain.banking.rules.schedule import ChangeKind
from palier.domain.documents.models import Document
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class Mandate(models.Model):
    """A signed order to debit one tenant account; what is signed is frozen in ``facts``."""

    class State(models.TextChoices):
        SIGNING = "signing", _("à signer")
        ACTIVE = "active", _("en cours")
        PAUSED = "paused", _("suspendu")
        STOPPED = "stopped", _("arrêté")
        EXPIRED = "expired", _("périmé, faute d’avoir servi pendant 36 mois")
        ABANDONED = "abandoned", _("jamais signé")

    MOVES = {
        State.SIGNING: frozenset({State.ACTIVE, State.ABANDONED}),
        State.ACTIVE: frozenset({State.PAUSED, State.STOPPED, State.EXPIRED}),
        State.PAUSED: frozenset({State.ACTIVE, State.STOPPED, State.EXPIRED}),
        State.STOPPED: frozenset(),
        State.EXPIRED: frozenset(),
        State.ABANDONED: frozenset(),
    }
    LIVE = (State.ACTIVE, State.PAUSED)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    rum = models.CharField(max_length=35, unique=True)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="mandates"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="mandates")
    """The account that was signed for last; which one is debited in a month, the changes say."""
    creditor_name = models.CharField(max_length=70)
    creditor_id = models.CharField(max_length=35)
    debit_day = models.PositiveSmallIntegerField()
    """The day chosen when signing; what holds in a month follows from the changes."""
    state = models.CharField(max_length=9, choices=State, default=State.SIGNING)
    moved_at = models.DateTimeField()
    started_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    facts_sha256 = models.CharField(max_length=64, blank=True)
    evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="mandates"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_account"],
                condition=models.Q(state__in=["active", "paused"]),
                name="one_live_mandate_an_account",
            ),
            models.UniqueConstraint(
                fields=["tenant_account", "person"],
                condition=models.Q(state="signing"),
                name="one_mandate_to_sign_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(debit_day__in=[5, 10]), name="mandate_debits_on_5_or_10"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="mandates_by_state")]


class Amendment(models.Model):
    """A change of the account that a mandate debits (*avenant*), signed under the same RUM."""

    class State(models.TextChoices):
        SIGNING = "signing", _("à signer")
        SIGNED = "signed", _("signé")
        ABANDONED = "abandoned", _("jamais signé")

    MOVES = {
        State.SIGNING: frozenset({State.SIGNED, State.ABANDONED}),
        State.SIGNED: frozenset(),
        State.ABANDONED: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="amendments")
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="amendments"
    )
    state = models.CharField(max_length=9, choices=State, default=State.SIGNING)
    moved_at = models.DateTimeField()
    started_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    facts_sha256 = models.CharField(max_length=64, blank=True)
    evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="amendments"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"],
                condition=models.Q(state="signing"),
                name="one_amendment_to_sign_a_mandate",
            ),
        ]


class MandateChange(models.Model):
    """One instruction about a mandate and the day from which it counts. Immutable (triggers)."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(
        max_length=7,
        choices=[
            (ChangeKind.SIGNED.value, _("signature")),
            (ChangeKind.DAY.value, _("changement de jour")),
            (ChangeKind.PAUSE.value, _("suspension")),
            (ChangeKind.RESUME.value, _("reprise")),
            (ChangeKind.STOP.value, _("arrêt")),
            (ChangeKind.ACCOUNT.value, _("changement de compte")),
        ],
    )
    debit_day = models.PositiveSmallIntegerField()
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="changes")
    """The account that is debited once it counts."""
    amendment = models.OneToOneField(
        Amendment, on_delete=models.PROTECT, null=True, related_name="change"
    )
    effective_on = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mandate", "asked_at"], name="changes_of_mandate")]


class SigningCode(models.Model):
    """Six digits sent to the known mailbox, to sign one paper: hashed, short, single use."""

    class State(models.TextChoices):
        SENT = "sent", _("envoyé")
        USED = "used", _("utilisé")
        DEAD = "dead", _("annulé")

    MOVES = {
        State.SENT: frozenset({State.USED, State.DEAD}),
        State.USED: frozenset(),
        State.DEAD: frozenset(),
    }

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="signing_codes")
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, related_name="signing_codes"
    )
    """Null when it signs the mandate itself."""
    state = models.CharField(max_length=4, choices=State, default=State.SENT)
    moved_at = models.DateTimeField()
    secret_hash = models.CharField(max_length=64)
    sent_to = models.EmailField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=models.Q(state="sent"), name="one_signing_code_live"
            ),
        ]
