from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.documents.models import Document
from palier.domain.tenancy.models import Lease, Person, TenantAccount
from palier.foundation.codes import new_public_code


class Reading(models.Model):
    """What the text of some files says, kept by their hash; never the text itself."""

    class State(models.TextChoices):
        WAITING = "waiting", _("en cours de lecture")
        DONE = "done", _("lu")
        BLANK = "blank", _("rien de lisible")

    MOVES = {
        State.WAITING: frozenset({State.DONE, State.BLANK}),
        State.DONE: frozenset(),
        State.BLANK: frozenset(),
    }

    key = models.CharField(max_length=64)
    """Hash of the hashes of the files, in order."""
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="readings")
    drafts = models.JSONField(default=list)
    """Codes of the drafts to read, while they are not deposited."""
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    moved_at = models.DateTimeField()
    found = models.JSONField(default=dict)
    """``rules.reading.Found`` as plain values."""
    by_sight = models.BooleanField(default=False)
    """Read from an image (OCR): less sure."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lease", "key"], name="one_reading_of_files"),
        ]


class Certificate(models.Model):
    """One deposit. What was declared never changes; the review adds to it (triggers hold it)."""

    class State(models.TextChoices):
        UNDER_REVIEW = "under_review", _("en cours de vérification")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")
        REPLACED = "replaced", _("remplacée par un nouveau dépôt")
        STOPPED = "stopped", _("fichier arrêté par l’antivirus")

    class Kind(models.TextChoices):
        FIRST = "first", _("première attestation")
        RENEWAL = "renewal", _("renouvellement")

    MOVES = {
        State.UNDER_REVIEW: frozenset(
            {State.ACCEPTED, State.REFUSED, State.REPLACED, State.STOPPED}
        ),
        State.ACCEPTED: frozenset({State.UNDER_REVIEW}),
        State.REFUSED: frozenset({State.UNDER_REVIEW}),
        State.REPLACED: frozenset(),
        State.STOPPED: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="certificates"
    )
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="certificates")
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="certificates_filed"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    insurer = models.CharField(max_length=80, blank=True)
    policy_number = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    answers_for = models.PositiveSmallIntegerField()
    """The year it answers for (``rules.cover.year_answered``)."""
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="certificates")
    reading = models.ForeignKey(
        Reading, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    deposited_at = models.DateTimeField()
    deposited_on = models.DateField()
    hints = models.JSONField(default=list)
    """Codes of the hints its depositor saw before sending it anyway."""
    state = models.CharField(max_length=12, choices=State, default=State.UNDER_REVIEW)
    moved_at = models.DateTimeField()
    accepted_from = models.DateField(null=True)
    accepted_to = models.DateField(null=True)
    """The dates the advisor read on it while accepting."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lease"],
                condition=models.Q(state="under_review"),
                name="one_certificate_under_review",
            ),
        ]
        indexes = [
            models.Index(fields=["lease", "-deposited_at"], name="certificates_of_lease"),
            models.Index(fields=["state", "accepted_to"], name="certificates_ending"),
        ]

    @property
    def covers_from(self) -> dt.date | None:
        return self.accepted_from or self.valid_from

    @property
    def covers_to(self) -> dt.date | None:
        return self.accepted_to or self.valid_to


class Reminder(models.Model):
    """A reminder that was written: once for each end of cover and each day of the landlord's."""

    MISSING = "missing"

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="reminders")
    key = models.CharField(max_length=40)
    """``missing``, or the end of cover and the days from it: ``2026-12-24:-30``."""
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lease", "key"], name="one_reminder_of_a_kind"),
        ]


class FormalDemand(models.Model):
    """A *mise en demeure* to insure the dwelling, as issued (loi 89-462, art. 7 g)."""

    class State(models.TextChoices):
        ISSUED = "issued", _("en vigueur")
        CANCELLED = "cancelled", _("annulée")

    class Cause(models.TextChoices):
        CERTIFICATE = "certificate", _("une attestation valable a été reçue")
        MISTAKE = "mistake", _("elle a été envoyée par erreur")
        SETTLED = "settled", _("la situation a été réglée autrement")

    MOVES = {
        State.ISSUED: frozenset({State.CANCELLED}),
        State.CANCELLED: frozenset({State.ISSUED}),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="formal_demands"
    )
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="formal_demands")
    issued_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="formal_demands"
    )
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    deadline_on = models.DateField()
    """The last day of the month left to the tenant."""
    words = models.JSONField(default=dict)
    """The letter as it was sent (``demand_letter.DemandWords``)."""
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="formal_demands"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    moved_at = models.DateTimeField()
    cancelled_because = models.CharField(max_length=12, choices=Cause, blank=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, related_name="formal_demands_cancelled"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lease"],
                condition=models.Q(state="issued"),
                name="one_formal_demand_in_force",
            ),
        ]
        indexes = [models.Index(fields=["state", "deadline_on"], name="formal_demands_due")]
