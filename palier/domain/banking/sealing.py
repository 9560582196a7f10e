"""Seal what must not lie readable in the database: IBANs, and the files that name them.

AES-256-GCM with a fresh nonce, under the first key of ``PALIER_BANK_KEYS``; the others still
open what they sealed, until ``palier keys rotate`` has sealed it again. The associated data
names the row, so that a sealed value copied into another row does not open there.

A *mark* is a keyed hash, for equality alone: it says whether two rows hold the same IBAN, and
nothing to whoever has the database without the keys.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
_NAME_ENDS = b"|"

Box = bytes | memoryview
"""What a database driver gives back of a sealed column."""


class KeysUnfit(ValueError):
    """``PALIER_BANK_KEYS`` cannot be used: the message says which part, never the key."""


class SealBroken(Exception):
    """It was altered, moved to another row, or its key is gone."""


@dataclass(frozen=True, slots=True, repr=False)
class _Key:
    name: str
    sealing: bytes
    marking: bytes


def sealed(plain: bytes, *, place: str) -> bytes:
    """Seal ``plain`` for one row; ``place`` names it (``bank_account:CODE``)."""
    key = _keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    box = AESGCM(key.sealing).encrypt(nonce, plain, _bound_to(place))
    return key.name.encode() + _NAME_ENDS + nonce + box


def unsealed(box: Box, *, place: str) -> bytes:
    """Give back what ``sealed`` was given for the same ``place``.

    Raises:
        SealBroken: altered, of another row, or sealed under a key that is not known any more.
    """
    name, _, rest = bytes(box).partition(_NAME_ENDS)
    key = next((one for one in _keys() if one.name.encode() == name), None)
    if key is None:
        raise SealBroken("sealed under a key that PALIER_BANK_KEYS no longer holds")
    nonce, inner = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    try:
        return AESGCM(key.sealing).decrypt(nonce, inner, _bound_to(place))
    except (InvalidTag, ValueError):
        raise SealBroken(f"altered, or not of {place}") from None


def mark_of(text: str) -> str:
    """Give the mark of ``text`` under the current key."""
    return _marked(_keys()[0], text)


def marks_of(text: str) -> list[str]:
    """Give every mark that rows may hold for ``text``: one a known key."""
    return [_marked(key, text) for key in _keys()]


def key_name_of(box: Box) -> str:
    """Name the key that sealed ``box``."""
    return bytes(box).partition(_NAME_ENDS)[0].decode(errors="replace")


def current_key_name() -> str:
    """Name the key that seals from now on."""
    return _keys()[0].name


def new_key(name: str) -> str:
    """Draw a key, written as ``PALIER_BANK_KEYS`` takes it."""
    return f"{name}:{base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()}"


def check_keys(written: Sequence[str]) -> None:
    """Say whether ``PALIER_BANK_KEYS`` can be used.

    Raises:
        KeysUnfit: empty, a name twice, not base 64, or shorter than 256 bits.
    """
    _read(tuple(written))


def _keys() -> tuple[_Key, ...]:
    return _read(tuple(settings.PALIER_BANK_KEYS))


@lru_cache(maxsize=8)
def _read(written: tuple[str, ...]) -> tuple[_Key, ...]:
    found: list[_Key] = []
    for rank, one in enumerate(written, start=1):
        name, _, coded = one.partition(":")
        if not name.isalnum() or len(name) > 20 or any(key.name == name for key in found):
            raise KeysUnfit(f"key {rank} has no name of its own (letters and digits)")
        try:
            material = base64.b64decode(coded, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise KeysUnfit(f"key {rank} is not written in base 64") from None
        if len(material) < KEY_BYTES:
            raise KeysUnfit(f"key {rank} is shorter than {KEY_BYTES} bytes")
        found.append(_Key(name, _derived(material, "seal"), _derived(material, "mark")))
    if not found:
        raise KeysUnfit("there is no key")
    return tuple(found)


def _derived(material: bytes, use: str) -> bytes:
    info = f"palier.banking.{use}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(material)


def _marked(key: _Key, text: str) -> str:
    return f"{key.name}:{hmac.new(key.marking, text.encode(), hashlib.sha256).hexdigest()}"


def _bound_to(place: str) -> bytes:
    return f"palier.banking|1|{place}".encode()
