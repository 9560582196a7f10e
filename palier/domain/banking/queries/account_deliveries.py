"""What the ERP was told of bank accounts, what it answered, and what it is still to be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, Subquery

from palier.domain.banking.models import AccountDeliveryLine, BankAccount, MandateDeliveryLine
from palier.domain.banking.rules.account_file import AccountStanding, to_tell

SLICE = 400


def accounts_to_tell(now: dt.datetime) -> Iterator[tuple[BankAccount, AccountStanding]]:
    """Give the accounts whose standing the ERP does not know yet, the oldest first."""
    last = AccountDeliveryLine.objects.filter(bank_account=OuterRef("pk")).order_by(
        "-delivery__number"
    )
    named = MandateDeliveryLine.objects.filter(change__bank_account=OuterRef("pk"))
    rows = (
        BankAccount.objects.annotate(told=Subquery(last.values("told")[:1]), named=Exists(named))
        .select_related("person", "tenant_account")
        .order_by("pk")
    )
    for account in rows.iterator(chunk_size=SLICE):
        told = AccountStanding(account.told) if account.told else None
        standing = to_tell(standing_of(account, now), told, named=account.named)
        if standing is not None:
            yield account, standing


def standing_of(account: BankAccount, now: dt.datetime) -> AccountStanding | None:
    """Give what may be done with an account at ``now``; ``None`` while that is not settled."""
    state = BankAccount.State
    if account.state == state.CONFIRMED:
        usable = account.usable_from is not None and account.usable_from <= now
        return AccountStanding.SERVES if usable else None
    if account.state == state.FROZEN:
        return AccountStanding.BLOCKED
    if account.state in (state.REPLACED, state.WITHDRAWN, state.REFUSED):
        return AccountStanding.OVER
    return None


def last_told(accounts: Collection[BankAccount]) -> dict[int, AccountDeliveryLine]:
    """Give the last line delivered about each of some accounts (by key), in one query."""
    rows = AccountDeliveryLine.objects.filter(
        bank_account__in=[one.pk for one in accounts]
    ).select_related("delivery")
    return {row.bank_account_id: row for row in rows.order_by("delivery__number")}
