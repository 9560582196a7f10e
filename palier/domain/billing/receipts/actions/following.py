"""Keep receipts in step with the account: issue what is proven, void what no longer is."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation

from palier.domain.access.queries import users_holding
from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.billing.actions.publishing import fingerprint_of
from palier.domain.billing.receipts import planning, queries, rules
from palier.domain.billing.receipts.facts import FactPayment, FactSum, ReceiptFacts
from palier.domain.billing.receipts.models import Following, Receipt, Voiding
from palier.domain.billing.receipts.page import title_of, why_void
from palier.domain.billing.rules import Surroundings
from palier.domain.billing.surroundings import neighbourhood
from palier.domain.landlord.queries import Settings, settings_on, today
from palier.domain.ledger.queries import postings_of_accounts
from palier.domain.ledger.rules import AllocationOrder, Posting
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.background import enqueue
from palier.foundation.locking import lock
from palier.foundation.periods import Period

FOLLOW_ALL = "receipts.follow_all"
FOLLOW_ONE = "receipts.follow_one"
SLICE = 50
"""Accounts a transaction: two years of entries each, well under a second."""


@dataclass(frozen=True, slots=True)
class _To:
    """To whom, as the surroundings of an avis are read."""

    tenant_account_id: int
    due_on: dt.date


@transaction.atomic
def ask_to_follow(*, account: TenantAccount) -> None:
    """Queue the reading of one account; asked twice, done once."""
    enqueue(FOLLOW_ONE, key=f"receipts:{account.code}", account=account.code)


@transaction.atomic
def follow_all(*, after: int, now: dt.datetime) -> int | None:
    """Follow the next slice of accounts after the key ``after``; give the last key, or None.

    Whoever calls again with what it gave goes on, whatever was killed in between.
    """
    accounts = queries.accounts_to_follow(after, SLICE)
    if not accounts:
        return None
    _follow(accounts, now=now)
    return accounts[-1]


@transaction.atomic
def follow(*, code: str, now: dt.datetime) -> None:
    """Follow the account of public code ``code``, or its heir after a merger."""
    account = TenantAccount.objects.filter(code=code).first()
    while account is not None and account.replaced_by is not None:
        account = account.replaced_by
    if account is not None:
        _follow([account.pk], now=now)


def _follow(accounts: Sequence[int], *, now: dt.datetime) -> None:
    lock(TenantAccount.objects.filter(pk__in=accounts))
    day = today(now)
    electronic = queries.electronic_accounts(accounts, day)
    leases = queries.lease_spans(accounts)
    postings = postings_of_accounts(accounts)
    known = dict(
        Following.objects.filter(tenant_account__in=accounts).values_list(
            "tenant_account_id", "fingerprint"
        )
    )
    seen = {
        account: _fingerprint(postings[account], account in electronic, leases[account])
        for account in accounts
    }
    changed = [account for account in accounts if known.get(account) != seen[account]]
    if not changed:
        return
    settings = settings_on(day)
    order = AllocationOrder(settings["allocation_order"])
    issued = queries.issued_for(changed)
    plans = {
        account: planning.plan(
            rules.read(postings[account], order),
            issued[account],
            electronic=account in electronic,
            leases=leases[account],
            issuing=settings["rent_receipt_origin"] == "palier",
        )
        for account in changed
    }
    voided = _void(plans, now=now)
    made = _issue(plans, leases, settings, now=now)
    first = {account for account in changed if account not in known}
    _tell(made, voided, first, day, now=now)
    Following.objects.bulk_create(
        [
            Following(tenant_account_id=account, fingerprint=seen[account], followed_at=now)
            for account in changed
        ],
        update_conflicts=True,
        unique_fields=["tenant_account"],
        update_fields=["fingerprint", "followed_at"],
    )


def _fingerprint(
    postings: Sequence[Posting], electronic: bool, leases: Sequence[planning.LeaseSpan]
) -> str:
    """Sum up all that a plan depends on; the lettrage may change under the same entries."""
    digest = hashlib.sha256(repr((electronic, leases)).encode())
    for posting in postings:
        digest.update(f"{posting.key}:{posting.lettrage};".encode())
    return digest.hexdigest()


def _void(plans: dict[int, planning.Plan], *, now: dt.datetime) -> list[tuple[Receipt, Voiding]]:
    wanted = {void.key: void for plan in plans.values() for void in plan.void}
    receipts = list(Receipt.objects.filter(pk__in=wanted).order_by("pk")) if wanted else []
    voided = []
    for receipt in receipts:
        void = wanted[receipt.pk]
        voiding = Voiding.objects.create(
            receipt=receipt,
            reason=void.reason.value,
            facts={"returned_on": void.returned_on.isoformat()} if void.returned_on else {},
            voided_at=now,
        )
        with translation.override("fr"):
            title = title_of(receipt.kind, receipt.subject, receipt.dated_on)
            why = why_void(voiding.reason, voiding.facts)
        record(
            event=Event.RECEIPT_VOIDED,
            actor=Actor.system(),
            now=now,
            tenant_account_id=receipt.tenant_account_id,
            subject=receipt,
            title=title,
            why=why,
        )
        voided.append((receipt, voiding))
    return voided


def _issue(
    plans: dict[int, planning.Plan],
    leases: dict[int, list[planning.LeaseSpan]],
    settings: Settings,
    *,
    now: dt.datetime,
) -> list[Receipt]:
    by_month: dict[Period, list[tuple[int, planning.Wanted]]] = defaultdict(list)
    for account, plan in plans.items():
        for wanted in plan.issue:
            by_month[_month_of(wanted)].append((account, wanted))
    receipts = []
    # A legal document: its words are frozen in French, whoever asks for it.
    with translation.override("fr"):
        for month, group in sorted(by_month.items()):
            around = neighbourhood(
                [_To(account, month.last_day) for account, _wanted in group], month, settings
            )
            for account, wanted in group:
                occupied = any(lease.occupies(month) for lease in leases[account])
                surroundings = around.around(_To(account, month.last_day))
                facts = _facts(wanted, surroundings, today(now), occupied=occupied)
                receipts.append(_receipt(account, month, wanted, facts, now))
        made = Receipt.objects.bulk_create(receipts)
        for receipt in made:
            record(
                event=Event.RECEIPT_ISSUED,
                actor=Actor.system(),
                now=now,
                tenant_account_id=receipt.tenant_account_id,
                subject=receipt,
                title=title_of(receipt.kind, receipt.subject, receipt.dated_on),
            )
    return made


def _month_of(wanted: planning.Wanted) -> Period:
    about = wanted.about
    return about.period if isinstance(about, rules.Term) else Period.of(about.paid_on)


def _facts(
    wanted: planning.Wanted, around: Surroundings, day: dt.date, *, occupied: bool
) -> ReceiptFacts:
    about = wanted.about
    if isinstance(about, rules.Term):
        own = "".join(sign for sign in around.customer_reference if sign.isalnum())
        said: dict[str, Any] = {
            "number": f"Q{wanted.subject}-{own}",
            "dated_on": about.settled_on.isoformat(),
            "received_cents": about.paid_cents,
            "sums": tuple(FactSum(s.label, s.share.value, s.cents) for s in about.sums),
            "help_cents": about.help_cents,
            "credit_cents": about.credit_cents,
            "payments": tuple(
                FactPayment(p.reference, p.paid_on.isoformat(), p.label, p.cents)
                for p in about.paid
            ),
        }
    else:
        said = {
            "number": f"R-{wanted.subject}",
            "dated_on": about.paid_on.isoformat(),
            "received_cents": about.cents,
            "settled": about.settled,
            "balance_after_cents": about.balance_after_cents,
        }
    return ReceiptFacts(
        kind=wanted.kind.value,
        version=wanted.version,
        subject=wanted.subject,
        issued_on=day.isoformat(),
        customer_reference=around.customer_reference,
        holders=around.holders,
        addressee_lines=around.addressee_lines,
        dwelling=around.dwelling,
        dwelling_address_lines=around.dwelling_address_lines,
        annexes=around.annexes,
        landlord=around.landlord,
        agency=around.agency,
        occupation=occupied,
        **said,
    )


def _receipt(
    account: int, month: Period, wanted: planning.Wanted, facts: ReceiptFacts, now: dt.datetime
) -> Receipt:
    written = facts.as_json()
    return Receipt(
        kind=wanted.kind.value,
        number=facts.number,
        version=wanted.version,
        tenant_account_id=account,
        subject=wanted.subject,
        period=month.first_day,
        dated_on=facts.dated,
        amount_cents=facts.received_cents,
        basis=wanted.about.basis,
        facts=written,
        facts_sha256=fingerprint_of(written),
        issued_at=now,
    )


def _tell(
    made: Sequence[Receipt],
    voided: Sequence[tuple[Receipt, Voiding]],
    first: Collection[int],
    day: dt.date,
    *,
    now: dt.datetime,
) -> None:
    """Write to the holders, once a run and an account: no amount, no link.

    What was made when an account was followed for the first time is told by the page that
    its reader has open.
    """
    quittances: dict[int, Receipt] = {}
    for receipt in made:
        if receipt.kind == Receipt.Kind.QUITTANCE and receipt.tenant_account_id not in first:
            latest = quittances.get(receipt.tenant_account_id, receipt)
            quittances[receipt.tenant_account_id] = max(latest, receipt, key=lambda one: one.period)
    worthless: dict[int, tuple[Receipt, Voiding]] = {}
    for receipt, voiding in voided:
        worthless.setdefault(receipt.tenant_account_id, (receipt, voiding))
    if not quittances and not worthless:
        return
    told = users_holding({*quittances, *worthless}, day)
    for account, receipt in quittances.items():
        if Period.of(receipt.period) < Period.of(day).shifted(-2):
            continue  # the past, made at once after an agreement
        for user in told.get(account, ()):
            _write(user, "mail/rent_receipt_ready", receipt, now=now)
    for account, (receipt, voiding) in worthless.items():
        for user in told.get(account, ()):
            _write(user, "mail/rent_receipt_void", receipt, voiding, now=now)


def _write(
    user: User, template: str, receipt: Receipt, voiding: Voiding | None = None, *, now: dt.datetime
) -> None:
    with translation.override(user.language):
        title = title_of(receipt.kind, receipt.subject, receipt.dated_on)
        why = why_void(voiding.reason, voiding.facts) if voiding else ""
    queue_mail(
        to=user.email,
        template=template,
        context={"name": user.display_name, "title": title, "why": why},
        now=now,
        language=user.language,
    )
