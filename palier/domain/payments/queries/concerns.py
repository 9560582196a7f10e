"""What a person must know, and confirm by name, before paying."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from palier.domain.access.queries import AccountView
from palier.domain.banking.queries import debits_of
from palier.domain.banking.rules.bank_days import next_bank_day
from palier.domain.landlord.queries import delivered, today
from palier.domain.ledger.models import Entry
from palier.domain.payments.models import Attempt
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.periods import Period

RECENT = dt.timedelta(days=10)


class ConcernKind(StrEnum):
    UNDER_WAY = "under_way"
    """Somebody is, or was just now, on the bank's page."""
    WAITING = "waiting"
    """The bank, or the accountant, has not decided yet."""
    PAID = "paid"
    """A card payment for the same month has been received."""
    BOOKED = "booked"
    """The landlord has booked a payment of another means these last days."""
    DIRECT_DEBIT = "direct_debit"
    """The rent is taken by direct debit: it will be, whatever is paid by card."""
    PLANNED_DEBIT = "planned_debit"
    """A mandate signed here will debit what is then owed: a late payment may come too late."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing under way. ``reference`` is what the confirmation must repeat."""

    reference: str
    kind: ConcernKind
    amount_cents: int | None
    at: dt.datetime | None
    on: dt.date | None
    who: str
    label: str = ""


def concerns_about(
    account: TenantAccount, *, period: Period, now: dt.datetime, view: AccountView | None = None
) -> tuple[Concern, ...]:
    """List what is under way on ``account``, so that no debt is paid twice unseen.

    ``view``: as its reader sees it; who left the account is told of their own payments alone.
    Called under the account's lock by the action, and without it by the page.
    """
    if view is not None and view.until is not None:
        return tuple(_attempts(account, period, view.person))
    return (
        *_attempts(account, period),
        *_booked(account, today(now)),
        *_direct_debit(account, period, today(now)),
    )


def _attempts(account: TenantAccount, period: Period, payer: Person | None = None) -> list[Concern]:
    rows = (
        Attempt.objects.filter(tenant_account=account, **({"person": payer} if payer else {}))
        .filter(state__in=[*Attempt.UNDECIDED, Attempt.State.PAID])
        .select_related("person")
        .order_by("started_at")
    )
    kinds = {
        Attempt.State.OPENING: ConcernKind.UNDER_WAY,
        Attempt.State.OPEN: ConcernKind.UNDER_WAY,
        Attempt.State.PAID: ConcernKind.PAID,
    }
    return [
        Concern(
            reference=f"attempt:{row.code}:{row.state}",
            kind=kinds.get(Attempt.State(row.state), ConcernKind.WAITING),
            amount_cents=row.amount_cents,
            at=row.started_at,
            on=None,
            who=row.person.full_name,
        )
        for row in rows
        if row.state != Attempt.State.PAID or row.period == period.first_day
    ]


def _booked(account: TenantAccount, day: dt.date) -> list[Concern]:
    rows = (
        Entry.objects.filter(delivered(), tenant_account=account)
        .filter(
            kind=Entry.Kind.PAYMENT,
            source=Entry.Source.ERP,
            amount_cents__lt=0,
            effective_on__gt=day - RECENT,
            portal_payment_reference="",
            reverses=None,
            reversed_by=None,
        )
        .order_by("effective_on", "pk")
    )
    return [
        Concern(
            reference=f"entry:{row.source_reference}",
            kind=ConcernKind.BOOKED,
            amount_cents=-row.amount_cents,
            at=None,
            on=row.effective_on,
            who="",
            label=row.get_rail_display() or row.label,
        )
        for row in rows
    ]


def _direct_debit(account: TenantAccount, period: Period, day: dt.date) -> list[Concern]:
    debits = debits_of(account, day)
    if debits.under_way is not None:
        asked = debits.under_way
        return [_debit(f"debit:{asked.code}", asked.amount_cents, asked.collected_on)]
    if debits.planned is not None:
        planned = ConcernKind.PLANNED_DEBIT
        return [Concern(f"debit:{period}", planned, None, at=None, on=debits.planned, who="")]
    if account.payment_means != TenantAccount.PaymentMeans.DIRECT_DEBIT:
        return []
    return [_debit(f"debit:{period}", None, _next_debit(account.debit_day, day))]


def _debit(reference: str, cents: int | None, on: dt.date | None) -> Concern:
    return Concern(reference, ConcernKind.DIRECT_DEBIT, cents, at=None, on=on, who="")


def _next_debit(debit_day: int | None, day: dt.date) -> dt.date | None:
    """Give the next debit of the ERP's own; banks debit on bank days."""
    if not debit_day:
        return None
    month = Period.of(day)
    on = _debited_in(month, debit_day)
    return on if on >= day else _debited_in(month.next(), debit_day)


def _debited_in(month: Period, debit_day: int) -> dt.date:
    return next_bank_day(month.first_day.replace(day=min(debit_day, month.last_day.day)))
