"""The agency asks for a paper, asks no more, and reminds of it.

DomainError
├── NotTheirAccount   the person does not hold this account today
└── DeadlinePassed    the deadline is not a day to come
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import may_see_agency
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework import rules as casework_rules
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import delivered, settings_on, today
from palier.domain.papers import letters
from palier.domain.papers.actions.steps import close_waiting_of, move_request
from palier.domain.papers.models import PaperRequest, RequestReminder
from palier.domain.papers.rules import ASK_REASONS, AskReason, reminder_due, reminder_key, title_of
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.locking import lock_one

SLICE = 200
"""Requests a transaction, letters included: under a second on SQLite."""


class NotTheirAccount(DomainError):
    """The person does not hold this account today."""


class DeadlinePassed(DomainError):
    """The deadline is not a day to come."""


@transaction.atomic
def ask_for_paper(
    *,
    tenant_account: TenantAccount,
    person: Person | None,
    kind: str,
    precision: str,
    reason_code: str,
    note: str,
    due_on: dt.date,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> PaperRequest:
    """Ask for a paper, of ``person`` or (``None``) of any holder; tell them by e-mail.

    ``precision`` names the paper better than its kind; ``note`` is a sentence more.

    Raises:
        NotTheirAccount, DeadlinePassed.
        NotYours: the account is outside the agencies or the trade of ``staff``.
    """
    _refuse_stranger(staff, tenant_account)
    day = today(now)
    if due_on <= day:
        raise DeadlinePassed(_("L’échéance doit être un jour à venir."))
    if person is not None and not _holds(person, tenant_account, day):
        raise NotTheirAccount(_("Cette personne n’est pas titulaire de ce compte aujourd’hui."))
    with translation.override(person.language if person else "fr"):
        reason = str(ASK_REASONS[AskReason(reason_code)])
        title = title_of(kind, precision)
    asked = PaperRequest.objects.create(
        tenant_account=tenant_account,
        person=person,
        kind=kind,
        title=title[:120],
        reason_code=reason_code,
        reason=reason,
        note=note.strip(),
        due_on=due_on,
        asked_by=staff,
        asked_at=now,
        moved_at=now,
    )
    record(
        event=Event.PAPER_ASKED,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account.pk,
        person_id=person.pk if person else None,
        subject=asked,
        what=asked.title,
        due_on=due_on.isoformat(),
    )
    letters.tell_asked(asked, now=now)
    return asked


@transaction.atomic
def cancel_request(
    *, asked: PaperRequest, staff: StaffMember, actor: Actor, now: dt.datetime
) -> PaperRequest:
    """Ask no more for a paper; what waits about it is closed.

    Raises:
        NotYours: it is outside the agencies or the trade of ``staff``.
        palier.foundation.errors.MoveRefused: it is settled already.
    """
    _refuse_stranger(staff, asked.tenant_account)
    locked = lock_one(PaperRequest.objects.filter(pk=asked.pk))
    close_waiting_of(locked, actor, now, ending=Case.Ending.WITHDRAWN)
    move_request(locked, PaperRequest.State.CANCELLED, actor, now)
    record(
        event=Event.PAPER_ASKING_CANCELLED,
        actor=actor,
        now=now,
        tenant_account_id=locked.tenant_account_id,
        person_id=locked.person_id,
        subject=locked,
        what=locked.title,
    )
    return locked


def remind_of_papers(*, now: dt.datetime) -> int:
    """Write what is due today about papers still to be given, once each; give how many letters.

    Nobody is reminded while a deposit or an impediment awaits its answer. The days are the
    landlord's setting ``paper_reminder_days``.
    """
    day = today(now)
    offsets = [int(each) for each in settings_on(day)["paper_reminder_days"]]
    if not offsets:
        return 0
    first = day - dt.timedelta(days=max(offsets) + 7)
    last_day = day - dt.timedelta(days=min(offsets))
    waiting = PaperRequest.objects.filter(
        state=PaperRequest.State.ASKED, due_on__range=(first, last_day)
    )
    count, last = 0, 0
    while rows := list(waiting.filter(pk__gt=last).order_by("pk")[:SLICE]):
        last = rows[-1].pk
        count += _remind_slice([row.pk for row in rows], offsets, day, now)
    return count


@transaction.atomic
def _remind_slice(
    keys: Sequence[int], offsets: Sequence[int], day: dt.date, now: dt.datetime
) -> int:
    rows = PaperRequest.objects.filter(pk__in=keys, state=PaperRequest.State.ASKED)
    done = set(RequestReminder.objects.filter(request__in=keys).values_list("request_id", "key"))
    count = 0
    for asked in rows.select_related("tenant_account").order_by("pk"):
        offset = reminder_due(asked.due_on, day, offsets)
        # What was asked for after the day of the reminder needs none.
        if offset is None or today(asked.asked_at) > asked.due_on + dt.timedelta(days=offset):
            continue
        key = reminder_key(asked.due_on, offset)
        if (asked.pk, key) in done:
            continue
        count += letters.remind(asked, now=now)
        RequestReminder.objects.create(request=asked, key=key, reminded_at=now)
        record(
            event=Event.PAPER_REMINDED,
            actor=Actor.system(),
            now=now,
            tenant_account_id=asked.tenant_account_id,
            person_id=asked.person_id,
            subject=asked,
        )
    return count


def _refuse_stranger(staff: StaffMember, account: TenantAccount) -> None:
    in_trade = casework_rules.may_work_on(staff.role, Case.Kind.PAPER)
    if not (in_trade and may_see_agency(staff, account.agency.erp_id)):
        raise NotYours()


def _holds(person: Person, account: TenantAccount, day: dt.date) -> bool:
    return (
        AccountHolder.objects.filter(
            delivered(), tenant_account=account, person=person, absent_since=None
        )
        .filter(Q(ends_on=None) | Q(ends_on__gte=day))
        .exists()
    )
