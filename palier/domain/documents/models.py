from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.tenancy.models import Lease, Person, TenantAccount
from palier.foundation.codes import new_public_code


class StoredFile(models.Model):
    """Bytes, once. Its address in the storage is its hash."""

    class State(models.TextChoices):
        CLEAN = "clean", _("vérifié")
        HELD = "held", _("en cours de vérification")
        REFUSED = "refused", _("arrêté par l’antivirus")
        ERASED = "erased", _("effacé à la fin de sa conservation")

    MOVES = {
        State.CLEAN: frozenset(),
        State.HELD: frozenset({State.CLEAN, State.REFUSED}),
        State.REFUSED: frozenset(),
        State.ERASED: frozenset(),
    }
    """``ERASED`` is the state of one row without bytes, which erased documents point at."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    stored_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=State, default=State.CLEAN, db_default=State.CLEAN
    )
    """Nobody sees the bytes of a file that is not ``CLEAN``."""
    moved_at = models.DateTimeField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    """Of a PDF that a person sent; unknown for the landlord's own."""

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="stored_file_held", condition=models.Q(state="held")),
        ]


class Document(models.Model):
    class Kind(models.TextChoices):
        RENT_NOTICE = "rent_notice", _("avis d’échéance")
        RENT_RECEIPT = "rent_receipt", _("quittance")
        PAYMENT_ACKNOWLEDGEMENT = "acknowledgement", _("reçu")
        SETTLEMENT = "settlement", _("régularisation de charges")
        CHARGE_PAPER = "charge_paper", _("justificatif de charges")
        LEASE = "lease", _("bail")
        INSPECTION_REPORT = "inspection", _("état des lieux")
        DIAGNOSTIC = "diagnostic", _("diagnostic")
        INSURANCE_CERTIFICATE = "insurance", _("attestation d’assurance")
        FORMAL_DEMAND = "formal_demand", _("mise en demeure")
        MANDATE = "mandate", _("mandat de prélèvement")
        HOUSEHOLD_PROOF = "household", _("justificatif d’un changement dans le foyer")
        SUPPORTING_PAPER = "paper", _("pièce justificative")
        OTHER = "other", _("autre document")

    class Visibility(models.TextChoices):
        HOLDERS = "holders", _("tous les titulaires du compte")
        HOLDER = "holder", _("le titulaire, sans les cotitulaires")
        PERSON = "person", _("la personne seule")
        STAFF = "staff", _("l’agence seule")

    class Origin(models.TextChoices):
        LANDLORD = "landlord", _("bailleur")
        TENANT = "tenant", _("locataire")
        PORTAL = "portal", _("espace locataire")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    erp_id = models.CharField(max_length=40, null=True, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=160)
    file_name = models.CharField(max_length=160)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, null=True, related_name="documents"
    )
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, null=True, related_name="documents")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="documents"
    )
    visibility = models.CharField(max_length=8, choices=Visibility)
    origin = models.CharField(max_length=8, choices=Origin)
    issued_on = models.DateField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    """Last day of what it proves, for a certificate or a diagnostic."""
    period = models.DateField(null=True)
    reference = models.CharField(max_length=40, blank=True)
    """What the document answers to: the number of an avis, for one."""
    delivery_no = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=32, blank=True)
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    """Set once its time of keeping is over: the line stays, without its content."""

    class Meta:
        indexes = [
            models.Index(fields=["tenant_account", "kind", "-issued_on"], name="documents_of"),
            models.Index(fields=["kind", "reference"], name="documents_answering"),
            models.Index(fields=["kind", "issued_on"], name="documents_by_age"),
        ]
