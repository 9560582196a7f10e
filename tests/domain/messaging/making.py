"""Threads as the tests need them, made through the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of
from palier.domain.messaging import actions
from palier.domain.messaging.models import Thread, Topic
from tests.cast import Cast


def thread(cast: Cast, now: dt.datetime, **more: Any) -> Thread:
    """Awa asks about her charges, in the North."""
    asked: dict[str, Any] = {
        "tenant_account": cast.account,
        "person": cast.awa,
        "user": cast.awa_user,
        "topic": Topic.CHARGES,
        "title": "Eau chaude",
        "text": "Pourquoi la provision d’eau chaude a-t-elle doublé\u00a0?",
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    return actions.send(**(asked | more))


def act(staff: StaffMember, found: Thread, now: dt.datetime) -> dict[str, Any]:
    """What every act at the desk is given, by somebody who has just read the thread."""
    found = Thread.objects.select_related("case", "tenant_account__agency", "person").get(
        pk=found.pk
    )
    return {
        "thread": found,
        "revision": found.case.revision if found.case else 1,
        "staff": staff,
        "actor": actor_of(staff.user),
        "now": now,
    }


def answered(cast: Cast, now: dt.datetime, **more: Any) -> Thread:
    """Awa's question, with Nora's answer."""
    found = thread(cast, now)
    return actions.answer(
        **(act(cast.north_advisor, found, now) | {"text": "Le compteur a été remplacé."} | more)
    )
