"""The devices somebody signed in from before: they keep an allowance of tries of their own.

A signed cookie says it, and nothing else: no list of devices is kept, and it opens nothing.
"""

from __future__ import annotations

import hashlib

from django.core import signing

from palier.domain.accounts.rules.emails import folded_email
from palier.foundation.codes import new_public_code

_SALT = "palier-device"
LASTS = 60 * 60 * 24 * 180
# A family shares a computer: the cookie remembers the last few who signed in there.
MOST_OWNERS = 5


def device_of(cookie: str, email: str) -> str:
    """Give the device that ``email`` signed in from before; empty: it never did."""
    device, owners = _read(cookie)
    return device if _mark(email) in owners else ""


def marked(cookie: str, email: str) -> str:
    """Give the cookie of a device from which ``email`` has just signed in."""
    device, owners = _read(cookie)
    mark = _mark(email)
    kept = [mark, *(owner for owner in owners if owner != mark)][:MOST_OWNERS]
    return signing.dumps({"device": device or new_public_code(), "owners": kept}, salt=_SALT)


def _read(cookie: str) -> tuple[str, list[str]]:
    if not cookie:
        return "", []
    try:
        said = signing.loads(cookie, salt=_SALT, max_age=LASTS)
        return str(said["device"]), [str(owner) for owner in said["owners"]]
    except (signing.BadSignature, KeyError, TypeError):
        return "", []


def _mark(email: str) -> str:
    return hashlib.sha256(folded_email(email).encode()).hexdigest()[:24]
