"""Avis delivered the way a delivery's ``bulk`` writes them: visible, delivery number 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from palier.domain.billing.models import BillingLine, NoticeHeader
from palier.domain.billing.rules import DeliveredLine
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.periods import Period
from tests.domain.billing.sample_facts import LINES, NOVEMBER, header


def lines_in(period: Period, lines: Sequence[DeliveredLine] = LINES) -> list[DeliveredLine]:
    """Give the lines of November 2026 as those of another month."""
    return [replace(line, period=period) for line in lines if line.period == NOVEMBER]


def deliver_notice(
    account: TenantAccount,
    period: Period = NOVEMBER,
    lines: Sequence[DeliveredLine] | None = None,
    *,
    number: str = "",
    version: int = 1,
    delivery_no: int = 1,
    **changes: Any,
) -> NoticeHeader:
    """Write a header and its lines; the net agrees with them unless ``changes`` says otherwise."""
    if lines is None:
        lines = LINES if period == NOVEMBER else lines_in(period)
    following = period.next()
    made = header(
        lines,
        period=period,
        issue_on=period.last_day.replace(day=25),
        due_on=following.first_day.replace(day=5),
        **changes,
    )
    row = NoticeHeader.objects.create(
        number=number or f"AV{period}-{account.erp_id}",
        version=version,
        tenant_account=account,
        period=period.first_day,
        issue_on=made.issue_on,
        due_on=made.due_on,
        term_type=made.term_type.value,
        previous_balance_cents=made.previous_balance_cents,
        net_cents=made.net_cents,
        delivery_no=delivery_no,
    )
    BillingLine.objects.bulk_create(
        BillingLine(
            header=row,
            position=position,
            column="debit" if line.amount_cents >= 0 else "credit",
            nature=line.nature,
            label=line.label,
            concerned_period=None if line.period == period else line.period.first_day,
            amount_cents=abs(line.amount_cents),
            origin=line.origin,
        )
        for position, line in enumerate(lines, start=1)
    )
    return row
