"""From a *set* of answers to the operations that must exist.

The bank may announce the same transaction many times, in any order, late, or never. So
nothing here depends on order: the answers known so far, taken as a set, give the operations
and the state of the attempt; the action then writes whatever is missing. The same set always
gives the same result, hence repeating or reordering is harmless by construction.

Each transaction of the bank that brought money is one *capture*, even when the bank, against
all expectation, took the money twice for one attempt: the money is on the account as often as
it was taken, and a person is told. What takes money back (a cancellation, a refund, a
chargeback) is an operation of its own and never deletes the capture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from palier.domain.payments.rules.guards import BankReport, Doubt
from palier.domain.payments.rules.meanings import CREDIT, Meaning


class OperationKind(StrEnum):
    CAPTURE = "capture"
    CANCELLATION = "cancellation"
    REFUND = "refund"
    REFUND_CANCELLATION = "refund_cancellation"
    CHARGEBACK = "chargeback"


SIGN: dict[OperationKind, int] = {
    OperationKind.CAPTURE: -1,
    OperationKind.CANCELLATION: 1,
    OperationKind.REFUND: 1,
    OperationKind.REFUND_CANCELLATION: -1,
    OperationKind.CHARGEBACK: 1,
}
"""Effect on the rent account: positive is owed by the tenant."""


class Standing(StrEnum):
    """Where an attempt stands, as far as its answers tell."""

    PAID = "paid"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    SILENT = "silent"
    """No answer at all yet."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One operation that must exist: once, whatever happens next."""

    kind: OperationKind
    transaction: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Settlement:
    standing: Standing
    operations: tuple[Due, ...]
    doubts: tuple[tuple[Doubt, str], ...]
    """Each doubt with the bank's transaction that it is about."""


_NO = frozenset({Meaning.UNDONE, Meaning.REFUSED, Meaning.ABANDONED})
_FINAL_CAPTURE = "CAPTURED"
_BEST_FIRST = tuple(Standing)


def settle(reports: Iterable[BankReport]) -> Settlement:
    """Work out standing, operations and doubts from the reports that passed the guards.

    Depends on the set only: not on order, nor on repetition.
    """
    debits: dict[str, list[BankReport]] = defaultdict(list)
    credits: dict[str, list[BankReport]] = defaultdict(list)
    for report in reports:
        side = credits if report.kind == CREDIT else debits
        side[report.transaction].append(report)

    operations: list[Due] = []
    doubts: list[tuple[Doubt, str]] = []
    standings: set[Standing] = {Standing.SILENT}
    live: list[str] = []
    for transaction, answers in sorted(debits.items()):
        standing, due, odd = _debit(transaction, answers)
        standings.add(standing)
        operations += due
        doubts += odd
        if standing is Standing.PAID:
            live.append(transaction)
    kept = _total(operations, OperationKind.CAPTURE, OperationKind.CANCELLATION)
    for transaction, answers in sorted(credits.items()):
        due, odd = _credit(transaction, answers)
        operations += due
        doubts += odd
    doubts += [(Doubt.TAKEN_TWICE, transaction) for transaction in live[1:]]
    given_back = _total(operations, OperationKind.REFUND, OperationKind.REFUND_CANCELLATION)
    if any(due.kind is OperationKind.CAPTURE for due in operations) and given_back > kept:
        doubts += [
            (Doubt.REFUND_TOO_LARGE, due.transaction)
            for due in operations
            if due.kind is OperationKind.REFUND
        ]
    best = min(standings, key=_BEST_FIRST.index)
    return Settlement(best, tuple(sorted(operations)), tuple(doubts))


_Found = tuple[list[Due], list[tuple[Doubt, str]]]


def _debit(
    transaction: str, answers: list[BankReport]
) -> tuple[Standing, list[Due], list[tuple[Doubt, str]]]:
    meanings = {answer.meaning for answer in answers}
    refusals = meanings & _NO
    if Meaning.MONEY_IN not in meanings:
        return _standing_without_money(meanings), [], []
    due, odd = _once_and_undone(
        transaction, answers, OperationKind.CAPTURE, OperationKind.CANCELLATION, bool(refusals)
    )
    if refusals - {Meaning.UNDONE} and not odd:
        odd.append((Doubt.CONTRADICTION, transaction))
    return Standing.CANCELLED if refusals else Standing.PAID, due, odd


def _credit(transaction: str, answers: list[BankReport]) -> _Found:
    meanings = {answer.meaning for answer in answers}
    if Meaning.MONEY_OUT not in meanings:
        return [], []
    return _once_and_undone(
        transaction,
        answers,
        OperationKind.REFUND,
        OperationKind.REFUND_CANCELLATION,
        Meaning.MONEY_OUT_UNDONE in meanings,
    )


def _once_and_undone(
    transaction: str,
    answers: list[BankReport],
    kind: OperationKind,
    opposite: OperationKind,
    undone: bool,
) -> _Found:
    """Give the operation, with its opposite when undone; a bank that says both is doubted."""
    amounts = {answer.amount_cents for answer in answers if answer.amount_cents}
    amount = max(amounts, default=0)
    due = [Due(kind, transaction, amount)]
    odd: list[tuple[Doubt, str]] = []
    if undone:
        due.append(Due(opposite, transaction, amount))
    final = any(answer.status == _FINAL_CAPTURE for answer in answers)
    if len(amounts) > 1 or (undone and final):
        odd.append((Doubt.CONTRADICTION, transaction))
    return due, odd


def _standing_without_money(meanings: set[Meaning]) -> Standing:
    for meaning, standing in (
        (Meaning.UNDONE, Standing.CANCELLED),
        (Meaning.REFUSED, Standing.REFUSED),
        (Meaning.ABANDONED, Standing.ABANDONED),
        (Meaning.WAITING, Standing.WAITING),
    ):
        if meaning in meanings:
            return standing
    return Standing.SILENT


def _total(operations: Iterable[Due], plus: OperationKind, minus: OperationKind) -> int:
    signs = {plus: 1, minus: -1}
    return sum(signs.get(due.kind, 0) * due.amount_cents for due in operations)
