"""What the staff do in a thread. Each act names the revision of its case that was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import may_see_agency
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework import actions as casework
from palier.domain.casework.models import Case
from palier.domain.casework.rules import may_work_on
from palier.domain.documents.intake.actions.bundles import Bundle
from palier.domain.estate.models import Agency
from palier.domain.landlord.queries import today
from palier.domain.messaging import rules
from palier.domain.messaging.actions.drafts import drop_draft
from palier.domain.messaging.actions.steps import (
    LONGEST_TITLE,
    already_said,
    at_their_desk,
    attached,
    locked_thread,
    readers_of,
    said,
    users_of,
    written,
)
from palier.domain.messaging.letters import announce
from palier.domain.messaging.models import Message, Thread, Topic
from palier.domain.messaging.queries.holders import delay_for
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.sentences import Sentence, in_french

CENTRE = Sentence(gettext_noop("Votre message est confié à notre centre de relation locataires."))
SUPPORT = Sentence(gettext_noop("Votre message est confié à notre assistance technique."))
ELSEWHERE = Sentence(gettext_noop("Votre message est confié à : %(agency)s."))
CLOSED = Sentence(gettext_noop("L’agence a terminé la conversation : %(reason)s."))
REOPENED = Sentence(gettext_noop("L’agence a rouvert la conversation."))
SPOKEN = (Message.Kind.CALL, Message.Kind.VISIT)


@transaction.atomic
def answer(
    *,
    thread: Thread,
    revision: int,
    text: str,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
    kind: str = Message.Kind.MESSAGE,
    held_on: dt.date | None = None,
    keeps_promise: bool = True,
    closes: bool = False,
    bundle: Bundle | None = None,
    titles: Sequence[str] = (),
    key: str = "",
) -> Thread:
    """Answer in a thread, or note a call or a visit (``kind``) of the day ``held_on``.

    ``keeps_promise``: the agency has answered; ``False`` for a call that was not the answer
    yet. ``closes``: nothing is left to say. The readers are told by e-mail that a message
    waits, except of what they said themselves on the telephone or at the counter.

    Raises:
        NothingWritten: ``text`` is empty.
        CaseChanged, NotYours, AlreadyClosed: as the acts on a case.
        AlreadySent, Infected: about the files.
    """
    text = written(text)
    if thread.case is not None and (keeps_promise or closes):
        casework.mark_answered(
            case=thread.case, revision=revision, staff=staff, actor=actor, now=now
        )
    elif thread.case is not None:
        casework.mark_noted(case=thread.case, revision=revision, staff=staff)
    else:
        at_their_desk(thread, staff)
    locked = locked_thread(thread)
    if already_said(key) is not None:
        return locked
    message = said(
        locked, text, from_agency=True, author=staff.user, actor=actor, now=now,
        kind=kind, held_on=held_on, key=key or None,
    )  # fmt: skip
    attached(message, bundle, titles, now)
    if kind in SPOKEN:
        _noted(locked, message, actor, now)
    elif thread.case is None:
        _wrote(locked, actor, now)
    if closes and locked.case is not None:
        case = Case.objects.get(pk=locked.case.pk)
        casework.close_case(
            case=case, revision=case.revision, reason=Case.Ending.ANSWERED, staff=staff,
            actor=actor, now=now,
        )  # fmt: skip
    if kind not in SPOKEN:
        announce(locked, readers_of(locked), now=now)
    drop_draft(user=staff.user, tenant_account=locked.tenant_account, thread=locked)
    return locked


@transaction.atomic
def start(
    *,
    tenant_account: TenantAccount,
    person: Person,
    topic: str,
    title: str,
    text: str,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
    kind: str = Message.Kind.MESSAGE,
    held_on: dt.date | None = None,
    owes_answer: bool = False,
    bundle: Bundle | None = None,
    titles: Sequence[str] = (),
    key: str = "",
) -> Thread:
    """Write first to a holder, or note a call or a visit that no thread is about yet.

    ``owes_answer``: the agency said it would come back to it; a case keeps the promise.

    Raises:
        NothingWritten
        NotYours: the account is of another agency.
    """
    text = written(text)
    if not (
        may_see_agency(staff, tenant_account.agency.erp_id) and may_work_on(staff.role, "message")
    ):
        raise NotYours()
    before = already_said(key)
    if before is not None:
        return before.thread
    thread = Thread(
        topic=topic,
        title=(title.strip() or in_french(Topic(topic).label).capitalize())[:LONGEST_TITLE],
        tenant_account=tenant_account,
        person=person,
        started_at=now,
        last_at=now,
    )
    if owes_answer:
        thread.case = casework.open_case(
            kind=Case.Kind.MESSAGE,
            subject=thread.title,
            tenant_account=tenant_account,
            person=person,
            user=next(iter(users_of([person.pk])), None),
            team=rules.team_for(topic),
            facts={"topic": topic},
            about=thread,
            filed_by=staff,
            delay_days=delay_for(thread.tenant_account.agency.erp_id, thread.topic, today(now)),
            actor=actor,
            now=now,
        )
    thread.save()
    message = said(
        thread, text, from_agency=True, author=staff.user, actor=actor, now=now,
        kind=kind, held_on=held_on, key=key or None,
    )  # fmt: skip
    attached(message, bundle, titles, now)
    if kind in SPOKEN:
        _noted(thread, message, actor, now)
    else:
        _wrote(thread, actor, now)
        announce(thread, readers_of(thread), now=now)
    return thread


@transaction.atomic
def transfer(
    *,
    thread: Thread,
    revision: int,
    to: Agency | None,
    team: str,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Thread:
    """Hand the thread, whole, to another agency, a team, or the centre (``to`` is ``None``).

    The promise stands, and the tenant reads who has it now.

    Raises:
        CaseChanged, NotYours, AlreadyClosed
    """
    assert thread.case is not None
    casework.transfer_case(
        case=thread.case, revision=revision, to=to, team=team, staff=staff, actor=actor, now=now
    )
    locked = locked_thread(thread)
    sentence = SUPPORT if team else ELSEWHERE if to else CENTRE
    text = sentence.in_french(agency=to.name if to else "")
    _event(locked, text, staff, actor, now)
    return locked


@transaction.atomic
def close(
    *,
    thread: Thread,
    revision: int,
    reason: str,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Thread:
    """Finish the thread with a coded reason, which the tenant reads.

    Raises:
        ReasonNotAllowed, CaseChanged, NotYours, AlreadyClosed
    """
    assert thread.case is not None
    unanswered = thread.case.is_waiting
    casework.close_case(
        case=thread.case, revision=revision, reason=reason, staff=staff, actor=actor, now=now
    )
    locked = locked_thread(thread)
    text = CLOSED.in_french(reason=Case.Ending(reason).label)
    _event(locked, text, staff, actor, now)
    if unanswered:
        locked.last_from_agency_at = now
        locked.save(update_fields=["last_from_agency_at"])
        announce(locked, readers_of(locked), now=now)
    return locked


@transaction.atomic
def reopen(
    *, thread: Thread, revision: int, staff: StaffMember, actor: Actor, now: dt.datetime
) -> Thread:
    """Open a finished thread again, with a new promise.

    Raises:
        CaseChanged, NotYours, MoveRefused
    """
    assert thread.case is not None
    casework.reopen_case(case=thread.case, revision=revision, staff=staff, actor=actor, now=now)
    locked = locked_thread(thread)
    _event(locked, REOPENED.in_french(), staff, actor, now)
    return locked


def _event(thread: Thread, text: str, staff: StaffMember, actor: Actor, now: dt.datetime) -> None:
    said(
        thread, text, from_agency=True, author=staff.user, actor=actor, now=now,
        kind=Message.Kind.EVENT,
    )  # fmt: skip


def _noted(thread: Thread, message: Message, actor: Actor, now: dt.datetime) -> None:
    _recorded(thread, Event.EXCHANGE_NOTED, actor, now, what=message.kind)


def _wrote(thread: Thread, actor: Actor, now: dt.datetime) -> None:
    _recorded(thread, Event.AGENCY_WROTE, actor, now)


def _recorded(thread: Thread, event: Event, actor: Actor, now: dt.datetime, **facts: str) -> None:
    record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=thread.tenant_account_id,
        person_id=thread.person_id,
        agency_id=thread.tenant_account.agency.erp_id,
        subject=thread,
        title=thread.title,
        **facts,
    )
