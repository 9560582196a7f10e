"""The bank's side of form v2: read and verify a form, sign a notification.

``base64(HMAC-SHA-256(key, v1+v2+…+key))`` over the values of the ``vads_`` fields sorted by
name.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import logging
import re
import threading
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import requests

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10
STAMP = "%Y%m%d%H%M%S"

_NEEDED = {
    "vads_action_mode": r"INTERACTIVE",
    "vads_amount": r"[1-9]\d{0,11}",
    "vads_ctx_mode": r"TEST|PRODUCTION",
    "vads_currency": r"978",
    "vads_order_id": r"[A-Za-z0-9_-]{1,64}",
    "vads_page_action": r"PAYMENT",
    "vads_payment_config": r"SINGLE",
    "vads_site_id": r"\d{8}",
    "vads_trans_date": r"\d{14}",
    "vads_trans_id": r"[A-Za-z0-8][A-Za-z0-9]{5}",
    "vads_version": r"V2",
}


@dataclass(frozen=True)
class Shop:
    site_id: str
    key: str
    mode: str
    rest_password: str


def signature_of(fields: Mapping[str, str], key: str) -> str:
    values = [value for name, value in sorted(fields.items()) if name.startswith("vads_")]
    message = "+".join([*values, key])
    return base64.b64encode(
        hmac.digest(key.encode("utf-8"), message.encode("utf-8"), hashlib.sha256)
    ).decode("ascii")


def faults_of(fields: Mapping[str, str], shop: Shop, now: dt.datetime) -> list[str]:
    """List what the bank refuses in a form, as the true one does on its error page."""
    faults = [
        f"{name} : « {fields.get(name, '')} »"
        for name, pattern in _NEEDED.items()
        if not re.fullmatch(pattern, fields.get(name, ""))
    ]
    if fields.get("vads_site_id") != shop.site_id:
        faults.append("vads_site_id : boutique inconnue")
    if fields.get("vads_ctx_mode") != shop.mode:
        faults.append("vads_ctx_mode : la boutique n’est pas dans ce mode")
    if not hmac.compare_digest(signature_of(fields, shop.key), fields.get("signature", "")):
        faults.append("signature : invalide")
    if not faults:
        sent = dt.datetime.strptime(fields["vads_trans_date"], STAMP).replace(tzinfo=dt.UTC)
        if abs(now - sent) > dt.timedelta(hours=24):
            faults.append("vads_trans_date : trop éloignée de l’heure de la banque")
    return faults


def new_transaction(
    order: Mapping[str, str], *, kind: str, cents: int, status: str, auth: str, now: dt.datetime
) -> dict[str, Any]:
    """Open a transaction of the bank about a form it has accepted."""
    return {
        "uuid": uuid.uuid4().hex,
        "kind": kind,
        "cents": cents,
        "status": status,
        "auth_result": auth,
        "auth_number": f"{uuid.uuid4().int % 1_000_000:06d}" if auth == "00" else "",
        "created": now.astimezone(dt.UTC).strftime(STAMP),
    }


def notification(
    order: Mapping[str, str], transaction: Mapping[str, Any] | None, shop: Shop, source: str
) -> dict[str, str]:
    """Compose a signed announcement; without a transaction the payment was abandoned."""
    fields = {
        name: order[name]
        for name in (
            "vads_action_mode",
            "vads_amount",
            "vads_ctx_mode",
            "vads_currency",
            "vads_order_id",
            "vads_page_action",
            "vads_payment_config",
            "vads_site_id",
            "vads_trans_date",
            "vads_trans_id",
            "vads_version",
        )
    }
    fields["vads_url_check_src"] = source
    fields["vads_hash"] = uuid.uuid4().hex
    if transaction is None:
        fields |= {"vads_trans_status": "ABANDONED", "vads_result": "17", "vads_auth_result": ""}
    else:
        accepted = transaction["status"] not in ("REFUSED", "ABANDONED")
        fields |= {
            "vads_amount": str(transaction["cents"]),
            "vads_auth_number": transaction["auth_number"],
            "vads_auth_result": transaction["auth_result"],
            "vads_card_brand": "CB",
            "vads_card_number": "497010XXXXXX0014",
            "vads_effective_creation_date": transaction["created"],
            "vads_operation_type": transaction["kind"],
            "vads_result": "00" if accepted else "05",
            "vads_trans_status": transaction["status"],
            "vads_trans_uuid": transaction["uuid"],
        }
    return fields | {"signature": signature_of(fields, shop.key)}


def announce(
    url: str, fields: Mapping[str, str], *, after_seconds: float = 0, times: int = 1
) -> None:
    """Post an announcement to the merchant, now or in a while; a failure is only logged."""
    if after_seconds:
        timer = threading.Timer(after_seconds, _post, (url, dict(fields), times))
        timer.daemon = True
        timer.start()
    else:
        _post(url, dict(fields), times)


def _post(url: str, fields: dict[str, str], times: int) -> None:
    for _ in range(times):
        try:
            answer = requests.post(url, data=fields, timeout=TIMEOUT_SECONDS)
            log.info("bank: merchant answered %s", answer.status_code)
        except requests.RequestException:
            log.warning("bank: the merchant could not be reached")


def order_answer(
    order: Mapping[str, str], transactions: Iterable[Mapping[str, Any]], shop: Shop
) -> dict[str, Any]:
    """Compose the answer of REST V4 ``Order/Get``."""
    return {
        "webService": "Order/Get",
        "version": "V4",
        "status": "SUCCESS",
        "answer": {
            "shopId": shop.site_id,
            "orderDetails": {
                "orderId": order["vads_order_id"],
                "mode": order["vads_ctx_mode"],
                "orderTotalAmount": int(order["vads_amount"]),
                "orderCurrency": "EUR",
            },
            "transactions": [
                {
                    "shopId": shop.site_id,
                    "uuid": row["uuid"],
                    "amount": row["cents"],
                    "currency": "EUR",
                    "operationType": row["kind"],
                    "detailedStatus": row["status"],
                    "creationDate": dt.datetime.strptime(row["created"], STAMP)
                    .replace(tzinfo=dt.UTC)
                    .isoformat(),
                    "transactionDetails": {
                        "cardDetails": {
                            "legacyTransId": order["vads_trans_id"],
                            "authorizationResponse": {
                                "authorizationNumber": row["auth_number"],
                                "authorizationResult": row["auth_result"],
                            },
                        }
                    },
                }
                for row in transactions
            ],
        },
    }


NOT_FOUND = {
    "webService": "Order/Get",
    "version": "V4",
    "status": "ERROR",
    "answer": {"errorCode": "PSP_010", "errorMessage": "transaction not found"},
}
