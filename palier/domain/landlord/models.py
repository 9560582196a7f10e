from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Setting(models.Model):
    """One decision of the landlord or the law, from a day on. Never edited: superseded."""

    key = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateField()
    legal_reference = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="one_setting_a_day"),
        ]


class Delivery(models.Model):
    """One folder of exchange files, from its first reading to its switch."""

    class State(models.TextChoices):
        STAGING = "staging", _("en cours de lecture")
        REFUSED = "refused", _("refusée")
        STAGED = "staged", _("lue et vérifiée")
        APPLYING = "applying", _("en cours d’application")
        CURRENT = "current", _("en vigueur")
        SUPERSEDED = "superseded", _("remplacée")
        ABANDONED = "abandoned", _("abandonnée")

    number = models.PositiveIntegerField(unique=True)
    folder = models.CharField(max_length=500)
    fingerprint = models.CharField(max_length=64)
    manifest = models.JSONField(default=dict)
    produced_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.STAGING)
    progress = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class CurrentDelivery(models.Model):
    """The one switch: rows delivered under a greater number are not seen yet.

    A single row, key 1. Rows born in the portal carry delivery number 0.
    """

    number = models.PositiveIntegerField(default=0)
    switched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="current_delivery_is_one_row"),
        ]


class Delivered(models.Model):
    """What every row that comes from the ERP carries.

    ``content_hash`` is that of the delivered record, so that the next delivery finds
    what changed; ``absent_since`` is the day a *full* delivery no longer named the row.
    """

    erp_id = models.CharField(max_length=40, unique=True)
    content_hash = models.CharField(max_length=32, blank=True)
    delivery_no = models.PositiveIntegerField(default=0)
    absent_since = models.DateField(null=True)

    class Meta:
        abstract = True
