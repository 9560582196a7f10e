"""What leaves for the bank and for the ERP: never changed, and under seal."""

from __future__ import annotations

from django.db import models

from palier.domain.banking.models.accounts import BankAccount
from palier.domain.banking.models.mandates import Mandate, MandateChange
from palier.domain.banking.rules.account_file import AccountStanding
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import new_public_code
from palier.foundation.numbered import AnsweredLine, NumberedDelivery


class SealedFile(models.Model):
    """The bytes of a delivery that names IBANs, sealed and compressed; hash of the plain bytes."""

    place = models.CharField(max_length=40, unique=True)
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class DebitDelivery(NumberedDelivery):
    """One file of debits for the bank: a month and a day, once. Immutable."""

    month = models.DateField()
    debit_day = models.PositiveSmallIntegerField()
    collected_on = models.DateField()
    schema = models.CharField(max_length=20)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, null=True)
    """Null when nobody was to be debited: then there is nothing for the bank."""
    total_cents = models.PositiveBigIntegerField()
    left_out = models.JSONField(default=list)
    """Who was not debited and why: RUM, account, reason."""

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
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="collections"
    )
    """The account it was asked of: a later one says that the mandate was amended."""
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


class MandateDelivery(NumberedDelivery):
    """A numbered file of mandates and their changes for the ERP. Immutable."""

    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT)


class MandateDeliveryLine(AnsweredLine):
    """One change in its one delivery, and what the ERP answered to it."""

    delivery = models.ForeignKey(MandateDelivery, on_delete=models.PROTECT, related_name="lines")
    change = models.OneToOneField(
        MandateChange, on_delete=models.PROTECT, related_name="delivery_line"
    )


class AccountDelivery(NumberedDelivery):
    """A numbered file of bank accounts for the ERP: where money may be given back. Immutable."""

    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT)


class AccountDeliveryLine(AnsweredLine):
    """What one delivery says of one bank account, and what the ERP answered to it."""

    delivery = models.ForeignKey(AccountDelivery, on_delete=models.PROTECT, related_name="lines")
    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="delivery_lines"
    )
    told = models.CharField(
        max_length=7, choices=[(one.value, one.value) for one in AccountStanding]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "bank_account"], name="one_line_an_account_a_delivery"
            ),
        ]
