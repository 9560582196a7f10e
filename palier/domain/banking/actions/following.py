"""What becomes of bank details and mandates by the passing of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.banking.actions.instructing import instruct
from palier.domain.banking.actions.leaving import follow_merged, stop_left
from palier.domain.banking.actions.steps import moved_account, moved_mandate
from palier.domain.banking.models import BankAccount, Collection, Mandate
from palier.domain.banking.queries.desk import SUBJECT
from palier.domain.banking.queries.mandates import changes_of
from palier.domain.banking.rules.schedule import ChangeKind, is_void
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import today
from palier.foundation.locking import lock

SLICE = 200


def follow(*, now: dt.datetime) -> int:
    """Expire links never followed, retire accounts that another has followed, void old mandates,
    stop those whose signer left.

    Harmless when run again. Give how many rows moved.
    """
    return (
        _expire_unconfirmed(now=now)
        + _retire_followed(now=now)
        + _withdraw_closed(now=now)
        + _void_unused(now=now)
        + follow_merged(now=now)
        + stop_left(now=now)
    )


@transaction.atomic
def _expire_unconfirmed(*, now: dt.datetime) -> int:
    rows = BankAccount.objects.filter(
        state=BankAccount.State.PROPOSED, confirm_until__lte=now
    ).select_related("tenant_account__agency")
    return _move(rows.order_by("pk")[:SLICE], BankAccount.State.EXPIRED, now)


@transaction.atomic
def _retire_followed(*, now: dt.datetime) -> int:
    """Retire a confirmed account once a later one of the same person may be used."""
    serving = BankAccount.objects.filter(state=BankAccount.State.CONFIRMED, usable_from__lte=now)
    newest: dict[int, BankAccount] = {}
    old: list[int] = []
    for account in serving.order_by("usable_from", "pk"):
        if account.person_id in newest:
            old.append(newest[account.person_id].pk)
        newest[account.person_id] = account
    rows = BankAccount.objects.filter(pk__in=old[:SLICE]).select_related("tenant_account__agency")
    return _move(rows, BankAccount.State.REPLACED, now)


@transaction.atomic
def _withdraw_closed(*, now: dt.datetime) -> int:
    """Withdraw what waits for a review that the desk closed by hand."""
    open_cases = Case.objects.filter(subject_kind=SUBJECT).exclude(state=Case.State.CLOSED)
    rows = BankAccount.objects.filter(
        state=BankAccount.State.UNDER_REVIEW, moved_at__lt=now - dt.timedelta(minutes=10)
    ).exclude(code__in=open_cases.values("subject_reference"))
    return _move(
        rows.select_related("tenant_account__agency")[:SLICE], BankAccount.State.WITHDRAWN, now
    )


@transaction.atomic
def _void_unused(*, now: dt.datetime) -> int:
    day, voided = today(now), 0
    rows = Mandate.objects.filter(
        state__in=Mandate.LIVE, signed_at__lt=now - dt.timedelta(days=36 * 30)
    ).select_related("tenant_account__agency")
    for mandate in lock(rows):
        last = (
            Collection.objects.filter(mandate=mandate)
            .order_by("-collected_on")
            .values_list("collected_on", flat=True)
            .first()
        )
        assert mandate.signed_at is not None, "a live mandate is signed"
        if not is_void(signed_on=today(mandate.signed_at), last_used_on=last, on=day):
            continue
        debit_day = changes_of([mandate.pk])[mandate.pk][-1].debit_day
        instruct(mandate, ChangeKind.STOP, debit_day, day, now)
        state, event = Mandate.State.EXPIRED, Event.MANDATE_EXPIRED
        moved_mandate(mandate, state, event, Actor.system(), now)
        voided += 1
    return voided


_EVENTS = {
    BankAccount.State.EXPIRED: Event.BANK_DETAILS_EXPIRED,
    BankAccount.State.REPLACED: Event.BANK_DETAILS_REPLACED,
    BankAccount.State.WITHDRAWN: Event.BANK_DETAILS_WITHDRAWN,
}


def _move(rows: Iterable[BankAccount], state: BankAccount.State, now: dt.datetime) -> int:
    keys = [row.pk for row in rows]
    found = lock(BankAccount.objects.filter(pk__in=keys).select_related("tenant_account__agency"))
    for account in found:
        moved_account(account, state, _EVENTS[state], Actor.system(), now)
    return len(found)
