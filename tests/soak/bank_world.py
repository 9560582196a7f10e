"""A bank as it truly is: its transactions have one history, its announcements get lost.

The world knows the truth (what money moved) and produces signed notifications of it; the
schedule delivers them twice, out of order, late or never, next to forged ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from palier.domain.payments.models import Attempt
from tests.conformance.bank_signature import sign

PATHS: dict[str, tuple[str, ...]] = {
    "accepted": ("AUTHORISED", "CAPTURED"),
    "accepted_slowly": ("WAITING_AUTHORISATION", "AUTHORISED", "CAPTURED"),
    "captured_at_once": ("CAPTURED",),
    "cancelled_by_merchant": ("AUTHORISED", "CANCELLED"),
    "validated_never": ("AUTHORISED_TO_VALIDATE", "EXPIRED"),
    "refused": ("REFUSED",),
    "refused_slowly": ("WAITING_AUTHORISATION", "REFUSED"),
    "capture_failed": ("AUTHORISED", "CAPTURE_FAILED"),
    "new_word": ("SOMETHING_NEW",),
}


@dataclass
class Transaction:
    uuid: str
    order: str
    kind: str
    cents: int
    path: str
    steps: int = 0
    """How much of its path has happened."""

    @property
    def statuses(self) -> tuple[str, ...]:
        return PATHS[self.path][: self.steps]

    @property
    def moved_money(self) -> bool:
        return any(status in ("AUTHORISED", "CAPTURED") for status in self.statuses)

    @property
    def kept_money(self) -> bool:
        return self.moved_money and not {"CANCELLED", "EXPIRED"} & set(self.statuses)


@dataclass
class BankWorld:
    shop: str
    mode: str
    key: str
    transactions: list[Transaction] = field(default_factory=list)
    announcements: list[str] = field(default_factory=list)
    """Every body the bank has ever wanted to post, in the order of the facts."""
    count: int = 0

    def new_transaction(
        self, attempt: Attempt, path: str, *, kind: str = "DEBIT", cents: int = 0
    ) -> Transaction:
        self.count += 1
        made = Transaction(
            uuid=f"{self.count:032x}",
            order=attempt.code,
            kind=kind,
            cents=cents or attempt.amount_cents,
            path=path,
        )
        self.transactions.append(made)
        return made

    def advance(self, transaction: Transaction, attempt: Attempt) -> None:
        """Let one more thing happen to ``transaction``, and announce it."""
        transaction.steps += 1
        self.announcements.append(
            self.body(transaction, attempt, PATHS[transaction.path][transaction.steps - 1])
        )

    def body(self, transaction: Transaction, attempt: Attempt, status: str) -> str:
        fields = {
            "vads_amount": str(transaction.cents),
            "vads_auth_number": "3fd205",
            "vads_auth_result": "51" if status == "REFUSED" else "00",
            "vads_ctx_mode": self.mode,
            "vads_currency": "978",
            "vads_operation_type": transaction.kind,
            "vads_order_id": transaction.order,
            "vads_result": "00",
            "vads_site_id": self.shop,
            "vads_trans_date": "20261124090000",
            "vads_trans_id": attempt.trans_id,
            "vads_trans_status": status,
            "vads_trans_uuid": transaction.uuid,
        }
        return urlencode(fields | {"signature": sign(fields, self.key)})

    def forged(self, body: str, field_name: str, value: str) -> str:
        """Change one field and keep the signature: what an attacker without the key can do."""
        return urlencode(dict(parse_qsl(body)) | {field_name: value})

    def truth_cents(self) -> int:
        """Reckon what all that money makes on the accounts (negative: received)."""
        total = 0
        for transaction in self.transactions:
            if transaction.kept_money:
                total += -transaction.cents if transaction.kind == "DEBIT" else transaction.cents
        return total
