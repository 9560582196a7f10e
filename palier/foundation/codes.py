"""Public references: short, unguessable, readable aloud.

Primary keys never leave the server. A code has no letter that a person mistakes for
another (no I, L, O, U, nor 0 and 1).
"""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int = 12) -> str:
    """Draw a code of ``length`` signs (30 signs, so 12 of them are worth 58 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_public_code() -> str:
    """Draw the twelve-sign code of a row that has an address (a default for models)."""
    return new_code(12)


def new_salt() -> str:
    """Draw 128 bits, in hexadecimal, to be hashed with something (a default for models)."""
    return secrets.token_hex(16)


def grouped(code: str, size: int = 4) -> str:
    """Write a code in groups, to be copied from paper: ``ABCD-EFGH-JKMN``."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def normalised(typed: str) -> str:
    """Read a code as typed: any case, with or without its dashes and spaces."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
