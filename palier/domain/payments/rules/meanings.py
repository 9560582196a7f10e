"""What the bank's words mean: one table for each protocol, one test for each row.

An answer that is well signed is not yet a payment: the operation type and the status
decide. A pair that is in no table is never guessed: it is ``UNKNOWN``, and a person looks.

Sources: SystemPay/PayZen form v2 (``vads_operation_type``, ``vads_trans_status``) and REST
V4 (``operationType``, ``detailedStatus``), which share their values; PayFiP web service
(``resultrans``).
"""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """What one answer says of one transaction of the bank."""

    MONEY_IN = "money_in"
    """Accepted; the bank will bring the money, or has, without any further act of ours."""
    WAITING = "waiting"
    """Not known yet; the bank will say more."""
    REFUSED = "refused"
    ABANDONED = "abandoned"
    UNDONE = "undone"
    """Accepted perhaps, then cancelled or expired: the money does not come."""
    MONEY_OUT = "money_out"
    """A refund on its way to the card."""
    MONEY_OUT_WAITING = "money_out_waiting"
    MONEY_OUT_UNDONE = "money_out_undone"
    NO_MONEY = "no_money"
    """A card check: nothing moves."""
    UNKNOWN = "unknown"
    """In no table: to be reviewed by a person, and neither a success nor a failure."""


DEBIT = "DEBIT"
CREDIT = "CREDIT"
VERIFICATION = "VERIFICATION"
UNSAID = ""
"""The bank leaves the operation type out when the payment was abandoned or never created."""

SYSTEMPAY: dict[tuple[str, str], Meaning] = {
    (DEBIT, "AUTHORISED"): Meaning.MONEY_IN,
    (DEBIT, "CAPTURED"): Meaning.MONEY_IN,
    (DEBIT, "AUTHORISED_TO_VALIDATE"): Meaning.WAITING,
    (DEBIT, "INITIAL"): Meaning.WAITING,
    (DEBIT, "SUSPENDED"): Meaning.WAITING,
    (DEBIT, "UNDER_VERIFICATION"): Meaning.WAITING,
    (DEBIT, "WAITING_AUTHORISATION"): Meaning.WAITING,
    (DEBIT, "WAITING_AUTHORISATION_TO_VALIDATE"): Meaning.WAITING,
    (DEBIT, "WAITING_FOR_PAYMENT"): Meaning.WAITING,
    (DEBIT, "REFUSED"): Meaning.REFUSED,
    (DEBIT, "NOT_CREATED"): Meaning.REFUSED,
    (DEBIT, "ABANDONED"): Meaning.ABANDONED,
    (DEBIT, "CANCELLED"): Meaning.UNDONE,
    (DEBIT, "EXPIRED"): Meaning.UNDONE,
    (CREDIT, "AUTHORISED"): Meaning.MONEY_OUT,
    (CREDIT, "CAPTURED"): Meaning.MONEY_OUT,
    (CREDIT, "AUTHORISED_TO_VALIDATE"): Meaning.MONEY_OUT_WAITING,
    (CREDIT, "INITIAL"): Meaning.MONEY_OUT_WAITING,
    (CREDIT, "REFUND_TO_RETRY"): Meaning.MONEY_OUT_WAITING,
    (CREDIT, "SUSPENDED"): Meaning.MONEY_OUT_WAITING,
    (CREDIT, "UNDER_VERIFICATION"): Meaning.MONEY_OUT_WAITING,
    (CREDIT, "WAITING_AUTHORISATION"): Meaning.MONEY_OUT_WAITING,
    (CREDIT, "WAITING_AUTHORISATION_TO_VALIDATE"): Meaning.MONEY_OUT_WAITING,
    (CREDIT, "ABANDONED"): Meaning.MONEY_OUT_UNDONE,
    (CREDIT, "CANCELLED"): Meaning.MONEY_OUT_UNDONE,
    (CREDIT, "EXPIRED"): Meaning.MONEY_OUT_UNDONE,
    (CREDIT, "NOT_CREATED"): Meaning.MONEY_OUT_UNDONE,
    (CREDIT, "REFUSED"): Meaning.MONEY_OUT_UNDONE,
    (VERIFICATION, "ACCEPTED"): Meaning.NO_MONEY,
    (VERIFICATION, "REFUSED"): Meaning.NO_MONEY,
    (VERIFICATION, "CANCELLED"): Meaning.NO_MONEY,
    (VERIFICATION, "UNDER_VERIFICATION"): Meaning.NO_MONEY,
    (UNSAID, "ABANDONED"): Meaning.ABANDONED,
    (UNSAID, "CANCELLED"): Meaning.ABANDONED,
    (UNSAID, "NOT_CREATED"): Meaning.REFUSED,
}
"""``CAPTURE_FAILED`` and ``ERROR`` are left out on purpose: the bank asks to be called."""

PAYFIP: dict[tuple[str, str], Meaning] = {
    (DEBIT, "P"): Meaning.MONEY_IN,
    (DEBIT, "V"): Meaning.MONEY_IN,
    (DEBIT, "R"): Meaning.REFUSED,
    (DEBIT, "Z"): Meaning.UNDONE,
    (DEBIT, "A"): Meaning.ABANDONED,
}
"""P card paid, V debit taken, R card refused, Z debit refused (perhaps after V), A abandoned."""

TABLES: dict[str, dict[tuple[str, str], Meaning]] = {"systempay": SYSTEMPAY, "payfip": PAYFIP}


def meaning_of(*, gateway: str, kind: str, status: str) -> Meaning:
    """Read one answer; anything not in the protocol's table is ``UNKNOWN``."""
    return TABLES.get(gateway, {}).get((kind, status), Meaning.UNKNOWN)


REFUSALS: dict[str, str] = {
    "04": "blocked_card",
    "05": "bank_said_no",
    "12": "bank_said_no",
    "13": "bank_said_no",
    "14": "wrong_card_number",
    "33": "expired_card",
    "34": "blocked_card",
    "38": "expired_card",
    "41": "blocked_card",
    "43": "blocked_card",
    "51": "over_limit",
    "54": "expired_card",
    "57": "not_allowed_online",
    "59": "blocked_card",
    "61": "over_limit",
    "65": "over_limit",
    "75": "wrong_card_number",
    "76": "blocked_card",
    "91": "bank_silent",
    "96": "bank_silent",
    "A1": "not_confirmed",
    "81": "not_confirmed",
}
"""Return codes of the CB authorisation network, grouped by what the person can do about it."""


def refusal_reason(authorisation_code: str) -> str:
    """Name the refusal by what can be done about it; ``bank_said_no`` when nothing is known."""
    return REFUSALS.get(authorisation_code, "bank_said_no")
