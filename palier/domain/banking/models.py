from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.banking.rules.schedule import ChangeKind
from palier.domain.documents.models import Document
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code


class BankAccount(models.Model):
    """An IBAN that a person gave. Only its mask is readable; the rest is sealed.

    Between ``CONFIRMED`` and its first use lie 72 hours (``usable_from``). One that another has
    followed (``REPLACED``) still serves the mandate that was signed on it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("à confirmer par courriel")
        UNDER_REVIEW = "review", _("en cours de vérification par l’agence")
        CONFIRMED = "confirmed", _("confirmé")
        REPLACED = "replaced", _("remplacé")
        FROZEN = "frozen", _("bloqué")
        REFUSED = "refused", _("non accepté")
        EXPIRED = "expired", _("jamais confirmé")
        WITHDRAWN = "withdrawn", _("retiré")

    MOVES = {
        State.PROPOSED: frozenset(
            {
                State.UNDER_REVIEW,
                State.CONFIRMED,
                State.FROZEN,
                State.EXPIRED,
                State.WITHDRAWN,
            }
        ),
        State.UNDER_REVIEW: frozenset(
            {State.CONFIRMED, State.REFUSED, State.FROZEN, State.WITHDRAWN}
        ),
        State.CONFIRMED: frozenset(
            {State.REPLACED, State.FROZEN, State.WITHDRAWN, State.UNDER_REVIEW}
        ),
        State.REPLACED: frozenset({State.FROZEN, State.WITHDRAWN}),
        State.FROZEN: frozenset({State.CONFIRMED, State.REFUSED}),
        State.REFUSED: frozenset({State.UNDER_REVIEW, State.FROZEN}),
        State.EXPIRED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }
    WAITING = (State.PROPOSED, State.UNDER_REVIEW)
    SERVING = (State.CONFIRMED, State.REPLACED)
    """The states in which a mandate signed on it may be debited, once it is old enough."""
    SHOWN = (State.PROPOSED, State.UNDER_REVIEW, State.CONFIRMED, State.FROZEN)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bank_accounts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bank_accounts")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="bank_accounts"
    )
    """The account it was given from: where the agency that looks at it is found."""
    owner_name = models.CharField(max_length=70)
    name_agrees = models.BooleanField()
    """The owner's name is the person's own; otherwise two of the staff look."""
    sealed = models.BinaryField()
    mark = models.CharField(max_length=90, db_index=True)
    """Keyed hash of the IBAN (``sealing.mark_of``): equality, and nothing else."""
    masked = models.CharField(max_length=24)
    bic = models.CharField(max_length=11, blank=True)
    bank = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    moved_at = models.DateTimeField()
    given_at = models.DateTimeField()
    confirm_hash = models.CharField(max_length=64, unique=True)
    confirm_until = models.DateTimeField()
    contest_hash = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField(null=True)
    usable_from = models.DateTimeField(null=True)
    first_eyes = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="bank_accounts_seen"
    )
    first_eyes_at = models.DateTimeField(null=True)
    was_frozen = models.BooleanField(default=False)
    """Blocked once: whoever lets it serve again is the second of two."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=["proposed", "review"]),
                name="one_bank_account_waiting",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "replaced"])
                | models.Q(usable_from__isnull=False),
                name="confirmed_bank_account_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "-given_at"], name="bank_accounts_of"),
            models.Index(fields=["state", "confirm_until"], name="bank_accounts_to_follow"),
        ]


class Mandate(models.Model):
    """A signed order to debit one tenant account; what is signed is frozen in ``facts``."""

    class State(models.TextChoices):
        SIGNING = "signing", _("à signer")
        ACTIVE = "active", _("en cours")
        PAUSED = "paused", _("suspendu")
        STOPPED = "stopped", _("arrêté")
        REPLACED = "replaced", _("remplacé par un autre mandat")
        EXPIRED = "expired", _("périmé, faute d’avoir servi pendant 36 mois")
        ABANDONED = "abandoned", _("jamais signé")

    MOVES = {
        State.SIGNING: frozenset({State.ACTIVE, State.ABANDONED}),
        State.ACTIVE: frozenset({State.PAUSED, State.STOPPED, State.REPLACED, State.EXPIRED}),
        State.PAUSED: frozenset({State.ACTIVE, State.STOPPED, State.REPLACED, State.EXPIRED}),
        State.STOPPED: frozenset(),
        State.REPLACED: frozenset(),
        State.EXPIRED: frozenset(),
        State.ABANDONED: frozenset(),
    }
    LIVE = (State.ACTIVE, State.PAUSED)

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    rum = models.CharField(max_length=35, unique=True)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="mandates"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="mandates")
    creditor_name = models.CharField(max_length=70)
    creditor_id = models.CharField(max_length=35)
    debit_day = models.PositiveSmallIntegerField()
    """The day chosen when signing; what holds in a month follows from the changes."""
    state = models.CharField(max_length=9, choices=State, default=State.SIGNING)
    moved_at = models.DateTimeField()
    started_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    facts_sha256 = models.CharField(max_length=64, blank=True)
    evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="mandates"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_account"],
                condition=models.Q(state__in=["active", "paused"]),
                name="one_live_mandate_an_account",
            ),
            models.UniqueConstraint(
                fields=["tenant_account", "person"],
                condition=models.Q(state="signing"),
                name="one_mandate_to_sign_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(debit_day__in=[5, 10]), name="mandate_debits_on_5_or_10"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="mandates_by_state")]


class MandateChange(models.Model):
    """One instruction about a mandate and the day from which it counts. Immutable (triggers)."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(
        max_length=6,
        choices=[
            (ChangeKind.SIGNED.value, _("signature")),
            (ChangeKind.DAY.value, _("changement de jour")),
            (ChangeKind.PAUSE.value, _("suspension")),
            (ChangeKind.RESUME.value, _("reprise")),
            (ChangeKind.STOP.value, _("arrêt")),
        ],
    )
    debit_day = models.PositiveSmallIntegerField()
    effective_on = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mandate", "asked_at"], name="changes_of_mandate")]


class SigningCode(models.Model):
    """Six digits sent to the known mailbox, to sign one mandate: hashed, short, single use."""

    class State(models.TextChoices):
        SENT = "sent", _("envoyé")
        USED = "used", _("utilisé")
        DEAD = "dead", _("annulé")

    MOVES = {
        State.SENT: frozenset({State.USED, State.DEAD}),
        State.USED: frozenset(),
        State.DEAD: frozenset(),
    }

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="signing_codes")
    state = models.CharField(max_length=4, choices=State, default=State.SENT)
    moved_at = models.DateTimeField()
    secret_hash = models.CharField(max_length=64)
    sent_to = models.EmailField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=models.Q(state="sent"), name="one_signing_code_live"
            ),
        ]


class SealedFile(models.Model):
    """The bytes of a delivery that names IBANs, sealed and compressed; hash of the plain bytes."""

    place = models.CharField(max_length=40, unique=True)
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class DebitDelivery(models.Model):
    """One file of debits for the bank: a month and a day, once. Immutable."""

    number = models.PositiveIntegerField(unique=True)
    month = models.DateField()
    debit_day = models.PositiveSmallIntegerField()
    collected_on = models.DateField()
    schema = models.CharField(max_length=20)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, null=True)
    """Null when nobody was to be debited: then there is nothing for the bank."""
    line_count = models.PositiveIntegerField()
    total_cents = models.PositiveBigIntegerField()
    left_out = models.JSONField(default=list)
    """Who was not debited and why: RUM, account, reason."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "debit_day"], name="one_debit_file_a_day"),
        ]


class Collection(models.Model):
    """One debit handed to the bank. Immutable; ``code`` is its payment reference everywhere."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    delivery = models.ForeignKey(
        DebitDelivery, on_delete=models.PROTECT, related_name="collections"
    )
    position = models.PositiveIntegerField()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="collections")
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="collections"
    )
    month = models.DateField()
    collected_on = models.DateField()
    notice_number = models.CharField(max_length=30)
    amount_cents = models.PositiveBigIntegerField()
    sequence = models.CharField(max_length=4)
    """``FRST`` or ``RCUR`` (ISO 20022, SequenceType3Code)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_account", "month"], name="one_collection_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_cents__gt=0), name="collection_moves_money"
            ),
        ]
        indexes = [models.Index(fields=["mandate", "-collected_on"], name="collections_of")]


class MandateDelivery(models.Model):
    """A numbered file of mandates and their changes for the ERP. Immutable."""

    number = models.PositiveIntegerField(unique=True)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT)
    line_count = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class MandateDeliveryLine(models.Model):
    """One change in its one delivery, and what the ERP answered to it."""

    class State(models.TextChoices):
        SENT = "sent", _("remise")
        ACCEPTED = "accepted", _("enregistrée")
        REFUSED = "refused", _("refusée par le progiciel")

    MOVES = {
        State.SENT: frozenset({State.ACCEPTED, State.REFUSED}),
        State.ACCEPTED: frozenset(),
        State.REFUSED: frozenset({State.ACCEPTED}),
    }

    delivery = models.ForeignKey(MandateDelivery, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    change = models.OneToOneField(
        MandateChange, on_delete=models.PROTECT, related_name="delivery_line"
    )
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    moved_at = models.DateTimeField()
    message = models.CharField(max_length=200, blank=True)
