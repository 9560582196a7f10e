from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.documents.models import Document, StoredFile
from palier.domain.household.rules.changes import CHANGES, PROOFS, Change
from palier.domain.tenancy.models import HouseholdMember, Lease, Person, TenantAccount
from palier.foundation.codes import new_public_code
from palier.foundation.numbered import NumberedDelivery


class Declaration(models.Model):
    """One change that a tenant declared. What was declared never changes (triggers hold it)."""

    class State(models.TextChoices):
        UNDER_REVIEW = "under_review", _("en cours de vérification")
        ACCEPTED = "accepted", _("acceptée, en attente d’enregistrement par votre bailleur")
        REFUSED = "refused", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")
        STOPPED = "stopped", _("fichier arrêté par l’antivirus")
        RECORDED = "recorded", _("enregistrée par votre bailleur")
        NOT_RECORDED = "not_recorded", _("à vérifier par l’agence avant l’enregistrement")

    MOVES = {
        State.UNDER_REVIEW: frozenset(
            {State.ACCEPTED, State.REFUSED, State.WITHDRAWN, State.STOPPED}
        ),
        # Back under review: an advisor takes the decision back. Straight across: the agency
        # opened the case again and decided otherwise.
        State.ACCEPTED: frozenset(
            {State.UNDER_REVIEW, State.REFUSED, State.RECORDED, State.NOT_RECORDED}
        ),
        State.REFUSED: frozenset({State.UNDER_REVIEW, State.ACCEPTED}),
        State.WITHDRAWN: frozenset(),
        State.STOPPED: frozenset(),
        State.RECORDED: frozenset(),
        State.NOT_RECORDED: frozenset({State.RECORDED}),
    }
    WAITING_FOR_ERP = (State.ACCEPTED,)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="declarations"
    )
    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    """Who declares."""
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="declarations")
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="declarations_filed"
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    """The refused declaration that this one makes again."""
    is_followed: bool = False
    """Another one makes it again; where ``queries`` have read it with the row."""
    change = models.CharField(
        max_length=16, choices=[(change.value, kind.label) for change, kind in CHANGES.items()]
    )
    member = models.CharField(max_length=40, blank=True)
    """The ERP's identifier of the household row concerned; empty: not in its list."""
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120)
    birth_date = models.DateField(null=True)
    relation = models.CharField(max_length=8, choices=HouseholdMember.Relation, blank=True)
    effective_on = models.DateField()
    about_holder = models.BooleanField(default=False)
    """Whoever arrives or leaves holds the tenant account: nothing moves by itself."""
    proof = models.CharField(
        max_length=20, choices=[(proof.value, label) for proof, label in PROOFS.items()]
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="declarations")
    declared_at = models.DateTimeField()
    declared_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.UNDER_REVIEW)
    moved_at = models.DateTimeField()
    accepted_from = models.DateField(null=True)
    """The effective date the advisor read on the proof."""
    erp_message = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["lease", "-declared_at"], name="declarations_of_lease"),
            models.Index(fields=["person", "-declared_at"], name="declarations_of_person"),
            models.Index(
                fields=["state", "moved_at"],
                name="declarations_moving",
                condition=models.Q(state__in=["under_review", "accepted"]),
            ),
        ]

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def takes_effect_on(self) -> object:
        """Give the effective date: the one read on the proof, else the one declared."""
        return self.accepted_from or self.effective_on

    @property
    def change_kind(self) -> Change:
        return Change(self.change)


class AnswersDraft(models.Model):
    """The answers so far of a person about one dwelling; kept between two visits."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="household_drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="household_drafts")
    lease = models.ForeignKey(Lease, on_delete=models.CASCADE, related_name="household_drafts")
    follows = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, null=True, related_name="drafts"
    )
    answers = models.JSONField(default=dict)
    """``rules.questions.Answers`` as plain values."""
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "lease"], name="one_draft_a_dwelling"),
        ]
        indexes = [models.Index(fields=["touched_at"], name="household_drafts_old")]


class Protection(models.Model):
    """While it lasts, what this person declares or is declared about them is theirs alone.

    Set by a manager for somebody in danger (violence, ordonnance de protection: Code civil,
    art. 515-9 sq.). It says nothing of why, on purpose.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protections")
    set_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="protections_set"
    )
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="protections_lifted"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(lifted_at=None),
                name="one_protection_a_person",
            ),
        ]


class HouseholdDelivery(NumberedDelivery):
    """One numbered file of accepted declarations for the ERP. Never changed."""

    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="household_deliveries"
    )


class HouseholdDeliveryLine(models.Model):
    """One declaration in one delivery: each is delivered once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("remise, sans réponse")
        ACCEPTED = "accepted", _("acceptée par le progiciel")
        REFUSED = "refused", _("refusée par le progiciel")

    MOVES = {
        State.WAITING: frozenset({State.ACCEPTED, State.REFUSED}),
        State.ACCEPTED: frozenset(),
        State.REFUSED: frozenset({State.ACCEPTED}),
    }

    delivery = models.ForeignKey(HouseholdDelivery, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    declaration = models.OneToOneField(
        Declaration, on_delete=models.PROTECT, related_name="delivery_line"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    moved_at = models.DateTimeField()
    message = models.CharField(max_length=200, blank=True)
