from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import grouped, new_public_code


class Acknowledgement(models.Model):
    """What was received, from whom and when. Never changed (triggers hold it)."""

    class Channel(models.TextChoices):
        PORTAL = "portal", _("par l’espace locataire")
        COUNTER = "counter", _("à l’accueil de l’agence")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    what = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    """The landlord's legal day of ``received_at``."""
    channel = models.CharField(max_length=8, choices=Channel)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="acknowledgements"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="acknowledgements"
    )
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="acknowledgements_filed"
    )
    shared = models.BooleanField()
    """Every holder of the account may read it; else the person alone."""
    depositor = models.CharField(max_length=150)
    subject_kind = models.CharField(max_length=40)
    subject_reference = models.CharField(max_length=60)
    shown = models.JSONField(default=list)
    """Pairs (label, value), as the depositor declared them."""
    files = models.JSONField(default=list)
    """For each file: ``name``, ``sha256``, ``size`` in bytes, ``pages`` or null."""
    promised_on = models.DateField(null=True)
    language = models.CharField(max_length=8, default="fr")

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_reference"], name="acknowledged_row"),
            models.Index(fields=["tenant_account", "-received_at"], name="acknowledged_account"),
        ]

    @property
    def number(self) -> str:
        """Give the number as people read it out: ``ABCD-EFGH-JKMN``."""
        return grouped(self.code)
