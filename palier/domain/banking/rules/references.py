"""The references of a mandate: the RUM we draw, the ICS the landlord was given."""

from __future__ import annotations

import re

from stdnum.eu import at_02

from palier.foundation.codes import new_code

LONGEST_RUM = 35
_NOT_ALLOWED = re.compile(r"[^A-Z0-9]+")
RUM = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
"""Letters, digits and single dashes: within the characters of EPC217-08, no space, no slash."""
CODE_SIGNS = 12


def new_rum(customer_reference: str) -> str:
    """Draw a unique mandate reference (RUM) that names the tenant account; 35 signs at most."""
    room = LONGEST_RUM - CODE_SIGNS - 1
    named = _NOT_ALLOWED.sub("", customer_reference.upper())[:room]
    code = new_code(CODE_SIGNS)
    return f"{named}-{code}" if named else code


def is_creditor_identifier(written: str) -> bool:
    """Tell whether ``written`` is a SEPA creditor identifier (ICS), its check digits included."""
    return bool(written) and bool(at_02.is_valid(written))
