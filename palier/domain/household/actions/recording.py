"""What becomes of declarations besides the advisor: the ERP, the antivirus, the desk's closing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import close_case_of
from palier.domain.casework.models import Case
from palier.domain.documents.models import StoredFile
from palier.domain.household.actions.declaring import moved
from palier.domain.household.models import Declaration
from palier.domain.household.queries.declarations import SUBJECT
from palier.domain.household.queries.members import known_members, member_named
from palier.domain.household.rules.changes import CHANGES, Direction
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.foundation.locking import lock

SLICE = 200


def compare_with_erp(*, now: dt.datetime) -> int:
    """Mark as recorded what the current delivery says by itself; give how many.

    A change shows when the person is in the ERP's household, is there no longer, or is there
    under the new tie. What the ERP does not say yet goes on waiting.
    """
    recorded, last = 0, 0
    while keys := _accepted_after(last):
        last = keys[-1]
        recorded += _compare_slice(keys, now=now)
    return recorded


def stop_infected(*, now: dt.datetime) -> int:
    """Stop the declarations whose proof the antivirus has refused, and tell who sent them."""
    rows = Declaration.objects.filter(
        state=Declaration.State.UNDER_REVIEW, document__file__state=StoredFile.State.REFUSED
    )
    return sum(_stop(key, now) for key in rows.order_by("pk").values_list("pk", flat=True)[:SLICE])


def follow_closed_cases(*, now: dt.datetime) -> int:
    """Withdraw what waits although the desk closed its case by hand (duplicate, withdrawn…)."""
    closed = Case.objects.filter(
        kind=Case.Kind.DECLARATION, subject_kind=SUBJECT, state=Case.State.CLOSED
    )
    rows = Declaration.objects.filter(
        state=Declaration.State.UNDER_REVIEW, code__in=closed.values("subject_reference")
    )
    return sum(
        _withdraw(key, now) for key in rows.order_by("pk").values_list("pk", flat=True)[:SLICE]
    )


def _accepted_after(last: int) -> list[int]:
    rows = Declaration.objects.filter(state__in=Declaration.WAITING_FOR_ERP, pk__gt=last)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:SLICE])


@transaction.atomic
def _compare_slice(keys: list[int], *, now: dt.datetime) -> int:
    day, recorded = today(now), 0
    waiting = Declaration.objects.filter(pk__in=keys, state__in=Declaration.WAITING_FOR_ERP)
    for declaration in lock(waiting.select_related("lease")):
        if _is_echoed(declaration, day):
            moved(
                declaration,
                Declaration.State.RECORDED,
                Event.HOUSEHOLD_RECORDED,
                Actor.erp(),
                now,
            )
            recorded += 1
    return recorded


def _is_echoed(declaration: Declaration, day: dt.date) -> bool:
    found = member_named(known_members(declaration.lease, day), declaration)
    direction = CHANGES[declaration.change_kind].direction
    if direction == Direction.DEPARTURE:
        leaves_on = declaration.accepted_from or declaration.effective_on
        return found is None and leaves_on <= day
    if found is None:
        return False
    return direction == Direction.ARRIVAL or found.relation == declaration.relation


@transaction.atomic
def _stop(key: int, now: dt.datetime) -> bool:
    rows = Declaration.objects.filter(pk=key, state=Declaration.State.UNDER_REVIEW)
    for declaration in lock(rows.select_related("user")):
        actor = Actor.system()
        moved(declaration, Declaration.State.STOPPED, Event.HOUSEHOLD_STOPPED, actor, now)
        close_case_of(
            subject_kind=SUBJECT, subject_reference=declaration.code, actor=actor, now=now
        )
        if declaration.user is not None:
            queue_mail(
                to=declaration.user.email,
                template="mail/household_stopped",
                context={"path": f"/mon-foyer/declarations/{declaration.code}/"},
                now=now,
                language=declaration.user.language,
            )
        return True
    return False


@transaction.atomic
def _withdraw(key: int, now: dt.datetime) -> bool:
    rows = Declaration.objects.filter(pk=key, state=Declaration.State.UNDER_REVIEW)
    for declaration in lock(rows):
        still_open = Case.objects.filter(
            subject_kind=SUBJECT, subject_reference=declaration.code
        ).exclude(state=Case.State.CLOSED)
        if still_open.exists():
            return False
        moved(
            declaration,
            Declaration.State.WITHDRAWN,
            Event.HOUSEHOLD_WITHDRAWN,
            Actor.system(),
            now,
        )
        return True
    return False
