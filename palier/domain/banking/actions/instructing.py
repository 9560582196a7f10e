"""Pause, resume, move to another day, stop: each counts from a day that the person is told.

Only who signed may; an instruction that would undo itself before it counts is simply the last.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.banking.actions.errors import ChangeRefused
from palier.domain.banking.actions.steps import locked_mandate, moved_mandate, record_about
from palier.domain.banking.models import Mandate, MandateChange
from palier.domain.banking.queries.mandates import changes_of, terms_on
from palier.domain.banking.rules.schedule import (
    Change,
    ChangeKind,
    Terms,
    counts_from,
    day_counts_from,
)
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail


@transaction.atomic
def pause_debits(*, mandate: Mandate, actor: Actor, now: dt.datetime) -> MandateChange:
    """Suspend the debits, from the first one whose cut-off is not past.

    Raises:
        MoveRefused: it is paused already, or over.
    """
    locked, changes, terms = _read(mandate, now)
    effective_on = counts_from(changes, today(now), terms)
    change = instruct(locked, ChangeKind.PAUSE, changes[-1].debit_day, effective_on, now)
    _move(locked, Mandate.State.PAUSED, Event.MANDATE_PAUSED, change, actor, now)
    return change


@transaction.atomic
def resume_debits(*, mandate: Mandate, actor: Actor, now: dt.datetime) -> MandateChange:
    """Take the debits up again, from the first one whose cut-off is not past.

    Raises:
        MoveRefused: it is not paused.
    """
    locked, changes, terms = _read(mandate, now)
    effective_on = counts_from(changes, today(now), terms)
    change = instruct(locked, ChangeKind.RESUME, changes[-1].debit_day, effective_on, now)
    _move(locked, Mandate.State.ACTIVE, Event.MANDATE_RESUMED, change, actor, now)
    return change


@transaction.atomic
def stop_debits(*, mandate: Mandate, actor: Actor, now: dt.datetime) -> MandateChange:
    """End the mandate for good, from the first debit whose cut-off is not past.

    Raises:
        MoveRefused: it is over already.
    """
    locked, changes, terms = _read(mandate, now)
    effective_on = counts_from(changes, today(now), terms)
    change = instruct(locked, ChangeKind.STOP, changes[-1].debit_day, effective_on, now)
    _move(locked, Mandate.State.STOPPED, Event.MANDATE_STOPPED, change, actor, now)
    return change


@transaction.atomic
def change_debit_day(
    *, mandate: Mandate, debit_day: int, actor: Actor, now: dt.datetime
) -> MandateChange:
    """Debit on the 5th or the 10th from the first month that can still be announced.

    Raises:
        ChangeRefused: the mandate is over, or this is its day already.
    """
    locked, changes, terms = _read(mandate, now)
    if locked.state not in Mandate.LIVE:
        raise ChangeRefused(_("Ce mandat est terminé. Signez-en un nouveau."))
    if changes[-1].debit_day == debit_day:
        raise ChangeRefused(_("C’est déjà le jour de votre prélèvement."))
    effective_on = day_counts_from(changes, today(now), debit_day, terms)
    change = instruct(locked, ChangeKind.DAY, debit_day, effective_on, now)
    record_about(
        locked,
        Event.MANDATE_DAY_CHANGED,
        actor,
        now,
        day=debit_day,
        effective_on=effective_on.isoformat(),
    )
    _tell(locked, change, now)
    return change


def _read(mandate: Mandate, now: dt.datetime) -> tuple[Mandate, list[Change], Terms]:
    locked = locked_mandate(mandate.pk)
    changes = changes_of([locked.pk])[locked.pk]
    if not changes:
        raise ChangeRefused(_("Ce mandat n’est pas signé."))
    return locked, changes, terms_on(settings_on(today(now)))


def instruct(
    mandate: Mandate, kind: ChangeKind, day: int, effective_on: dt.date, now: dt.datetime
) -> MandateChange:
    """Write an instruction down, on the account that was signed for last."""
    return MandateChange.objects.create(
        mandate=mandate,
        kind=kind.value,
        debit_day=day,
        bank_account=mandate.bank_account,
        effective_on=effective_on,
        asked_at=now,
    )


def _move(
    mandate: Mandate,
    to: str,
    event: Event,
    change: MandateChange,
    actor: Actor,
    now: dt.datetime,
) -> None:
    moved_mandate(mandate, to, event, actor, now, effective_on=change.effective_on.isoformat())
    _tell(mandate, change, now)


def _tell(mandate: Mandate, change: MandateChange, now: dt.datetime) -> None:
    queue_mail(
        to=mandate.user.email,
        template="mail/mandate_changed",
        context={
            "kind": change.kind,
            "day": change.debit_day,
            "rum": mandate.rum,
            "effective_on": change.effective_on,
        },
        now=now,
        language=mandate.user.language,
    )
