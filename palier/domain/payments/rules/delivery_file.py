"""The files exchanged with the ERP and the bank about payments; text in, text out.

UTF-8, ``;``, one header line, dates ``2026-11-24``, amounts in euros with two decimals, as in
the landlord's other exchange files. Amounts for the ERP are signed like the rent account:
money received is negative. Described for operators in ``docs/payments-files.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from palier.foundation.money import parse_euros, plain_euros
from palier.foundation.tables import FileRefused, problem, read_table, write_table

DELIVERY_HEADER = (
    "delivery_number",
    "line",
    "portal_payment_reference",
    "kind",
    "undoes",
    "tenant_account",
    "customer_reference",
    "amount",
    "occurred_on",
    "rail",
    "bank",
    "bank_transaction",
    "authorisation",
    "attempt",
)
ACKNOWLEDGEMENT_HEADER = (
    "delivery_number",
    "portal_payment_reference",
    "outcome",
    "erp_reference",
    "message",
)
SETTLEMENT_HEADER = ("kind", "settled_on", "bank_transaction", "order", "amount")


@dataclass(frozen=True, slots=True)
class DeliveredOperation:
    """One operation as the ERP receives it; ``signed_cents`` like the rent account."""

    reference: str
    kind: str
    undoes: str
    tenant_account: str
    customer_reference: str
    signed_cents: int
    occurred_on: dt.date
    bank: str
    bank_transaction: str
    authorisation: str
    attempt: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    delivery_number: int
    reference: str
    accepted: bool
    erp_reference: str
    message: str


@dataclass(frozen=True, slots=True)
class Settled:
    kind: str
    settled_on: dt.date
    transaction: str
    order: str
    amount_cents: int


def write_delivery(number: int, operations: Iterable[DeliveredOperation]) -> bytes:
    """Write delivery ``number``; the same operations give the same bytes."""
    rows = (
        [
            number,
            line,
            row.reference,
            row.kind,
            row.undoes,
            row.tenant_account,
            row.customer_reference,
            plain_euros(row.signed_cents),
            row.occurred_on.isoformat(),
            "card",
            row.bank,
            row.bank_transaction,
            row.authorisation,
            row.attempt,
        ]
        for line, row in enumerate(operations, start=1)
    )
    return write_table(DELIVERY_HEADER, rows)


def read_acknowledgement(content: bytes) -> list[Acknowledged]:
    """Read what the ERP answered to deliveries.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    problems: list[str] = []
    found: list[Acknowledged] = []
    for line, row in read_table(content, ACKNOWLEDGEMENT_HEADER):
        if not row["delivery_number"].isdigit():
            problems.append(problem(line, "delivery_number", row, "un numéro de remise"))
        elif row["outcome"] not in ("accepted", "refused"):
            problems.append(problem(line, "outcome", row, "« accepted » ou « refused »"))
        elif not row["portal_payment_reference"]:
            problems.append(
                problem(line, "portal_payment_reference", row, "la référence de l’opération")
            )
        else:
            found.append(
                Acknowledged(
                    delivery_number=int(row["delivery_number"]),
                    reference=row["portal_payment_reference"],
                    accepted=row["outcome"] == "accepted",
                    erp_reference=row["erp_reference"][:60],
                    message=row["message"][:200],
                )
            )
    if problems:
        raise FileRefused(problems)
    return found


def read_settlement(content: bytes) -> list[Settled]:
    """Read the bank's settlement file.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    problems: list[str] = []
    found: list[Settled] = []
    seen: set[tuple[str, str]] = set()
    for line, row in read_table(content, SETTLEMENT_HEADER):
        day, cents = _day(row["settled_on"]), _cents(row["amount"])
        key = (row["kind"], _identifier(row["bank_transaction"]))
        if row["kind"] not in ("capture", "refund", "chargeback"):
            problems.append(problem(line, "kind", row, "« capture », « refund » ou « chargeback »"))
        elif day is None:
            problems.append(problem(line, "settled_on", row, "une date AAAA-MM-JJ"))
        elif cents is None:
            problems.append(problem(line, "amount", row, "un montant positif, comme 412,37"))
        elif not key[1]:
            problems.append(problem(line, "bank_transaction", row, "l’identifiant de la banque"))
        elif key in seen:
            problems.append(problem(line, "bank_transaction", row, "une seule ligne par nature"))
        else:
            seen.add(key)
            found.append(Settled(key[0], day, key[1], row["order"][:40], cents))
    if problems:
        raise FileRefused(problems)
    return found


def _identifier(written: str) -> str:
    return written.replace("-", "")[:64]


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def _cents(written: str) -> int | None:
    try:
        cents = parse_euros(written)
    except ValueError:
        return None
    return cents if cents > 0 else None
