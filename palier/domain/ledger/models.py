from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.tenancy.models import TenantAccount


class Entry(models.Model):
    """One signed movement. Immutable (triggers), but for the ERP's later ``lettrage``.

    ``amount_cents`` > 0 is owed by the tenant. A correction is a reversal and a new version
    under the same ``source_reference``.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("solde de départ")
        RENT = "rent", _("loyer")
        ANNEX_RENT = "annex_rent", _("loyer d’annexe")
        CHARGES = "charges", _("provisions pour charges")
        SLS = "sls", _("supplément de loyer de solidarité")
        INSURANCE = "insurance", _("assurance pour compte")
        DEPOSIT = "deposit", _("dépôt de garantie")
        ADJUSTMENT = "adjustment", _("rappel ou rectification")
        SETTLEMENT = "settlement", _("régularisation de charges")
        FEE = "fee", _("frais")
        APL = "apl", _("aide au logement (APL)")
        RLS = "rls", _("réduction de loyer de solidarité (RLS)")
        REBATE = "rebate", _("remise")
        PAYMENT = "payment", _("paiement")
        REJECTED = "rejected", _("paiement rejeté")
        REFUND = "refund", _("remboursement")
        OCCUPATION = "occupation", _("indemnité d’occupation")
        REVERSAL = "reversal", _("extourne")

    class Rail(models.TextChoices):
        DIRECT_DEBIT = "direct_debit", _("prélèvement")
        TRANSFER = "transfer", _("virement")
        CARD = "card", _("carte bancaire")
        CHEQUE = "cheque", _("chèque")
        CASH = "cash", _("espèces")
        THIRD_PARTY = "third_party", _("organisme")
        NONE = "", ""

    class Source(models.TextChoices):
        ERP = "erp", _("bailleur")
        PORTAL = "portal", _("espace locataire")

    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="entries"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    rail = models.CharField(max_length=12, choices=Rail, blank=True)
    amount_cents = models.BigIntegerField()
    effective_on = models.DateField()
    period = models.DateField(null=True)
    """First day of the month the entry is about; null for a payment without one."""
    label = models.CharField(max_length=160)
    source = models.CharField(max_length=6, choices=Source)
    source_reference = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    portal_payment_reference = models.CharField(max_length=40, blank=True)
    """On a provisional entry, and on the ERP's line that replaces it."""
    lettrage = models.CharField(max_length=20, blank=True)
    fingerprint = models.BigIntegerField(null=True)
    """First eight bytes of the delivered content's hash: finds what changed."""
    delivery_no = models.PositiveIntegerField(default=0)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_reference", "version"], name="one_entry_a_reference"
            ),
            models.CheckConstraint(condition=~models.Q(amount_cents=0), name="entry_moves_money"),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "effective_on"], name="entries_of_account"),
            models.Index(
                fields=["portal_payment_reference"],
                name="entries_of_payment",
                condition=~models.Q(portal_payment_reference=""),
            ),
        ]


class StatedBalance(models.Model):
    """The balance the ERP states, which must agree with the entries up to ``as_of``."""

    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="stated_balances"
    )
    as_of = models.DateField()
    amount_cents = models.BigIntegerField()
    delivery_no = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_account", "as_of", "delivery_no"], name="one_stated_balance"
            ),
        ]
