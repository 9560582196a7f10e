"""Receipts as their reader may see them, the register of agreements, and whom to follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from palier.domain.access.models import PersonLink
from palier.domain.access.queries import AccountView
from palier.domain.billing.receipts import planning
from palier.domain.billing.receipts.facts import ReceiptFacts
from palier.domain.billing.receipts.models import Agreement, Following, Receipt, Voiding
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import AccountHolder, Lease, TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.periods import Period


@dataclass(frozen=True, slots=True)
class ReceiptSummary:
    """One receipt in a list, without its facts."""

    code: str
    kind: str
    number: str
    version: int
    subject: str
    period: Period
    dated_on: dt.date
    amount_cents: int
    void_reason: str
    """Empty while it is good."""
    size: int | None
    """Bytes of its PDF, once drawn (that of the void one when it is void)."""

    @property
    def is_void(self) -> bool:
        return bool(self.void_reason)

    @property
    def is_quittance(self) -> bool:
        return self.kind == Receipt.Kind.QUITTANCE


def receipts_of(view: AccountView) -> list[ReceiptSummary]:
    """Give the receipts of one account that its reader may see, the newest month first."""
    rows = (
        Receipt.objects.filter(tenant_account=view.tenant_account)
        .order_by("-period", "-dated_on", "kind", "-version", "-pk")
        .values_list(
            "code",
            "kind",
            "number",
            "version",
            "subject",
            "period",
            "dated_on",
            "amount_cents",
            "voiding__reason",
            "document__file__size",
            "voiding__document__file__size",
        )
    )
    found = []
    for code, kind, number, version, subject, month, day, cents, reason, size, void_size in rows:
        summary = ReceiptSummary(
            code=code,
            kind=kind,
            number=number,
            version=version,
            subject=subject,
            period=Period.of(month),
            dated_on=day,
            amount_cents=cents,
            void_reason=reason or "",
            size=void_size if reason else size,
        )
        if _seen(view, summary.kind, summary.period, summary.dated_on):
            found.append(summary)
    return found


def _seen(view: AccountView, kind: str, period: Period, dated_on: dt.date) -> bool:
    """Tell what a former holder keeps: the months of their time, the payments made in it."""
    if kind == Receipt.Kind.QUITTANCE:
        return view.covers_period(period)
    return view.covers(dated_on)


def receipt_among(views: Iterable[AccountView], code: str) -> tuple[Receipt, AccountView]:
    """Give the receipt of public code ``code`` if one of a reader's own ``views`` holds it.

    Raises:
        NotYours: there is none, or none of the views covers it.
    """
    receipt = _loaded().filter(code=code).first()
    if receipt is not None:
        period = Period.of(receipt.period)
        for view in views:
            mine = view.tenant_account.pk == receipt.tenant_account_id
            if mine and _seen(view, receipt.kind, period, receipt.dated_on):
                return receipt, view
    raise NotYours()


def receipts_in(codes: Collection[str]) -> list[Receipt]:
    """Give receipts that ``receipts_of`` has named, each with its voiding and documents."""
    return list(_loaded().filter(code__in=codes).order_by("-period", "-dated_on", "-pk"))


def receipt_coded(code: str) -> Receipt:
    """Give a receipt to a machine that asks for it by its code; authorises nobody.

    Raises:
        Receipt.DoesNotExist: there is none.
    """
    return _loaded().get(code=code)


def voiding_of(receipt: Receipt) -> Voiding | None:
    """Give what made ``receipt`` worthless, as loaded with it."""
    return getattr(receipt, "voiding", None)


def facts_of(receipt: Receipt) -> ReceiptFacts:
    """Read the frozen facts of a receipt."""
    return ReceiptFacts.from_json(receipt.facts)


def versions_of(receipt: Receipt) -> list[Receipt]:
    """Give every version of a receipt, the latest first."""
    return list(
        Receipt.objects.filter(
            tenant_account=receipt.tenant_account_id, kind=receipt.kind, subject=receipt.subject
        )
        .select_related("voiding")
        .defer("facts")
        .order_by("-version")
    )


def _loaded() -> QuerySet[Receipt]:
    return Receipt.objects.select_related(
        "tenant_account", "document__file", "voiding__document__file"
    )


# --- the register ---------------------------------------------------------------------------


def agreement_of(view: AccountView) -> Agreement | None:
    """Give the latest line that the reader wrote about one account; None: never asked."""
    return (
        Agreement.objects.filter(tenant_account=view.tenant_account, person=view.person)
        .order_by("-pk")
        .first()
    )


def agreements_of(view: AccountView) -> list[Agreement]:
    """Give all that the reader wrote in the register about one account, the latest first."""
    mine = Agreement.objects.filter(tenant_account=view.tenant_account, person=view.person)
    return list(mine.order_by("-pk"))


def electronic_accounts(accounts: Collection[int], today: dt.date) -> set[int]:
    """Keep the accounts that somebody who holds them today agreed to.

    Once the last holder has left, what they had agreed to goes on: their last months are
    receipted as the others were.
    """
    latest = Agreement.objects.filter(
        tenant_account=OuterRef("tenant_account"), person=OuterRef("person")
    ).order_by("-pk")
    agreed = set(
        Agreement.objects.filter(tenant_account__in=accounts)
        .annotate(latest=Subquery(latest.values("pk")[:1]))
        .filter(agreed=True)
        .values_list("tenant_account_id", "person_id", "pk", "latest")
    )
    wanted = {(account, person) for account, person, key, last in agreed if key == last}
    holding: dict[int, set[int]] = {}
    rows = AccountHolder.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        delivered(),
        tenant_account__in={account for account, _person in wanted},
        absent_since=None,
    ).values_list("tenant_account_id", "person_id")
    for account, person in rows:
        holding.setdefault(account, set()).add(person)
    return {
        account
        for account, person in wanted
        if account not in holding or person in holding[account]
    }


# --- following ------------------------------------------------------------------------------


def is_followed(view: AccountView) -> bool:
    """Tell whether the receipts of an account have been made at least once."""
    return Following.objects.filter(tenant_account=view.tenant_account).exists()


def accounts_to_follow(after: int, count: int) -> list[int]:
    """Give the next accounts, by key, that somebody can come and read."""
    held = AccountHolder.objects.filter(delivered(), tenant_account=OuterRef("pk"))
    linked = PersonLink.objects.filter(
        Q(person=OuterRef("person")) | Q(person__replaced_by=OuterRef("person")),
        state=PersonLink.State.PROVEN,
    )
    rows = TenantAccount.objects.filter(
        Exists(held.filter(Exists(linked))), delivered(), pk__gt=after, replaced_by=None
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:count])


def issued_for(accounts: Collection[int]) -> dict[int, list[planning.Issued]]:
    """Read the receipts of some accounts as the plan compares them, in one query."""
    issued: dict[int, list[planning.Issued]] = {account: [] for account in accounts}
    rows = Receipt.objects.filter(tenant_account__in=accounts).values_list(
        "tenant_account_id", "pk", "kind", "subject", "version", "basis", "voiding", "facts"
    )
    for account, key, kind, subject, version, basis, voiding, facts in rows:
        paid = tuple(one["reference"] for one in facts["payments"])
        issued[account].append(
            planning.Issued(
                key, planning.Kind(kind), subject, version, basis, voiding is not None, paid
            )
        )
    return issued


def lease_spans(accounts: Collection[int]) -> dict[int, list[planning.LeaseSpan]]:
    """Read the leases of some accounts that a judge ended, in one query."""
    spans: dict[int, list[planning.LeaseSpan]] = {account: [] for account in accounts}
    rows = Lease.objects.filter(
        delivered(), tenant_account__in=accounts, judicial_termination_on__isnull=False
    ).values_list(
        "tenant_account_id", "starts_on", "terminated_on", "absent_since", "judicial_termination_on"
    )
    for account, starts_on, terminated_on, absent_since, judged_on in rows:
        spans[account].append(
            planning.LeaseSpan(starts_on, terminated_on or absent_since, judged_on)
        )
    return spans
