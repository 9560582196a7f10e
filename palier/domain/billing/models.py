from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.documents.models import Document
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import new_public_code


class NoticeHeader(models.Model):
    """The head of an avis as delivered; another content under a number is a new version."""

    class TermType(models.TextChoices):
        ARREARS = "arrears", _("terme échu")
        ADVANCE = "advance", _("terme à échoir")

    number = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="notice_headers"
    )
    period = models.DateField()
    issue_on = models.DateField()
    due_on = models.DateField()
    term_type = models.CharField(max_length=7, choices=TermType)
    previous_balance_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    fingerprint = models.BigIntegerField(null=True)
    """Hash of the header and its lines together, so that a changed line is a new version."""
    delivery_no = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="one_header_a_version"),
        ]
        indexes = [
            models.Index(fields=["period", "delivery_no"], name="headers_of_period"),
            models.Index(fields=["tenant_account", "period"], name="headers_of_account"),
        ]


class BillingLine(models.Model):
    """One line of an avis as delivered. ``amount_cents`` > 0; the column gives the sign."""

    class Column(models.TextChoices):
        DEBIT = "debit", _("débit")
        CREDIT = "credit", _("crédit")

    class Nature(models.TextChoices):
        RENT = "rent", _("loyer principal")
        ANNEX_RENT = "annex_rent", _("loyer annexe")
        COLD_WATER = "cold_water", _("provision eau froide")
        HOT_WATER = "hot_water", _("provision eau chaude")
        HEATING = "heating", _("provision chauffage")
        LIFT = "lift", _("provision ascenseur")
        COMMON_PARTS = "common_parts", _("provision parties communes et gardiennage")
        GREEN_SPACES = "green_spaces", _("provision espaces verts")
        TEOM = "teom", _("taxe d’enlèvement des ordures ménagères (TEOM)")
        SLS = "sls", _("supplément de loyer de solidarité (SLS)")
        INSURANCE = "insurance", _("assurance pour compte")
        DEPOSIT = "deposit", _("dépôt de garantie")
        ADJUSTMENT = "adjustment", _("rappel")
        SETTLEMENT = "settlement", _("régularisation de charges")
        INSTALMENT = "instalment", _("échéance du plan d’apurement")
        SLS_FEE = "sls_fee", _("frais de dossier SLS")
        OPS_PENALTY = "ops_penalty", _("pénalité enquête OPS")
        APL = "apl", _("aide personnalisée au logement (APL)")
        APL_ADJUSTMENT = "apl_adjustment", _("rappel d’APL")
        RLS = "rls", _("réduction de loyer de solidarité (RLS)")
        REBATE = "rebate", _("remise")

    header = models.ForeignKey(NoticeHeader, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    column = models.CharField(max_length=6, choices=Column)
    nature = models.CharField(max_length=16, choices=Nature)
    label = models.CharField(max_length=160)
    concerned_period = models.DateField(null=True)
    """The earlier month a correction is about; null for the month billed."""
    amount_cents = models.PositiveBigIntegerField()
    origin = models.CharField(max_length=60, blank=True)


class RentNotice(models.Model):
    """A published avis: frozen facts, numbered, versioned. A correction is a new version."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    number = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="rent_notices"
    )
    period = models.DateField()
    issue_on = models.DateField()
    due_on = models.DateField()
    net_cents = models.BigIntegerField()
    facts = models.JSONField()
    facts_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    on_paper = models.BooleanField(default=True)
    """Whether it is also printed and posted: the holders had not agreed to do without."""
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="one_notice_a_version"),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "-period"], name="notices_of_account"),
            models.Index(fields=["period"], name="notices_of_period"),
            models.Index(fields=["due_on"], name="notices_falling_due"),
        ]


class DueReminder(models.Model):
    """The run before the due date has seen this avis, whatever its version; once is enough."""

    number = models.CharField(max_length=30, unique=True)
    reminded_at = models.DateTimeField()
