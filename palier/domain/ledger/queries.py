"""The balance and the entries of a tenant account, as its reader may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from palier.domain.access.queries import AccountView
from palier.domain.landlord.models import CurrentDelivery
from palier.domain.landlord.queries import delivered, figures_instant
from palier.domain.ledger import rules
from palier.domain.ledger.models import Entry
from palier.foundation.periods import Period


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed (positive) or in favour (negative), and how fresh that is.

    ``provisional_cents`` are the payments already counted that the landlord has not registered
    yet, as a positive sum; ``debited_cents`` is the part of them that the bank was asked for by
    direct debit. ``up_to`` is the last day a former holder sees.
    """

    cents: int
    provisional_cents: int
    fresh_at: dt.datetime | None
    up_to: dt.date | None = None
    debited_cents: int = 0


def balance_of(tenant_account_id: int) -> int:
    """Sum up the visible entries of one account."""
    entries = Entry.objects.filter(delivered(), tenant_account=tenant_account_id)
    return entries.aggregate(total=Sum("amount_cents"))["total"] or 0


def balance_in(path: str) -> Coalesce:
    """Give, within another query, the balance in cents of the account that its ``path`` names."""
    entries = Entry.objects.filter(delivered(), tenant_account=OuterRef(path)).order_by()
    total = entries.values("tenant_account").annotate(total=Sum("amount_cents")).values("total")
    return Coalesce(Subquery(total), 0)


def balances_of(tenant_account_ids: Sequence[int]) -> dict[int, int]:
    """Sum up several accounts in one query; an account without entries is at 0."""
    found = (
        Entry.objects.filter(delivered(), tenant_account__in=tenant_account_ids)
        .values_list("tenant_account")
        .annotate(total=Sum("amount_cents"))
    )
    return dict.fromkeys(tenant_account_ids, 0) | dict(found)


def balance_for(view: AccountView) -> Balance:
    """Give the balance as the reader of ``view`` may see it, in one query."""
    entries = _visible(view)
    waiting = Q(source=Entry.Source.PORTAL, reversed_by=None, reverses=None)
    sums = entries.aggregate(
        total=Sum("amount_cents"),
        provisional=Sum("amount_cents", filter=waiting & ~Q(portal_payment_reference="")),
        debited=Sum("amount_cents", filter=waiting & Q(rail=Entry.Rail.DIRECT_DEBIT)),
    )
    return Balance(
        cents=sums["total"] or 0,
        provisional_cents=-(sums["provisional"] or 0),
        fresh_at=view.fresh_at or fresh_at(),
        up_to=view.until,
        debited_cents=-(sums["debited"] or 0),
    )


def fresh_at() -> dt.datetime | None:
    """Give the instant the ERP's figures are of: when it produced the current delivery."""
    return CurrentDelivery.objects.filter(pk=1).values_list(figures_instant(), flat=True).first()


def postings_of(view: AccountView) -> list[rules.Posting]:
    """Read the account's entries up to the last day the reader may see, in one query.

    What came before a former holder's own time is read too, since it makes the opening
    balance; ``view.covers`` says what may be shown line by line.
    """
    return [_posting(row) for row in _visible(view).order_by("effective_on", "pk").values(*_READ)]


def postings_of_account(tenant_account_id: int) -> list[rules.Posting]:
    """Read every visible entry of one account, for the staff and for jobs."""
    entries = Entry.objects.filter(delivered(), tenant_account=tenant_account_id)
    return [_posting(row) for row in entries.order_by("effective_on", "pk").values(*_READ)]


def postings_of_accounts(tenant_account_ids: Sequence[int]) -> dict[int, list[rules.Posting]]:
    """Read every visible entry of several accounts, in one query; for jobs."""
    found: dict[int, list[rules.Posting]] = {key: [] for key in tenant_account_ids}
    rows = (
        Entry.objects.filter(delivered(), tenant_account__in=tenant_account_ids)
        .order_by("effective_on", "pk")
        .values("tenant_account_id", *_READ)
    )
    for row in rows.iterator(chunk_size=5_000):
        found[row["tenant_account_id"]].append(_posting(row))
    return found


def months_owed(view: AccountView, order: rules.AllocationOrder) -> tuple[rules.MonthOwed, ...]:
    """Give the months that are not fully paid, the oldest first."""
    postings = postings_of(view)
    return rules.owed_by_month(postings, rules.allocate(postings, order))


def payments_of(view: AccountView) -> list[rules.Posting]:
    """Give the money received and returned, of all rails, the newest first.

    A provisional payment replaced by the ERP's line is left out, as is its reversal.
    """
    postings = postings_of(view)
    hidden = rules.replaced(postings)
    return [
        posting
        for posting in reversed(postings)
        if posting.kind in rules.MONEY_RECEIVED
        and posting.key not in hidden
        and view.covers(posting.effective_on)
    ]


_READ = (
    "pk",
    "kind",
    "amount_cents",
    "effective_on",
    "label",
    "period",
    "rail",
    "source",
    "portal_payment_reference",
    "reverses_id",
    "lettrage",
    "source_reference",
)


def _visible(view: AccountView) -> QuerySet[Entry]:
    entries = Entry.objects.filter(delivered(), tenant_account=view.tenant_account)
    if view.until is not None:
        entries = entries.filter(effective_on__lte=view.until)
    return entries


def _posting(row: dict[str, object]) -> rules.Posting:
    period = row["period"]
    day = row["effective_on"]
    assert isinstance(day, dt.date)
    return rules.Posting(
        key=row["pk"],  # type: ignore[arg-type]
        kind=str(row["kind"]),
        amount_cents=row["amount_cents"],  # type: ignore[arg-type]
        effective_on=day,
        label=str(row["label"]),
        period=Period.of(period) if isinstance(period, dt.date) else None,
        rail=str(row["rail"]),
        from_portal=row["source"] == Entry.Source.PORTAL,
        payment_reference=str(row["portal_payment_reference"]),
        reverses=row["reverses_id"],  # type: ignore[arg-type]
        lettrage=str(row["lettrage"]),
        reference=str(row["source_reference"]),
    )
