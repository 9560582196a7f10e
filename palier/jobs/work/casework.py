"""Cases: tell the tenant what was decided, once it can no longer be taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.casework import actions
from palier.domain.messaging.actions import tell_decision
from palier.jobs.registry import job


@job(actions.ANNOUNCE, retries=8, first_delay=dt.timedelta(seconds=30))
def announce_decision(*, now: dt.datetime, decision: int) -> None:
    with transaction.atomic():
        actions.announce_decision(decision_id=decision, now=now)
        tell_decision(decision_id=decision, now=now)


@job(actions.ASK, retries=8, first_delay=dt.timedelta(seconds=20))
def answer_lost_access(
    *,
    now: dt.datetime,
    reference: str,
    family_name: str,
    given_name: str,
    wish: str,
    phone: str,
) -> None:
    actions.answer_lost_access(
        reference=reference,
        family_name=family_name,
        given_name=given_name,
        wish=wish,
        phone=phone,
        now=now,
    )
