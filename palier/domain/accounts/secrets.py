"""Sealing of what must not lie readable in the database (second factors).

The key follows from SECRET_KEY; older keys of SECRET_KEY_FALLBACKS still open, so that a
change of key locks nobody out.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def sealed(text: str) -> str:
    """Encrypt and sign ``text``."""
    return _keys().encrypt(text.encode()).decode()


def unsealed(text: str) -> str:
    """Give back what ``sealed`` was given.

    Raises:
        cryptography.fernet.InvalidToken: no known key opens it, or it was altered.
    """
    return _keys().decrypt(text.encode()).decode()


def _keys() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hashlib.scrypt(
                        force_bytes(key),
                        salt=b"palier.accounts.secrets",
                        n=2**10,
                        r=8,
                        p=1,
                        dklen=32,
                    )
                )
            )
            for key in known
        ]
    )
