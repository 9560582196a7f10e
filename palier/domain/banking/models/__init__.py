"""Tables of the room: accounts, what is signed on them, what leaves for bank and ERP."""

from palier.domain.banking.models.accounts import BankAccount
from palier.domain.banking.models.deliveries import (
    AccountDelivery,
    AccountDeliveryLine,
    Collection,
    DebitDelivery,
    MandateDelivery,
    MandateDeliveryLine,
    SealedFile,
)
from palier.domain.banking.models.mandates import (
    Amendment,
    Mandate,
    MandateChange,
    SigningCode,
)

__all__ = [
    "AccountDelivery",
    "AccountDeliveryLine",
    "Amendment",
    "BankAccount",
    "Collection",
    "DebitDelivery",
    "Mandate",
    "MandateChange",
    "MandateDelivery",
    "MandateDeliveryLine",
    "SealedFile",
    "SigningCode",
]
