"""Money is an ``int`` of cents; euros exist only where people read or type them.

Sign convention, chosen once: **positive is owed by the tenant**, negative is in the
tenant's favour.
"""

from __future__ import annotations

import re
from decimal import Decimal

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_AMOUNT = re.compile(r"^([+\-\u2212]?)(\d{1,9})(?:[.,](\d{1,2}))?$")


def euros(cents: int, *, sign: bool = False) -> str:
    """Write ``cents`` the French way: ``1 234,56 €`` with the spaces of the typographers.

    With ``sign`` a plus is written before a positive amount. The minus is U+2212.
    """
    whole, rest = divmod(abs(cents), 100)
    digits = f"{whole:,}".replace(",", NARROW_SPACE)
    mark = MINUS if cents < 0 else ("+" if sign and cents > 0 else "")
    return f"{mark}{digits},{rest:02d}{NO_BREAK_SPACE}€"


def plain_euros(cents: int) -> str:
    """Write ``cents`` for a machine: ``-1234.56``, no spaces and no symbol."""
    mark = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{mark}{whole}.{rest:02d}"


def parse_euros(typed: str) -> int:
    """Turn what a person or an ERP wrote into cents, exactly.

    Accepts ``412``, ``412,3``, ``412.37``, ``1 234,56 €``, with a leading sign.

    Raises:
        ValueError: more than two decimals, several separators, letters, nothing.
    """
    text = _SPACES.sub("", typed).removesuffix("€").removesuffix("EUR")
    found = _AMOUNT.match(text)
    if found is None:
        raise ValueError(typed)
    mark, whole, decimals = found.groups()
    cents = int(whole) * 100 + int((decimals or "0").ljust(2, "0"))
    return -cents if mark in ("-", MINUS) else cents


def as_decimal(cents: int) -> Decimal:
    """Give euros as an exact ``Decimal`` for a supplier that asks for one."""
    return Decimal(cents) / 100
