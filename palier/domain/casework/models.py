from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class Case(models.Model):
    """Something the agency owes an answer to, with the day it promised."""

    class Kind(models.TextChoices):
        HARDSHIP = "hardship", _("je ne peux pas payer ce mois-ci")
        CONTACT = "contact", _("message sans compte")
        SECOND_PROOF = "second_proof", _("identité à confirmer")
        CORRECTION = "correction", _("informations à corriger")
        PAYMENT = "payment", _("paiement à vérifier")

    class State(models.TextChoices):
        OPEN = "open", _("à traiter")
        TAKEN = "taken", _("en cours")
        CLOSED = "closed", _("terminée")

    MOVES = {
        State.OPEN: frozenset({State.TAKEN, State.CLOSED}),
        State.TAKEN: frozenset({State.OPEN, State.CLOSED}),
        State.CLOSED: frozenset({State.OPEN}),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    agency_id = models.CharField(max_length=40, blank=True)
    """The agency's stable ERP identifier; empty: the tenant-relations centre sorts it."""
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cases")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="cases")
    subject = models.CharField(max_length=160)
    body = models.TextField(blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    facts = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    promised_on = models.DateField()
    assigned_to = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    answer = models.TextField(blank=True)
    closed_reason = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "state", "promised_on"], name="queue"),
        ]
