"""Limits on repeated tries (*trop d’essais*), kept in the database.

So they outlive a restart and hold over every machine that shares it.

``rules``    what a limit is, and the wait that past tries ask for
``actions``  tries counted, reserved, given back, forgiven and forgotten
"""

from palier.domain.accounts.throttling.actions import (
    Reserved,
    count,
    forget_old_tries,
    forgive,
    give_back,
    reserve,
    reserve_shared_or_own,
    wait_before,
)
from palier.domain.accounts.throttling.rules import Limit

__all__ = [
    "Limit",
    "Reserved",
    "count",
    "forget_old_tries",
    "forgive",
    "give_back",
    "reserve",
    "reserve_shared_or_own",
    "wait_before",
]
