"""Everything that the making of a bank file must know about each mandate, in a few queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from palier.domain.banking.models import (
    BankAccount,
    Collection,
    Mandate,
    MandateDeliveryLine,
)
from palier.domain.banking.queries.mandates import SIGNED, changes_of
from palier.domain.banking.rules.collecting import Candidate, LeftOut, Notice, sequence_of
from palier.domain.banking.rules.schedule import (
    Change,
    ChangeKind,
    Standing,
    account_in,
    day_in,
    is_void,
    standing_in,
)
from palier.domain.billing.models import RentNotice
from palier.domain.landlord.queries import delivered, today
from palier.domain.ledger.models import Entry
from palier.domain.ledger.queries import balances_of
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount
from palier.foundation.periods import Period

SLICE = 400


@dataclass(frozen=True, slots=True)
class ToDebit:
    """One mandate whose day this file is, with all that decides about it.

    ``amended``: its last collection was of another account than ``bank_account``.
    """

    mandate: Mandate
    bank_account: BankAccount
    signed_at: dt.datetime
    candidate: Candidate
    sequence: str
    amended: bool


def mandates_to_debit(month: Period, debit_day: int, collected_on: dt.date) -> Iterator[ToDebit]:
    """Give every mandate that is debited on ``debit_day`` in ``month``, those left out included.

    A mandate that ended in an earlier month is over, and not told again.
    """
    last = 0
    while True:
        rows = list(
            Mandate.objects.filter(state__in=SIGNED, pk__gt=last)
            .select_related("person", "tenant_account")
            .order_by("pk")[:SLICE]
        )
        if not rows:
            return
        last = rows[-1].pk
        changes = changes_of([row.pk for row in rows])
        here = [row for row in rows if _is_here(changes[row.pk], month, debit_day)]
        yield from _read(here, changes, month, collected_on)


def to_leave_out(mandate: Mandate, reason: LeftOut) -> dict[str, str]:
    """Write down who is not in the file and why; nothing of the bank account."""
    account = mandate.tenant_account
    return {
        "rum": mandate.rum,
        "account": account.erp_id or "",
        "reference": account.customer_reference,
        "reason": reason.value,
    }


def _is_here(changes: list[Change], month: Period, debit_day: int) -> bool:
    if not changes or day_in(changes, month) != debit_day:
        return False
    ended = next((one.effective_on for one in changes if one.kind is ChangeKind.STOP), None)
    return ended is None or ended >= month.first_day


def _read(
    mandates: list[Mandate],
    changes: dict[int, list[Change]],
    month: Period,
    collected_on: dt.date,
) -> Iterator[ToDebit]:
    accounts = [row.tenant_account_id for row in mandates]
    keys = [row.pk for row in mandates]
    notices = _notices(accounts, month)
    balances = balances_of(accounts)
    holders = _holders(accounts, collected_on)
    used = _used(keys)
    known = _known_to_erp(keys)
    already = set(
        Collection.objects.filter(tenant_account__in=accounts, month=month.first_day).values_list(
            "tenant_account_id", flat=True
        )
    )
    debited = {row.pk: account_in(changes[row.pk], month) for row in mandates}
    bank_accounts = BankAccount.objects.in_bulk(set(debited.values()))
    for row in mandates:
        assert row.signed_at is not None, "a signed mandate is dated"
        standing, _on = standing_in(changes[row.pk], month)
        by_erp = row.tenant_account.payment_means == TenantAccount.PaymentMeans.DIRECT_DEBIT
        bank_account = bank_accounts[debited[row.pk]]
        last = used.get(row.pk)
        yield ToDebit(
            mandate=row,
            bank_account=bank_account,
            signed_at=row.signed_at,
            candidate=Candidate(
                standing=Standing.STOPPED if row.state == Mandate.State.EXPIRED else standing,
                is_holder=(row.tenant_account_id, _heir_of(row.person)) in holders,
                account_serves=bank_account.state in BankAccount.SERVING,
                usable_from=bank_account.usable_from,
                void=is_void(
                    signed_on=today(row.signed_at),
                    last_used_on=last.collected_on if last else None,
                    on=collected_on,
                ),
                debited_by_erp=by_erp and row.pk not in known,
                debited_already=row.tenant_account_id in already,
                notice=notices.get(row.tenant_account_id),
                balance_cents=balances.get(row.tenant_account_id, 0),
            ),
            sequence=sequence_of(went_through=last is not None),
            amended=last is not None and last.bank_account_id != bank_account.pk,
        )


def _notices(accounts: Several[int], month: Period) -> dict[int, Notice]:
    """Give the avis of each account that falls due in ``month``, in its latest version."""
    later = RentNotice.objects.filter(number=OuterRef("number"), version__gt=OuterRef("version"))
    rows = RentNotice.objects.filter(
        ~Exists(later),
        tenant_account__in=accounts,
        due_on__gte=month.first_day,
        due_on__lte=month.last_day,
    ).values_list("tenant_account_id", "number", "net_cents", "published_at")
    found: dict[int, list[tuple[str, int, dt.date]]] = defaultdict(list)
    for account, number, net_cents, published_at in rows:
        found[account].append((number, net_cents, today(published_at)))
    return {account: Notice(*several[0], len(several)) for account, several in found.items()}


def _holders(accounts: Several[int], day: dt.date) -> set[tuple[int, int]]:
    rows = AccountHolder.objects.filter(
        delivered(), tenant_account__in=accounts, absent_since=None
    ).filter(Q(ends_on=None) | Q(ends_on__gte=day))
    return set(rows.values_list("tenant_account_id", "person_id"))


def _heir_of(person: Person) -> int:
    """Give the key of the person, or of the one the ERP has since merged them into."""
    return person.replaced_by_id or person.pk


def _used(mandates: Several[int]) -> dict[int, Collection]:
    """Give the last collection of each mandate that did not come back unpaid."""
    rejected = Entry.objects.filter(
        delivered(),
        kind=Entry.Kind.REJECTED,
        portal_payment_reference=OuterRef("code"),
        reverses=None,
        reversed_by=None,
    )
    rows = Collection.objects.filter(~Exists(rejected), mandate__in=mandates)
    return {row.mandate_id: row for row in rows.order_by("collected_on", "pk")}


def _known_to_erp(mandates: Several[int]) -> set[int]:
    """Keep the mandates that were handed to the ERP: what it says of debits is about them."""
    rows = MandateDeliveryLine.objects.filter(change__mandate__in=mandates).exclude(
        state=MandateDeliveryLine.State.REFUSED
    )
    return set(rows.values_list("change__mandate_id", flat=True))
