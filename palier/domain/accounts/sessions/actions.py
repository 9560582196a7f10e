"""Every write to open sessions, but those of the session engine itself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.accounts.models import OpenSession, User
from palier.domain.accounts.sessions.queries import open_session_for
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.mail.actions import queue_mail


def note_gesture(*, code: str, now: dt.datetime) -> None:
    """Note that the person of the session ``code`` did something.

    One statement of its own: nothing else hangs on it.
    """
    OpenSession.objects.filter(code=code).update(seen_at=now)


@transaction.atomic
def close_session(*, user: User, code: str, actor: Actor, now: dt.datetime) -> None:
    """Sign one browser of ``user`` out, wherever it is; its next request is nobody's.

    Raises:
        NotYours: ``code`` is no session of theirs.
    """
    open_session_for(user, code).delete()
    record(event=Event.SESSION_CLOSED, actor=actor, now=now, subject=user)


@transaction.atomic
def close_other_sessions(*, user: User, current_code: str, actor: Actor, now: dt.datetime) -> int:
    """Sign every other browser of ``user`` out; gives how many there were."""
    closed, _rows = OpenSession.objects.filter(user=user).exclude(code=current_code).delete()
    record(event=Event.OTHER_SESSIONS_CLOSED, actor=actor, now=now, subject=user, closed=closed)
    return closed


@transaction.atomic
def close_every_session(
    *,
    user: User,
    tenant_account_id: int,
    person_id: int,
    agency_id: str,
    actor: Actor,
    now: dt.datetime,
) -> int:
    """Sign ``user`` out everywhere, from the desk, and tell them; gives how many there were.

    Source: OWASP ASVS 5.0, 7.4.5.
    """
    closed, _rows = OpenSession.objects.filter(user=user).delete()
    record(
        event=Event.SESSIONS_ENDED,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account_id,
        person_id=person_id,
        agency_id=agency_id,
        subject=user,
        closed=closed,
    )
    if closed:
        queue_mail(
            to=user.email,
            template="mail/sessions_ended",
            context={"name": str(user)},
            now=now,
            language=user.language,
        )
    return closed


@transaction.atomic
def close_all_sessions(*, actor: Actor, now: dt.datetime) -> int:
    """Sign everybody out, staff included, after an incident; gives how many there were."""
    closed, _rows = OpenSession.objects.exclude(user=None).delete()
    record(event=Event.EVERYBODY_SIGNED_OUT, actor=actor, now=now, closed=closed)
    return closed


@transaction.atomic
def drop_sessions(*, user: User) -> None:
    """Delete every session of ``user``: part of a change that is recorded by its own name."""
    OpenSession.objects.filter(user=user).delete()
