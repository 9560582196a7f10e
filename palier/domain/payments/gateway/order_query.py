"""Ask SystemPay / PayZen about an order: REST V4, ``Order/Get`` (HTTP basic, JSON).

The form protocol has no question, only announcements; an announcement may get lost. The
answer lists every transaction of the order with the same identifiers, operation types and
statuses as the notifications, so both feed the same tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import requests
from django.utils.translation import gettext as _

from palier.domain.payments.gateway.contract import BankAnswers, BankUnreachable
from palier.domain.payments.gateway.silence import hush
from palier.domain.payments.rules.guards import EURO, BankReport

TIMEOUT_SECONDS = (5, 15)
"""To connect, to answer."""
ORDER_NOT_FOUND = "PSP_010"
CURRENCIES = {"EUR": EURO}


def ask(*, url: str, site_id: str, password: str, order: str) -> BankAnswers:
    """Return all transactions that the bank knows for ``order``; none when it knows none.

    Raises:
        BankUnreachable: network, wrong password, or an answer outside the protocol.
    """
    hush("urllib3")
    try:
        response = requests.post(
            f"{url.rstrip('/')}/V4/Order/Get",
            json={"orderId": order},
            auth=(site_id, password),
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )
        response.raise_for_status()
        answer = response.json()
        if answer["status"] == "SUCCESS":
            return BankAnswers(reports=_reports(answer["answer"]))
        if answer["answer"]["errorCode"] == ORDER_NOT_FOUND:
            return BankAnswers()
    except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError):
        # The cause is not chained: its text may hold the address with its credentials.
        raise _unreachable() from None
    raise _unreachable()


def _unreachable() -> BankUnreachable:
    return BankUnreachable(
        _(
            "La banque ne répond pas pour le moment. Votre paiement n’est pas perdu : "
            "nous l’interrogerons à nouveau dans quelques minutes."
        )
    )


def _reports(payment: Mapping[str, Any]) -> tuple[BankReport, ...]:
    details = payment["orderDetails"]
    return tuple(
        _report(transaction, order=details["orderId"], mode=details["mode"])
        for transaction in payment["transactions"]
    )


def _report(transaction: Mapping[str, Any], *, order: str, mode: str) -> BankReport:
    card = (transaction.get("transactionDetails") or {}).get("cardDetails") or {}
    authorisation = card.get("authorizationResponse") or {}
    amount = transaction["amount"]
    currency = str(transaction["currency"])
    created = transaction.get("creationDate")
    return BankReport(
        gateway="systempay",
        order=str(order),
        transaction=str(transaction["uuid"]).replace("-", ""),
        kind=str(transaction["operationType"]),
        status=str(transaction["detailedStatus"]),
        amount_cents=amount if isinstance(amount, int) else None,
        currency=CURRENCIES.get(currency, currency),
        shop=str(transaction["shopId"]),
        mode=str(mode),
        trans_id=str(card.get("legacyTransId") or ""),
        happened_at=dt.datetime.fromisoformat(created) if created else None,
        authorisation=str(authorisation.get("authorizationNumber") or ""),
        authorisation_code=str(authorisation.get("authorizationResult") or ""),
        raw=dict(transaction),
    )
