"""What a tenant may see of payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from palier.domain.access.queries import AccountView
from palier.domain.access.queries.views import Reader
from palier.domain.landlord.queries import today as landlord_day
from palier.domain.ledger.queries import payments_of
from palier.domain.ledger.rules import Posting
from palier.domain.payments.models import Attempt, Operation
from palier.domain.payments.rules.settlement import OperationKind
from palier.foundation.errors import NotYours

UNFINISHED_SHOWN = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One movement of money on the account, whatever its means.

    ``cents`` is positive when received. ``attempt`` is the code of the card payment it
    belongs to, empty for the others; ``provisional``: not booked by the landlord yet.
    """

    on: dt.date
    label: str
    kind: str
    rail: str
    cents: int
    provisional: bool
    attempt: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says, from the operations themselves."""

    attempt: Attempt
    capture: Operation
    given_back_cents: int
    undone: bool


def attempt_for(
    user: Reader, code: str, views: Sequence[AccountView]
) -> tuple[Attempt, AccountView]:
    """Give the attempt of public code ``code`` with the account as its reader sees it.

    ``views`` are the accounts that ``user`` may see (``access.queries.tenant_accounts_for``).

    Raises:
        NotYours: there is none, or ``user`` may not see it.
    """
    attempt = (
        Attempt.objects.filter(code=code)
        .select_related("tenant_account__replaced_by", "person", "user")
        .first()
    )
    if attempt is None:
        raise NotYours()
    accounts = {attempt.tenant_account_id, attempt.tenant_account.replaced_by_id}
    for view in views:
        if view.tenant_account.pk in accounts and (
            attempt.user_id == user.pk or view.covers(landlord_day(attempt.started_at))
        ):
            return attempt, view
    raise NotYours()


def unfinished_attempts_of(view: AccountView, now: dt.datetime) -> list[Attempt]:
    """Give the card payments under way, and those that came to nothing this last month."""
    rows = (
        Attempt.objects.filter(tenant_account=view.tenant_account)
        .filter(started_at__gt=now - UNFINISHED_SHOWN)
        .exclude(state__in=[Attempt.State.PAID, Attempt.State.CANCELLED])
        .select_related("person")
        .order_by("-started_at")
    )
    return [row for row in rows if view.covers(landlord_day(row.started_at))]


def payment_lines_of(view: AccountView) -> list[PaymentLine]:
    """Give the money received and returned on the account, the newest first."""
    postings = payments_of(view)
    codes = [posting.payment_reference for posting in postings if posting.payment_reference]
    attempts = dict(Operation.objects.filter(code__in=codes).values_list("code", "attempt__code"))
    return [_line(posting, attempts) for posting in postings]


def receipt_of(attempt: Attempt) -> Receipt | None:
    """Give what the receipt of ``attempt`` says; ``None`` while no money was received."""
    operations = list(
        Operation.objects.filter(attempt=attempt).select_related("tenant_account").order_by("pk")
    )
    captures = [row for row in operations if row.kind == OperationKind.CAPTURE.value]
    if not captures:
        return None
    taken = sum(row.amount_cents for row in captures)
    back = _given_back(operations)
    return Receipt(
        attempt=attempt, capture=captures[0], given_back_cents=back, undone=back >= taken
    )


def _given_back(operations: Sequence[Operation]) -> int:
    signs = {
        OperationKind.CANCELLATION.value: 1,
        OperationKind.REFUND.value: 1,
        OperationKind.CHARGEBACK.value: 1,
        OperationKind.REFUND_CANCELLATION.value: -1,
    }
    return sum(signs.get(row.kind, 0) * row.amount_cents for row in operations)


def _line(posting: Posting, attempts: Mapping[str, str | None]) -> PaymentLine:
    return PaymentLine(
        on=posting.effective_on,
        label=posting.label,
        kind=posting.kind,
        rail=posting.rail,
        cents=-posting.amount_cents,
        provisional=posting.from_portal and bool(posting.payment_reference),
        attempt=attempts.get(posting.payment_reference) or "",
    )
