from __future__ import annotations

import datetime as dt

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.payments.models import Attempt, BankAnswer, Review, SettlementLine
from palier.domain.payments.rules.guards import Doubt
from palier.foundation.sentences import in_french


def open_review(
    *,
    doubt: Doubt,
    order: str,
    transaction: str,
    amount_cents: int | None,
    attempt: Attempt | None,
    answer: BankAnswer | None,
    actor: Actor,
    now: dt.datetime,
    settlement_line: SettlementLine | None = None,
) -> Review:
    """Put something before the rent accountant; the same trouble told twice is one row."""
    key = f"{doubt.value}:{order[:40]}:{transaction[:64]}"
    row = Review(
        key=key,
        doubt=doubt.value,
        attempt=attempt,
        answer=answer,
        settlement_line=settlement_line,
        tenant_account=attempt.tenant_account if attempt else None,
        transaction=transaction[:64],
        amount_cents=amount_cents,
        opened_at=now,
        moved_at=now,
    )
    Review.objects.bulk_create([row], ignore_conflicts=True)
    kept = Review.objects.get(key=key)
    if kept.code == row.code:
        record(
            event=Event.PAYMENT_REVIEW_OPENED,
            actor=actor,
            now=now,
            tenant_account_id=kept.tenant_account_id,
            subject=kept,
            doubt=in_french(Review.DoubtLabel(doubt.value).label),
        )
    return kept
