"""The bank's side of the signature, written from the guide and from nothing of ours.

``base64(HMAC-SHA-256(key, values of the vads_ fields sorted by name, joined by "+", then "+"
and the key))``, as in SystemPay's implementation guide of form v2.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlencode

KEY = "1122334455667788"
SITE = "12345678"


def sign(fields: dict[str, str], key: str = KEY) -> str:
    content = "+".join(fields[name] for name in sorted(fields) if name.startswith("vads_"))
    digest = hmac.new(key.encode(), f"{content}+{key}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def answer(*, key: str = KEY, signature: str | None = None, **changed: str | None) -> str:
    """Give the body of a notification, signed; ``field=None`` leaves the field out."""
    fields: dict[str, str] = {
        "vads_action_mode": "INTERACTIVE",
        "vads_amount": "41237",
        "vads_auth_number": "3fd205",
        "vads_auth_result": "00",
        "vads_ctx_mode": "TEST",
        "vads_currency": "978",
        "vads_effective_creation_date": "20261124093215",
        "vads_operation_type": "DEBIT",
        "vads_order_id": "ABCDEFGH2345",
        "vads_payment_config": "SINGLE",
        "vads_result": "00",
        "vads_site_id": SITE,
        "vads_trans_date": "20261124093015",
        "vads_trans_id": "A1b2C3",
        "vads_trans_status": "AUTHORISED",
        "vads_trans_uuid": "5b158f084502428499b2d34ad074df05",
        "vads_url_check_src": "PAY",
        "vads_version": "V2",
        "vads_cust_name": "Éloïse d’Été & Cie + filles",
    }
    for name, value in changed.items():
        if value is None:
            fields.pop(f"vads_{name}", None)
        else:
            fields[f"vads_{name}"] = value
    return urlencode(fields | {"signature": signature or sign(fields, key)})
