"""Mandates as the holders of a tenant account may read them, and when they debit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Subquery

from palier.domain.access.queries import AccountView
from palier.domain.banking.models import (
    Amendment,
    BankAccount,
    Collection,
    Mandate,
    MandateChange,
    SigningCode,
)
from palier.domain.banking.rules.references import is_creditor_identifier
from palier.domain.banking.rules.schedule import (
    Change,
    ChangeKind,
    Terms,
    account_counts_from,
    account_in,
    cut_off,
    day_in,
    first_collection,
    next_collection,
)
from palier.domain.landlord.queries import Settings, delivered, today
from palier.domain.ledger.models import Entry
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.periods import Period

DEBITED_BY_PALIER = "palier"
SIGNED = (
    Mandate.State.ACTIVE,
    Mandate.State.PAUSED,
    Mandate.State.STOPPED,
    Mandate.State.EXPIRED,
)
_RECENT = dt.timedelta(days=62)


class Turned(StrEnum):
    """Why a mandate cannot be signed here, if it cannot."""

    FORMER = "former"
    NOT_OFFERED = "not_offered"
    DEBITED_ALREADY = "debited_already"
    """By a mandate that the landlord holds: it is shown, never doubled."""
    OTHER_HOLDER = "other_holder"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reader may do about direct debit; ``reason`` is ``None`` when they may sign.

    ``live``: their own mandate debits; what they may sign is its amendment.
    """

    reason: Turned | None
    erp_day: int | None = None
    live: Mandate | None = None


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate with its standing. ``own``: the reader signed it, and alone may change it.

    ``next_on`` is its next debit, ``cut_off_on`` the last day to change that one. ``before`` is
    the account that it still debits until ``moves_on``, when another was signed for since.
    """

    mandate: Mandate
    own: bool
    changes: tuple[Change, ...]
    day: int
    next_on: dt.date | None
    cut_off_on: dt.date | None
    before: str = ""
    moves_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A debit that the bank has been asked for and that has no line of the ERP yet."""

    code: str
    collected_on: dt.date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Debits:
    """What is being debited from an account, and the next day on which it will be."""

    under_way: Asked | None
    planned: dt.date | None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A debit that the bank sent back; the sum is owed again."""

    on: dt.date
    amount_cents: int


def terms_on(settings: Settings) -> Terms:
    """Give the landlord's delays."""
    return Terms(int(settings["debit_notice_days"]), int(settings["debit_cut_off_days"]))


def changes_of(mandates: Several[int]) -> dict[int, list[Change]]:
    """Read the changes of some mandates, in the order they were asked, in one query."""
    found: dict[int, list[Change]] = defaultdict(list)
    rows = (
        MandateChange.objects.filter(mandate__in=mandates)
        .order_by("asked_at", "pk")
        .values_list("mandate_id", "kind", "effective_on", "debit_day", "bank_account_id")
    )
    for mandate, kind, effective_on, day, account in rows:
        found[mandate].append(Change(ChangeKind(kind), effective_on, day, account))
    return found


def offer_of(view: AccountView, settings: Settings) -> Offer:
    """Tell whether the reader may sign a mandate for this account."""
    account = view.tenant_account
    if view.is_former:
        return Offer(Turned.FORMER)
    live = live_mandate_of(account)
    if live is not None:
        own = live.person_id == view.person.pk
        return Offer(None, live=live) if own else Offer(Turned.OTHER_HOLDER)
    if account.payment_means == TenantAccount.PaymentMeans.DIRECT_DEBIT:
        return Offer(Turned.DEBITED_ALREADY, account.debit_day)
    if not is_creditor_identifier(settings["creditor_identifier"]):
        return Offer(Turned.NOT_OFFERED)
    return Offer(None)


def live_mandate_of(account: TenantAccount) -> Mandate | None:
    """Give the only mandate that debits, or may again debit, this account."""
    return (
        Mandate.objects.filter(tenant_account=account, state__in=Mandate.LIVE)
        .select_related("person", "bank_account")
        .first()
    )


def mandates_of(view: AccountView, day: dt.date, terms: Terms) -> list[MandateView]:
    """Give the mandates of an account, the latest first, to a current holder.

    A co-holder sees that the rent is debited, by whom and when; nothing of the bank account.
    """
    if view.is_former:
        return []
    rows = list(
        Mandate.objects.filter(tenant_account=view.tenant_account, state__in=SIGNED)
        .select_related("person", "bank_account", "evidence__file")
        .order_by("-signed_at")
    )
    changes = changes_of([row.pk for row in rows])
    return [
        seen_mandate(row, changes[row.pk], day, terms, own=row.person_id == view.person.pk)
        for row in rows
    ]


def mandate_for(views: Iterable[AccountView], code: str) -> tuple[Mandate, AccountView]:
    """Give a mandate to the person who signs it, or signed it, while they hold the account.

    Raises:
        NotYours: there is none of that code, or it is another person's, or they have left.
    """
    mandate = (
        Mandate.objects.filter(code=code)
        .select_related("person", "bank_account", "tenant_account", "evidence__file")
        .first()
    )
    if mandate is None:
        raise NotYours()
    return mandate, _signers_view(mandate, views)


def amendment_for(views: Iterable[AccountView], code: str) -> tuple[Amendment, AccountView]:
    """Give an amendment to the person who signs it, or signed it, while they hold the account.

    Raises:
        NotYours: there is none of that code, or it is another person's, or they have left.
    """
    amendment = (
        Amendment.objects.filter(code=code)
        .select_related("mandate", "bank_account", "evidence__file")
        .first()
    )
    if amendment is None:
        raise NotYours()
    return amendment, _signers_view(amendment.mandate, views)


def amendments_of(mandate: Mandate) -> list[Amendment]:
    """Give the signed amendments of a mandate, the latest first."""
    rows = mandate.amendments.filter(state=Amendment.State.SIGNED).select_related("evidence__file")
    return list(rows.order_by("-signed_at"))


def is_debited(account: BankAccount, day: dt.date) -> bool:
    """Tell whether a live mandate debits this bank account, or will once more before another."""
    live = Mandate.objects.filter(changes__bank_account=account, state__in=Mandate.LIVE)
    last = dict(live.values_list("pk", "bank_account_id"))
    for key, changes in changes_of(list(last)).items():
        month = Period.of(next_collection(changes, day) or day)
        if account.pk in (last[key], account_in(changes, month)):
            return True
    return False


def instructions_of(mandate: Mandate) -> list[MandateChange]:
    """Give everything that was asked about a mandate, in order."""
    return list(mandate.changes.order_by("asked_at", "pk"))


def has_live_code(paper: Mandate | Amendment, now: dt.datetime) -> bool:
    """Tell whether a code was sent that still signs this paper."""
    codes = SigningCode.objects.filter(state=SigningCode.State.SENT, expires_at__gt=now)
    if isinstance(paper, Amendment):
        return codes.filter(amendment=paper).exists()
    return codes.filter(mandate=paper, amendment=None).exists()


def next_debit_under(changes: list[Change], day: dt.date) -> dt.date | None:
    """Give the next day on which a mandate with these changes debits."""
    return next_collection(changes, day)


def debits_of(account: TenantAccount, day: dt.date) -> Debits:
    """Tell what is under way and what is planned on an account, in one query."""
    echoed = Entry.objects.filter(
        delivered(),
        portal_payment_reference=OuterRef("code"),
        source=Entry.Source.ERP,
        reversed_by=None,
    )
    asked = Collection.objects.filter(
        ~Exists(echoed),
        tenant_account=OuterRef("mandate__tenant_account"),
        collected_on__gt=day - _RECENT,
    ).order_by("-collected_on")
    rows = list(
        MandateChange.objects.filter(mandate__tenant_account=account)
        .annotate(
            asked_code=Subquery(asked.values("code")[:1]),
            asked_on=Subquery(asked.values("collected_on")[:1]),
            asked_cents=Subquery(asked.values("amount_cents")[:1]),
        )
        .order_by("asked_at", "pk")
        .select_related("mandate")
    )
    live: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        if row.mandate.state in Mandate.LIVE:
            change = Change(
                ChangeKind(row.kind), row.effective_on, row.debit_day, row.bank_account_id
            )
            live[row.mandate_id].append(change)
    days = [next_collection(changes, day) for changes in live.values()]
    first = rows[0] if rows and rows[0].asked_code else None
    return Debits(
        under_way=Asked(first.asked_code, first.asked_on, first.asked_cents) if first else None,
        planned=min((one for one in days if one is not None), default=None),
    )


def rejections_of(view: AccountView, day: dt.date) -> list[Rejection]:
    """Give the debits of the last year that came back unpaid, the latest first."""
    if view.is_former:
        return []
    since = day - dt.timedelta(days=365)
    rows = Entry.objects.filter(
        delivered(),
        tenant_account=view.tenant_account,
        kind=Entry.Kind.REJECTED,
        rail=Entry.Rail.DIRECT_DEBIT,
        effective_on__gte=since,
        reversed_by=None,
        reverses=None,
    ).order_by("-effective_on")
    return [Rejection(row.effective_on, row.amount_cents) for row in rows[:6]]


def _signers_view(mandate: Mandate, views: Iterable[AccountView]) -> AccountView:
    for view in views:
        if (
            view.tenant_account.pk == mandate.tenant_account_id
            and view.person.pk == mandate.person_id
            and not view.is_former
        ):
            return view
    raise NotYours()


def first_debit_of(
    account: TenantAccount, bank_account: BankAccount, debit_day: int, day: dt.date, terms: Terms
) -> dt.date:
    """Give the first debit of a mandate signed on ``day`` for a confirmed bank account."""
    over = Mandate.objects.filter(
        tenant_account=account, state__in=(Mandate.State.STOPPED, Mandate.State.EXPIRED)
    )
    return first_collection(
        signed_on=day,
        usable_on=_usable_on(bank_account),
        day=debit_day,
        terms=terms,
        ended=changes_of(list(over.values_list("pk", flat=True))).values(),
    )


def account_debited_from(
    changes: Sequence[Change], bank_account: BankAccount, day: dt.date, terms: Terms
) -> dt.date:
    """Give the first debit on ``bank_account``, were an amendment signed for it on ``day``."""
    return account_counts_from(changes, day, _usable_on(bank_account), terms)


def seen_mandate(
    mandate: Mandate, changes: Sequence[Change], day: dt.date, terms: Terms, *, own: bool
) -> MandateView:
    """Give a mandate with its standing on ``day``."""
    next_on = next_collection(changes, day)
    month = Period.of(next_on or day)
    before, moves_on = "", None
    if mandate.state in Mandate.LIVE and account_in(changes, month) != mandate.bank_account_id:
        before = BankAccount.objects.get(pk=account_in(changes, month)).masked
        moves_on = next(
            one.effective_on for one in reversed(changes) if one.kind is ChangeKind.ACCOUNT
        )
    return MandateView(
        mandate=mandate,
        own=own,
        changes=tuple(changes),
        day=day_in(changes, month),
        next_on=next_on,
        cut_off_on=cut_off(next_on, terms) if next_on else None,
        before=before,
        moves_on=moves_on,
    )


def _usable_on(account: BankAccount) -> dt.date:
    assert account.usable_from is not None, "a confirmed account is dated"
    return today(account.usable_from)
