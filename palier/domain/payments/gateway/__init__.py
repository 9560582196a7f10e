"""The only door to a bank: form and notification, PayFiP, the bank's order query.

    contract     what every bank's connector does, in plain values
    systempay    SystemPay / PayZen form v2, signed with HMAC-SHA-256
    order_query  SystemPay / PayZen REST: asking again about an order
    payfip       PayFiP web service (SOAP)
    silence      loggers that may not speak, for they would tell the secret

A connector is called before or after a transaction, never inside one.
"""

from __future__ import annotations

from django.conf import settings

from palier.domain.payments.gateway.contract import (
    BankAnswers,
    BankPage,
    BankUnreachable,
    Gateway,
    NotFromTheBank,
    Order,
)
from palier.domain.payments.gateway.payfip import PayFiP
from palier.domain.payments.gateway.payfip import page_of as payfip_page
from palier.domain.payments.gateway.systempay import SystemPay

__all__ = [
    "BankAnswers",
    "BankPage",
    "BankUnreachable",
    "Gateway",
    "NotFromTheBank",
    "Order",
    "current",
    "named",
    "payfip_page",
]


def current() -> Gateway:
    """Give the connector of the landlord's bank (``PALIER_PAYMENT_GATEWAY``)."""
    return named(settings.PALIER_PAYMENT_GATEWAY)


def named(name: str) -> Gateway:
    """Give a connector by name: an attempt is asked about where it was made.

    Raises:
        LookupError: no connector has this name.
    """
    if name == SystemPay.name:
        return SystemPay(**settings.PALIER_SYSTEMPAY)
    if name == PayFiP.name:
        return PayFiP(**settings.PALIER_PAYFIP)
    raise LookupError(f"no payment connector is named {name!r}")
