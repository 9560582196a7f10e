from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.documents.models import Document
from palier.domain.papers import rules
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code

KIND_CHOICES = [(kind.value, words[0]) for kind, words in rules.KINDS.items()]


class PaperRequest(models.Model):
    """A paper the agency asks for, from one person or from any holder of the account."""

    class State(models.TextChoices):
        ASKED = "asked", _("à fournir")
        DEPOSITED = "deposited", _("en cours de vérification")
        EXPLAINED = "explained", _("vous avez dit ne pas pouvoir la fournir")
        ACCEPTED = "accepted", _("acceptée")
        WAIVED = "waived", _("n’est plus demandée")
        CANCELLED = "cancelled", _("annulée par l’agence")

    MOVES = {
        State.ASKED: frozenset({State.DEPOSITED, State.EXPLAINED, State.CANCELLED}),
        State.DEPOSITED: frozenset({State.ASKED, State.ACCEPTED, State.CANCELLED}),
        State.EXPLAINED: frozenset({State.ASKED, State.WAIVED, State.DEPOSITED, State.CANCELLED}),
        State.ACCEPTED: frozenset({State.DEPOSITED}),
        State.WAIVED: frozenset({State.EXPLAINED}),
        State.CANCELLED: frozenset(),
    }
    TO_DO = (State.ASKED,)
    LIVE = (State.ASKED, State.DEPOSITED, State.EXPLAINED)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="paper_requests"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="paper_requests"
    )
    """Of whom it is asked; null: of any holder of the account."""
    kind = models.CharField(max_length=12, choices=KIND_CHOICES)
    title = models.CharField(max_length=120)
    reason_code = models.CharField(max_length=20)
    reason = models.CharField(max_length=240)
    """The sentence as the tenant reads it, copied."""
    note = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    asked_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="paper_requests"
    )
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant_account", "-asked_at"], name="paper_requests_of"),
            models.Index(
                fields=["due_on"],
                name="paper_requests_due",
                condition=models.Q(state="asked"),
            ),
        ]


class Paper(models.Model):
    """One deposit, for a request or not. What was deposited never changes (triggers hold it)."""

    class State(models.TextChoices):
        UNDER_REVIEW = "under_review", _("en cours de vérification")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")
        REPLACED = "replaced", _("remplacée par une autre")
        WITHDRAWN = "withdrawn", _("retirée")
        STOPPED = "stopped", _("fichier arrêté par l’antivirus")

    MOVES = {
        State.UNDER_REVIEW: frozenset(
            {State.ACCEPTED, State.REFUSED, State.REPLACED, State.WITHDRAWN, State.STOPPED}
        ),
        State.ACCEPTED: frozenset({State.UNDER_REVIEW, State.REFUSED}),
        State.REFUSED: frozenset({State.UNDER_REVIEW, State.ACCEPTED}),
        State.REPLACED: frozenset(),
        State.WITHDRAWN: frozenset(),
        State.STOPPED: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    request = models.ForeignKey(
        PaperRequest, on_delete=models.PROTECT, null=True, related_name="papers"
    )
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="papers"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="papers")
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="papers_filed"
    )
    kind = models.CharField(max_length=12, choices=KIND_CHOICES)
    title = models.CharField(max_length=120)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="papers")
    shared = models.BooleanField(default=False)
    """The other holders may read it too."""
    deposited_at = models.DateTimeField()
    deposited_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.UNDER_REVIEW)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state="under_review"),
                name="one_paper_under_review",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "-deposited_at"], name="papers_of_account"),
            models.Index(
                fields=["state"],
                name="papers_waiting",
                condition=models.Q(state="under_review"),
            ),
        ]


class Impediment(models.Model):
    """« Je ne peux pas la fournir parce que… »: a coded reason and a few words. Never edited."""

    class State(models.TextChoices):
        UNDER_REVIEW = "under_review", _("en attente de l’agence")
        ACCEPTED = "accepted", _("acceptée par l’agence")
        REFUSED = "refused", _("la pièce reste demandée")
        WITHDRAWN = "withdrawn", _("remplacée par un dépôt")

    MOVES = {
        State.UNDER_REVIEW: frozenset({State.ACCEPTED, State.REFUSED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.UNDER_REVIEW, State.REFUSED}),
        State.REFUSED: frozenset({State.UNDER_REVIEW, State.ACCEPTED}),
        State.WITHDRAWN: frozenset(),
    }

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    request = models.ForeignKey(PaperRequest, on_delete=models.PROTECT, related_name="impediments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="impediments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="impediments")
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="impediments_filed"
    )
    reason = models.CharField(
        max_length=16, choices=[(code.value, label) for code, label in rules.IMPEDIMENTS.items()]
    )
    precision = models.CharField(max_length=rules.LONGEST_PRECISION, blank=True)
    said_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.UNDER_REVIEW)
    moved_at = models.DateTimeField()
    due_before = models.DateField(null=True)
    """The deadline before the advisor gave more time; for taking that back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state="under_review"),
                name="one_impediment_under_review",
            ),
        ]


class RequestReminder(models.Model):
    """A reminder that was written: once for each deadline and each day of the landlord's."""

    request = models.ForeignKey(PaperRequest, on_delete=models.PROTECT, related_name="reminders")
    key = models.CharField(max_length=20)
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "key"], name="one_paper_reminder"),
        ]
