from __future__ import annotations

from django.db import models

from palier.domain.documents.models import Document
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import new_public_code


class Settlement(models.Model):
    """One décompte as delivered. ``share − provisions = difference``, to the cent."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    number = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="settlements"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    """First and last day of the charges that are settled."""
    issue_on = models.DateField()
    """The day it was sent: the papers are open from then on."""
    due_month = models.DateField(null=True)
    """First day of the month whose avis asks for, or gives back, the difference."""
    provisions_cents = models.BigIntegerField()
    share_cents = models.BigIntegerField()
    difference_cents = models.BigIntegerField()
    """Positive: still owed by the tenant. Negative: given back."""
    papers_place = models.CharField(max_length=200, blank=True)
    """Where the papers can be seen, besides those shown here."""
    fingerprint = models.BigIntegerField(null=True)
    delivery_no = models.PositiveIntegerField(default=0)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="one_settlement_a_version"),
            models.CheckConstraint(
                condition=models.Q(
                    difference_cents=models.F("share_cents") - models.F("provisions_cents")
                ),
                name="settlement_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "-issue_on"], name="settlements_of_account"),
        ]


class SettlementLine(models.Model):
    """One nature of charge."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    nature = models.CharField(max_length=16)
    label = models.CharField(max_length=160)
    provisions_cents = models.BigIntegerField()
    real_cents = models.BigIntegerField(null=True)
    """What it cost for everybody the key shares it among; null: not told."""
    key_label = models.CharField(max_length=160, blank=True)
    """How it is shared (*clé de répartition*): by square metre, by dwelling, by meter."""
    key_share = models.CharField(max_length=60, blank=True)
    """This dwelling's part in the key, in the ERP's words: « 64 / 3 120 m² »."""
    share_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "position"], name="one_settlement_line_a_place"
            ),
        ]
