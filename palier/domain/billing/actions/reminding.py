"""Remind people of a date, before it: once, kindly, without an amount or a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from django.db import transaction

from palier.domain.access.queries import users_holding
from palier.domain.accounts.models import User
from palier.domain.billing import queries
from palier.domain.billing.models import DueReminder, RentNotice
from palier.domain.landlord.queries import settings_on, today
from palier.domain.ledger.queries import balances_of
from palier.domain.mail.actions import queue_mail

DEBIT_IS_NEAR = dt.timedelta(days=20)
SLICE = 200
"""Avis a transaction, letters included: under a second on SQLite."""


Debited = Callable[[Collection[int], dt.date, dt.date], set[int]]


def remind_before_due(*, now: dt.datetime, debited: Debited | None = None) -> int:
    """Write once to whoever still owes something on an avis that falls due soon.

    Nobody is reminded who owes nothing or pays by direct debit: ``debited`` tells which of some
    accounts a mandate signed in the portal debits between two days. A run that was missed or
    stopped is made up by the next one, as long as the date has not passed. The delay is
    the landlord's setting ``reminder_days_before_due``; 0 sends none.

    Returns the number of letters queued.
    """
    day = today(now)
    days = settings_on(day)["reminder_days_before_due"]
    if days <= 0:
        return 0
    letters, last = 0, 0
    waiting = queries.notices_to_remind_of(day, day + dt.timedelta(days=days))
    while notices := list(waiting.filter(pk__gt=last).order_by("pk")[:SLICE]):
        last = notices[-1].pk
        letters += _remind_slice(notices, day=day, now=now, debited=debited)
    return letters


@transaction.atomic
def _remind_slice(
    notices: Sequence[RentNotice], *, day: dt.date, now: dt.datetime, debited: Debited | None
) -> int:
    done = set(
        DueReminder.objects.filter(number__in=[notice.number for notice in notices]).values_list(
            "number", flat=True
        )
    )
    notices = [notice for notice in notices if notice.number not in done]
    accounts = {notice.tenant_account_id for notice in notices}
    owed = balances_of(list(accounts))
    by_bank = debited(accounts, day, day + DEBIT_IS_NEAR) if debited else set()
    told = users_holding(accounts, day)
    letters = 0
    for notice in notices:
        if owed.get(notice.tenant_account_id, 0) <= 0 or notice.tenant_account_id in by_bank:
            continue
        for user in told.get(notice.tenant_account_id, ()):
            _remind(user, notice.due_on, now=now)
            letters += 1
    # Written for the avis that needed none as well: the run of tomorrow skips them. Someone
    # whose payment bounces meanwhile is told by the rejection, not by a reminder.
    DueReminder.objects.bulk_create(
        [DueReminder(number=notice.number, reminded_at=now) for notice in notices],
        ignore_conflicts=True,
    )
    return letters


def _remind(user: User, due_on: dt.date, *, now: dt.datetime) -> None:
    queue_mail(
        to=user.email,
        template="mail/rent_due_soon",
        context={"name": user.display_name, "due_on": due_on},
        now=now,
        language=user.language,
        in_bulk=True,
    )
