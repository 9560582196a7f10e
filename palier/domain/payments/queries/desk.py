"""What jobs and the rent accountant see: questions due, reviews, days, deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from palier.domain.accounts.queries import AgencyScope
from palier.domain.documents import vault
from palier.domain.landlord.queries import today
from palier.domain.payments.models import (
    Attempt,
    Operation,
    PaymentDelivery,
    Review,
    SettlementFile,
    SettlementLine,
)
from palier.domain.payments.rules.settlement import OperationKind
from palier.foundation.errors import NotYours

ASKED_AT_ONCE = 200
LISTED = 500
SETTLED_WITHIN = dt.timedelta(days=5)
"""Banks pay out one to three working days after the capture."""

_AGENCY = "tenant_account__agency__erp_id"

NOT_SETTLED = "not_settled"
NOT_CAPTURED = "not_captured"
OTHER_AMOUNT = "amount"

_COMPARED = {
    OperationKind.CAPTURE.value: SettlementLine.Kind.CAPTURE.value,
    OperationKind.REFUND.value: SettlementLine.Kind.REFUND.value,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One movement as the portal and as the bank know it; 0 where one of them does not.

    ``trouble`` is empty, ``not_settled``, ``not_captured`` or ``amount``.
    """

    kind: str
    on: dt.date
    transaction: str
    attempt: str
    customer_reference: str
    ours_cents: int
    banks_cents: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Day:
    """Captures of one day beside what the bank settled for them."""

    on: dt.date
    captured_cents: int
    settled_cents: int
    lines: tuple[Compared, ...]


def attempts_to_ask_about(now: dt.datetime) -> list[str]:
    """Give the codes of attempts that the bank is to be asked about, the longest due first."""
    return list(
        Attempt.objects.filter(ask_at__lte=now)
        .order_by("ask_at")
        .values_list("code", flat=True)[:ASKED_AT_ONCE]
    )


def open_reviews(scope: AgencyScope) -> list[Review]:
    """Give what waits for a person, the oldest first; money of no account is everybody's."""
    return list(
        Review.objects.filter(state=Review.State.OPEN)
        .filter(_reviewed_by(scope))
        .select_related("attempt__person", "tenant_account", "answer")
        .order_by("opened_at", "pk")
    )


def review_named(code: str, scope: AgencyScope) -> Review:
    """Give one review with all that is known of it.

    Raises:
        NotYours: there is none in the scope.
    """
    found = (
        Review.objects.filter(code=code)
        .filter(_reviewed_by(scope))
        .select_related(
            "attempt__person",
            "attempt__tenant_account",
            "tenant_account",
            "answer",
            "settlement_line__file",
            "closed_by__user",
        )
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def day_of(day: dt.date, scope: AgencyScope) -> Day:
    """Compare the captures and refunds of ``day`` with the bank's settlement, in 3 queries.

    A movement is compared with its settlement line whatever the day of that line; lines that
    the bank settled on ``day`` for nothing we know are added.
    """
    lines = _compared(_operations(scope).filter(happened_on=day))
    lines += _unknown(SettlementLine.objects.filter(settled_on=day), scope)
    return Day(
        on=day,
        captured_cents=sum(_signed(line.kind, line.ours_cents) for line in lines),
        settled_cents=sum(_signed(line.kind, line.banks_cents) for line in lines),
        lines=tuple(lines),
    )


def differences(scope: AgencyScope, *, now: dt.datetime) -> list[Compared]:
    """List what does not agree since the first day the bank's files tell of; oldest first.

    A landlord who reads no settlement file has nothing to compare.
    """
    since = SettlementLine.objects.aggregate(first=Min("settled_on"))["first"]
    if since is None:
        return []
    late = today(now) - SETTLED_WITHIN
    agreeing = SettlementLine.objects.filter(
        kind=OuterRef("kind"),
        transaction=OuterRef("transaction"),
        amount_cents=OuterRef("amount_cents"),
    )
    lines = [
        line
        for line in _compared(
            _operations(scope).filter(happened_on__gte=since).exclude(Exists(agreeing))[:LISTED]
        )
        if line.trouble == OTHER_AMOUNT or (line.trouble == NOT_SETTLED and line.on < late)
    ]
    lines += _unknown(SettlementLine.objects.all(), scope)[:LISTED]
    return sorted(lines, key=lambda line: (line.on, line.transaction))


def settlement_files() -> list[SettlementFile]:
    """Give the bank's files already read, the latest first."""
    return list(SettlementFile.objects.order_by("-number")[:20])


def deliveries() -> list[PaymentDelivery]:
    """Give the deliveries made for the ERP, the latest first."""
    return list(PaymentDelivery.objects.select_related("file").order_by("-number")[:20])


def delivery_numbered(number: int) -> PaymentDelivery:
    """Give one delivery.

    Raises:
        NotYours: no delivery has this number.
    """
    found = PaymentDelivery.objects.filter(number=number).select_related("file").first()
    if found is None:
        raise NotYours()
    return found


def content_of(delivery: PaymentDelivery) -> bytes:
    """Read the bytes of a delivery, checked against their hash."""
    return vault.read(delivery.file.sha256)


def file_name_of(delivery: PaymentDelivery) -> str:
    """Give the name of a delivery's file: ``paiements-000012.csv``."""
    return f"paiements-{delivery.number:06d}.csv"


def _reviewed_by(scope: AgencyScope) -> Q:
    """Keep the reviews of a scope; an empty ``Q`` would vanish from an "or"."""
    if scope.every_agency:
        return Q()
    return Q(tenant_account=None) | scope.within(_AGENCY)


def _operations(scope: AgencyScope) -> QuerySet[Operation]:
    """Give the movements that a settlement file speaks of: not what never reached the bank."""
    cancelled = Operation.objects.filter(
        gateway=OuterRef("gateway"),
        transaction=OuterRef("transaction"),
        kind__in=[OperationKind.CANCELLATION.value, OperationKind.REFUND_CANCELLATION.value],
    )
    return (
        Operation.objects.filter(scope.within(_AGENCY), kind__in=_COMPARED)
        .exclude(Exists(cancelled))
        .select_related("attempt", "tenant_account")
        .order_by("happened_on", "pk")
    )


def _compared(operations: Iterable[Operation]) -> list[Compared]:
    rows = list(operations)
    settled = {
        (line.kind, line.transaction): line.amount_cents
        for line in SettlementLine.objects.filter(transaction__in=[row.transaction for row in rows])
    }
    found = []
    for row in rows:
        cents = settled.get((_COMPARED[row.kind], row.transaction), 0)
        trouble = ""
        if not cents:
            trouble = NOT_SETTLED
        elif cents != row.amount_cents:
            trouble = OTHER_AMOUNT
        found.append(
            Compared(
                kind=row.kind,
                on=row.happened_on,
                transaction=row.transaction,
                attempt=row.attempt.code if row.attempt else "",
                customer_reference=row.tenant_account.customer_reference,
                ours_cents=row.amount_cents,
                banks_cents=cents,
                trouble=trouble,
            )
        )
    return found


def _unknown(lines: QuerySet[SettlementLine], scope: AgencyScope) -> list[Compared]:
    """Give the bank's captures and refunds that no operation of ours answers to.

    They belong to no agency, so only who sees every agency sees them.
    """
    if not scope.every_agency:
        return []
    known = Operation.objects.filter(transaction=OuterRef("transaction"))
    ours = Exists(known.filter(kind=OuterRef("kind")))
    return [
        Compared(
            kind=line.kind,
            on=line.settled_on,
            transaction=line.transaction,
            attempt=line.order,
            customer_reference="",
            ours_cents=0,
            banks_cents=line.amount_cents,
            trouble=NOT_CAPTURED,
        )
        for line in lines.filter(~ours & ~Q(kind=SettlementLine.Kind.CHARGEBACK)).order_by(
            "settled_on", "pk"
        )
    ]


def _signed(kind: str, cents: int) -> int:
    return -cents if kind == OperationKind.REFUND.value else cents
