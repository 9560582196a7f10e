from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from palier.domain.accounts.models import StaffMember, User
from palier.domain.documents.models import StoredFile
from palier.domain.ledger.models import Entry
from palier.domain.payments.rules.guards import Doubt
from palier.domain.payments.rules.settlement import OperationKind
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.codes import new_public_code
from palier.foundation.numbered import AnsweredLine, NumberedDelivery


class Attempt(models.Model):
    """One trip to the bank's page. Its state follows from its answers, never from a browser.

    ``shop``, ``mode`` and ``trans_id`` are what was asked for, kept so that a later change of
    configuration does not turn true answers into doubtful ones.
    """

    class State(models.TextChoices):
        OPENING = "opening", _("en préparation")
        OPEN = "open", _("commencé à la banque")
        WAITING = "waiting", _("en attente de la banque")
        PAID = "paid", _("payé")
        REFUSED = "refused", _("refusé")
        ABANDONED = "abandoned", _("abandonné")
        CANCELLED = "cancelled", _("annulé")
        EXPIRED = "expired", _("sans suite")
        REVIEW = "review", _("à vérifier")
        FAILED = "failed", _("banque injoignable")

    _RESULTS = frozenset(
        {
            State.WAITING,
            State.PAID,
            State.REFUSED,
            State.ABANDONED,
            State.CANCELLED,
            State.REVIEW,
        }
    )
    MOVES = {
        State.OPENING: _RESULTS | {State.OPEN, State.FAILED, State.EXPIRED},
        State.OPEN: _RESULTS | {State.EXPIRED},
        State.FAILED: _RESULTS,
        State.EXPIRED: _RESULTS,
        State.ABANDONED: _RESULTS - {State.ABANDONED},
        State.REFUSED: _RESULTS - {State.REFUSED, State.ABANDONED},
        State.WAITING: _RESULTS - {State.WAITING},
        State.PAID: frozenset({State.CANCELLED, State.WAITING, State.REVIEW}),
        State.CANCELLED: frozenset({State.PAID, State.WAITING, State.REVIEW}),
        State.REVIEW: (_RESULTS - {State.REVIEW}) | {State.EXPIRED},
    }
    UNDECIDED = frozenset({State.OPENING, State.OPEN, State.WAITING, State.REVIEW})
    """The money may still come: whoever pays again is told."""

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="payment_attempts"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="payment_attempts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="payment_attempts")
    amount_cents = models.PositiveBigIntegerField()
    period = models.DateField()
    """First day of the month that the payment answers to."""
    idempotency_key = models.CharField(max_length=40, unique=True)
    """Drawn with the form: the same form sent twice is one attempt."""
    after = models.JSONField(default=list)
    """What the person was told of, and confirmed, before paying once more."""
    gateway = models.CharField(max_length=12)
    shop = models.CharField(max_length=20)
    mode = models.CharField(max_length=12)
    trans_id = models.CharField(max_length=6)
    trans_on = models.DateField()
    bank_reference = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPENING)
    refusal = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    """When to ask the bank next; empty once everything is known."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "shop", "trans_on", "trans_id"], name="one_trans_id_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_cents__gt=0), name="attempt_has_an_amount"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_account", "-started_at"], name="attempts_of_account"),
            models.Index(
                fields=["ask_at"],
                name="attempts_to_ask_about",
                condition=models.Q(ask_at__isnull=False),
            ),
        ]


class BankAnswer(models.Model):
    """What the bank said, once for each different thing it said. Immutable (triggers)."""

    class Channel(models.TextChoices):
        NOTIFICATION = "notification", _("annonce de la banque")
        QUERY = "query", _("réponse à notre question")

    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, null=True, related_name="answers"
    )
    gateway = models.CharField(max_length=12)
    channel = models.CharField(max_length=12, choices=Channel)
    received_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, unique=True)
    order = models.CharField(max_length=40, blank=True)
    transaction = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=40, blank=True)
    amount_cents = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8, blank=True)
    shop = models.CharField(max_length=20, blank=True)
    mode = models.CharField(max_length=12, blank=True)
    trans_id = models.CharField(max_length=12, blank=True)
    happened_at = models.DateTimeField(null=True)
    authorisation = models.CharField(max_length=20, blank=True)
    authorisation_code = models.CharField(max_length=12, blank=True)
    doubts = models.JSONField(default=list)
    raw = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["attempt", "received_at"], name="answers_of_attempt")]


class Operation(models.Model):
    """Money that moved, once and for all; with its one provisional entry. Immutable.

    ``amount_cents`` is always positive: the kind says in which direction. ``code`` is the
    portal's payment reference, which the ERP's own line repeats.
    """

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    kind = models.CharField(
        max_length=20,
        choices=[
            (OperationKind.CAPTURE.value, _("encaissement")),
            (OperationKind.CANCELLATION.value, _("annulation")),
            (OperationKind.REFUND.value, _("remboursement")),
            (OperationKind.REFUND_CANCELLATION.value, _("annulation d’un remboursement")),
            (OperationKind.CHARGEBACK.value, _("impayé de carte")),
        ],
    )
    gateway = models.CharField(max_length=12)
    transaction = models.CharField(max_length=64)
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, null=True, related_name="operations"
    )
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, related_name="payment_operations"
    )
    amount_cents = models.PositiveBigIntegerField()
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    authorisation = models.CharField(max_length=20, blank=True)
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="payment_operation")
    balance_after_cents = models.BigIntegerField()
    """The rent account right after the entry: what a receipt says remains due."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "kind", "transaction"], name="one_operation_a_transaction"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_cents__gt=0), name="operation_moves_money"
            ),
        ]
        indexes = [models.Index(fields=["happened_on"], name="operations_of_day")]


class SettlementFile(models.Model):
    """A file of the bank that says what it paid out. Immutable; a file comes in once."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=150, blank=True)


class SettlementLine(models.Model):
    """One line of the bank's file. Immutable; compared by query, so nothing is written back."""

    class Kind(models.TextChoices):
        CAPTURE = "capture", _("encaissement")
        REFUND = "refund", _("remboursement")
        CHARGEBACK = "chargeback", _("impayé")

    file = models.ForeignKey(SettlementFile, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    settled_on = models.DateField()
    transaction = models.CharField(max_length=64)
    order = models.CharField(max_length=40, blank=True)
    amount_cents = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "transaction"], name="one_settlement_a_transaction"
            ),
        ]
        indexes = [models.Index(fields=["settled_on"], name="settlement_of_day")]


class Review(models.Model):
    """Something about money that a person must look at. It never vanishes: it is closed."""

    class State(models.TextChoices):
        OPEN = "open", _("à vérifier")
        ATTRIBUTED = "attributed", _("attribué à un compte")
        CLOSED = "closed", _("classé")

    MOVES = {
        State.OPEN: frozenset({State.ATTRIBUTED, State.CLOSED}),
        State.ATTRIBUTED: frozenset(),
        State.CLOSED: frozenset({State.OPEN}),
    }

    class DoubtLabel(models.TextChoices):
        UNKNOWN_ORDER = Doubt.UNKNOWN_ORDER.value, _("commande inconnue")
        OTHER_AMOUNT = Doubt.OTHER_AMOUNT.value, _("montant différent de la demande")
        OTHER_CURRENCY = Doubt.OTHER_CURRENCY.value, _("autre monnaie que l’euro")
        OTHER_SHOP = Doubt.OTHER_SHOP.value, _("autre boutique")
        OTHER_MODE = Doubt.OTHER_MODE.value, _("paiement d’essai, ou l’inverse")
        OTHER_TRANSACTION = Doubt.OTHER_TRANSACTION.value, _("autre numéro de transaction")
        NO_IDENTIFIER = Doubt.NO_IDENTIFIER.value, _("transaction sans identifiant")
        UNKNOWN_STATUS = Doubt.UNKNOWN_STATUS.value, _("état inconnu de la banque")
        REFUND_TOO_LARGE = Doubt.REFUND_TOO_LARGE.value, _("remboursement trop élevé")
        CONTRADICTION = Doubt.CONTRADICTION.value, _("la banque se contredit")
        TAKEN_TWICE = Doubt.TAKEN_TWICE.value, _("débité deux fois")
        STILL_UNKNOWN = Doubt.STILL_UNKNOWN.value, _("toujours sans résultat")
        SETTLEMENT_UNKNOWN = (
            Doubt.SETTLEMENT_UNKNOWN.value,
            _("impayé sans encaissement connu"),
        )

    class Reason(models.TextChoices):
        REFUNDED_AT_BANK = "refunded_at_bank", _("remboursé depuis l’interface de la banque")
        NOT_OURS = "not_ours", _("ne concerne pas le bailleur")
        TRIAL = "trial", _("essai technique")
        NO_MONEY = "no_money", _("aucun argent reçu, vérifié auprès de la banque")
        BOOKED_IN_ERP = "booked_in_erp", _("enregistré directement dans le progiciel")

    code = models.CharField(max_length=12, unique=True, default=new_public_code)
    key = models.CharField(max_length=160, unique=True)
    """Doubt, order and transaction: the same trouble told twice is one row."""
    doubt = models.CharField(max_length=20, choices=DoubtLabel)
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, null=True, related_name="reviews"
    )
    answer = models.ForeignKey(
        BankAnswer, on_delete=models.PROTECT, null=True, related_name="reviews"
    )
    settlement_line = models.ForeignKey(
        SettlementLine, on_delete=models.PROTECT, null=True, related_name="reviews"
    )
    tenant_account = models.ForeignKey(
        TenantAccount, on_delete=models.PROTECT, null=True, related_name="payment_reviews"
    )
    transaction = models.CharField(max_length=64, blank=True)
    amount_cents = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="payment_reviews"
    )
    reason = models.CharField(max_length=20, choices=Reason, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-opened_at"], name="reviews_waiting")]


class PaymentDelivery(NumberedDelivery):
    """A numbered CSV of operations handed to the ERP. Immutable; its bytes are in the vault."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT)
    total_cents = models.BigIntegerField()
    """Signed like the rent account: captures are negative."""


class DeliveryLine(AnsweredLine):
    """One operation in its one delivery, and what the ERP answered to it."""

    delivery = models.ForeignKey(PaymentDelivery, on_delete=models.PROTECT, related_name="lines")
    operation = models.OneToOneField(
        Operation, on_delete=models.PROTECT, related_name="delivery_line"
    )
    erp_reference = models.CharField(max_length=60, blank=True)
