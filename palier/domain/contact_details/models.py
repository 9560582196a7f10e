from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.contact_details.rules.changes import Field
from palier.domain.documents.models import StoredFile
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code
from palier.foundation.numbered import NumberedDelivery


class Change(models.Model):
    """One value that a person gave. What was said never changes (triggers hold it)."""

    class State(models.TextChoices):
        RECORDED = "recorded", _("enregistré chez nous")
        SENT = "sent", _("transmis à votre bailleur")
        TAKEN = "taken", _("pris en compte")
        REFUSED = "refused", _("refusé")
        DISPUTED = "disputed", _("à vérifier par l’agence")
        REPLACED = "replaced", _("remplacé par un changement plus récent")

    MOVES = {
        State.RECORDED: frozenset({State.SENT, State.TAKEN, State.DISPUTED, State.REPLACED}),
        State.SENT: frozenset({State.TAKEN, State.REFUSED, State.DISPUTED, State.REPLACED}),
        # Back to recorded: the advisor keeps what the person said, and it is delivered again.
        State.DISPUTED: frozenset({State.RECORDED, State.REFUSED, State.TAKEN, State.REPLACED}),
        State.REFUSED: frozenset(),
        # The ERP took it, then delivers a third value: it wins, it knew ours.
        State.TAKEN: frozenset({State.REPLACED}),
        State.REPLACED: frozenset(),
    }
    WAITING = (State.RECORDED, State.SENT, State.DISPUTED)
    """The states in which the ERP has not answered: what the person said is what counts."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_changes")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="contact_changes"
    )
    """Under which account it was said: where the agency to ask is found."""
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="contact_changes"
    )
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="contact_changes_filed"
    )
    """Who recorded it for the person; null when the person did."""
    field = models.CharField(max_length=10, choices=[(f.value, f.label) for f in Field])
    value = models.JSONField(default=str)
    """An E.164 number, an e-mail, the parts of an address, or ``en_ligne`` / ``papier``."""
    before = models.JSONField(default=str)
    """What the ERP held when the person spoke."""
    first_period = models.DateField(null=True)
    """Of a choice of paper or online: the first month billed it counts for."""
    recorded_at = models.DateTimeField()
    recorded_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.RECORDED)
    moved_at = models.DateTimeField()
    rival = models.JSONField(null=True)
    """Another value that the ERP delivered meanwhile; null when there was none."""
    erp_message = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"],
                condition=models.Q(state__in=["recorded", "sent", "disputed"])
                & ~models.Q(field="avis"),
                name="one_waiting_change_a_person",
            ),
            models.UniqueConstraint(
                fields=["tenant_account"],
                condition=models.Q(state__in=["recorded", "sent", "disputed"], field="avis"),
                name="one_waiting_choice_an_account",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "field", "-id"], name="contact_changes_of"),
            models.Index(
                fields=["state"],
                name="contact_changes_waiting",
                condition=models.Q(state__in=["recorded", "sent", "disputed"]),
            ),
        ]


class EmailChange(models.Model):
    """A new sign-in address on its way: shown to be theirs, then left time to be objected to."""

    class State(models.TextChoices):
        ASKED = "asked", _("à confirmer sur la nouvelle adresse")
        CONFIRMED = "confirmed", _("confirmée, pas encore en service")
        DONE = "done", _("en service")
        STOPPED = "stopped", _("arrêtée")
        EXPIRED = "expired", _("restée sans suite")

    class Proof(models.TextChoices):
        OBJECTION = "objection", _("l’ancienne adresse est prévenue et peut s’y opposer")
        LETTER = "letter", _("code envoyé par lettre")
        ADVISOR = "advisor", _("identité vérifiée par deux agents")

    MOVES = {
        State.ASKED: frozenset({State.CONFIRMED, State.STOPPED, State.EXPIRED}),
        State.CONFIRMED: frozenset({State.DONE, State.STOPPED, State.EXPIRED}),
        State.DONE: frozenset(),
        State.STOPPED: frozenset(),
        State.EXPIRED: frozenset(),
    }
    LIVE = (State.ASKED, State.CONFIRMED)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="email_changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="email_changes")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="email_changes"
    )
    old_email = models.EmailField()
    new_email = models.EmailField()
    proof = models.CharField(max_length=10, choices=Proof)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    link_expires_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True)
    """When it takes effect, unless stopped before; null while a proof is missing."""
    secret_hash = models.CharField(max_length=64, blank=True)
    """Of the code printed on the letter, keyed."""
    secret_expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    filed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="email_changes_filed"
    )
    checked_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="email_changes_checked"
    )
    """Who saw the person and their identity paper."""
    approved_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="email_changes_approved"
    )
    """The second pair of eyes: never the first."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state__in=["asked", "confirmed"]),
                name="one_email_change_a_user",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | ~models.Q(approved_by=models.F("checked_by")),
                name="four_eyes_on_an_email",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "effective_at"],
                name="email_changes_due",
                condition=models.Q(state__in=["asked", "confirmed"]),
            ),
        ]


class DeliveryChoice(models.Model):
    """One line of the register: a person agreed to avis without paper, or took it back.

    Never changed nor deleted (triggers). ``wording`` is the very text the person read.
    """

    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="delivery_choices"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delivery_choices")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="delivery_choices"
    )
    online = models.BooleanField()
    wording_version = models.CharField(max_length=12)
    wording = models.TextField()
    first_period = models.DateField()
    """First day of the first month billed it counts for."""
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant_account", "person", "-id"], name="choices_of")]


class ContactDelivery(NumberedDelivery):
    """One numbered file of changes for the ERP. Never changed."""

    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="contact_deliveries"
    )


class ContactDeliveryLine(models.Model):
    """One change in one delivery; a change disputed and kept is delivered once more."""

    class State(models.TextChoices):
        WAITING = "waiting", _("remise, sans réponse")
        ACCEPTED = "accepted", _("acceptée par le progiciel")
        REFUSED = "refused", _("refusée par le progiciel")

    MOVES = {
        State.WAITING: frozenset({State.ACCEPTED, State.REFUSED}),
        State.ACCEPTED: frozenset(),
        State.REFUSED: frozenset({State.ACCEPTED}),
    }

    delivery = models.ForeignKey(ContactDelivery, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="delivery_lines")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    moved_at = models.DateTimeField()
    message = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "change"], name="contact_change_once_a_delivery"
            ),
        ]
