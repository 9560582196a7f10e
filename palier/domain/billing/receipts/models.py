from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import User
from palier.domain.documents.models import Document
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class Agreement(models.Model):
    """One line of the register: a person agreed to electronic receipts, or took it back.

    Never changed nor deleted (triggers); the latest line of a person is what they want.
    """

    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="receipt_agreements"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="receipt_agreements")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="receipt_agreements")
    agreed = models.BooleanField()
    wording = models.TextField()
    """The very sentence the person read."""
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant_account", "person", "-id"], name="agreements_of"),
        ]


class Receipt(models.Model):
    """One quittance or reçu, as it was issued. Never changed but for its drawn PDF."""

    class Kind(models.TextChoices):
        QUITTANCE = "quittance", _("quittance")
        RECU = "recu", _("reçu")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    kind = models.CharField(max_length=9, choices=Kind)
    number = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="receipts"
    )
    subject = models.CharField(max_length=60)
    """The month (``2026-10``) of a quittance; of a reçu, the payment's reference in the ERP."""
    period = models.DateField()
    """First day of the month of a quittance, of the month of payment for a reçu."""
    dated_on = models.DateField()
    """Last payment of the month for a quittance; the payment's day for a reçu."""
    amount_cents = models.BigIntegerField()
    """What was received for the month, or by this payment."""
    basis = models.CharField(max_length=64)
    """Fingerprint of the sums it says: another one means that it no longer says the truth."""
    facts = models.JSONField()
    facts_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_account", "kind", "subject", "version"],
                name="one_receipt_a_version",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "-period"], name="receipts_of_account"),
        ]


class Voiding(models.Model):
    """Why and when a receipt lost its worth. Never changed but for its drawn PDF."""

    class Reason(models.TextChoices):
        RETURNED = "returned", _("un paiement est revenu impayé")
        REOPENED = "reopened", _("le mois n’est plus entièrement payé")
        CHANGED = "changed", _("les sommes demandées ont changé")
        OCCUPATION = "occupation", _("le bail avait pris fin par une décision de justice")

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="voiding")
    reason = models.CharField(max_length=10, choices=Reason)
    facts = models.JSONField(default=dict)
    """For a payment that came back: its day and cents."""
    voided_at = models.DateTimeField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True)
    """The PDF that says it is void; the one issued first stays where it is."""


class Following(models.Model):
    """How far the receipts of an account are: what its entries summed up to when last read."""

    tenant_account = models.OneToOneField(
        TenantAccount, on_delete=models.PROTECT, related_name="receipts_following"
    )
    fingerprint = models.CharField(max_length=64, blank=True)
    followed_at = models.DateTimeField()
