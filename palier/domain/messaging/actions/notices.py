"""What other rooms put into a tenant's threads."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction

from palier.domain.audit.actions import record, reference_of
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.letters import kept_words_of
from palier.domain.casework.models import Case, Decision
from palier.domain.landlord.queries import today
from palier.domain.messaging.actions.steps import (
    LONGEST_TITLE,
    already_said,
    locked_thread,
    readers_of,
    said,
    written,
)
from palier.domain.messaging.letters import announce
from palier.domain.messaging.models import Message, Share, Thread, Topic
from palier.domain.messaging.queries.holders import present_holders
from palier.domain.tenancy.models import Person, TenantAccount

_OF_THE_ACCOUNT = frozenset({Case.Kind.CERTIFICATE.value})
_TOPIC_OF_KIND = {
    Case.Kind.CERTIFICATE.value: Topic.INSURANCE,
    Case.Kind.DECLARATION.value: Topic.HOUSEHOLD,
    Case.Kind.PAPER.value: Topic.PAPERS,
}


@transaction.atomic
def notify(
    *,
    tenant_account: TenantAccount,
    title: str,
    text: str,
    actor: Actor,
    now: dt.datetime,
    person: Person | None = None,
    topic: str = Topic.OTHER,
    about: models.Model | None = None,
    subject_kind: str = "",
    subject_reference: str = "",
    key: str = "",
    letter: bool = True,
) -> Thread | None:
    """Put a notice in front of a tenant, in a thread they can answer; ``None`` for nobody.

    ``person`` is whom it concerns alone; ``None`` is the present holders of the account, who
    read one thread together. A notice about a row (``about``, or its typed reference) joins
    the thread that is about it. ``key`` makes it told once, however often it is asked.
    ``letter``: an e-mail announces it, without title nor content; ``False`` when the room
    sends its own. Title and text are in the reader's language (``Person.language``).

    Raises:
        NothingWritten: ``text`` is empty.
    """
    text = written(text)
    before = already_said(key)
    if before is not None:
        return before.thread
    if about is not None:
        subject_kind, subject_reference = reference_of(about)
    people = [person] if person is not None else present_holders(tenant_account, today(now))
    if not people:
        return None
    thread = _thread_about(tenant_account, people[0], subject_kind, subject_reference)
    if thread is None:
        thread = Thread.objects.create(
            topic=topic,
            title=title.strip()[:LONGEST_TITLE],
            tenant_account=tenant_account,
            person=people[0],
            subject_kind=subject_kind,
            subject_reference=subject_reference,
            started_at=now,
            last_at=now,
        )
    for other in people[1:]:
        Share.objects.get_or_create(thread=thread, person=other, defaults={"shared_at": now})
    said(
        thread, text, from_agency=True, actor=actor, now=now, kind=Message.Kind.NOTICE,
        key=key or None,
    )  # fmt: skip
    record(
        event=Event.NOTICE_SENT,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account.pk,
        person_id=person.pk if person is not None else None,
        agency_id=tenant_account.agency.erp_id,
        subject=thread,
        title=title,
    )
    if letter:
        announce(thread, readers_of(thread), now=now)
    return thread


@transaction.atomic
def tell_decision(*, decision_id: int, now: dt.datetime) -> Thread | None:
    """Put an announced decision into the threads: the reason and what to do; once.

    What every holder of the account answers for is told to all of them; the rest to whom it
    concerns alone. ``casework`` sends the e-mail.
    """
    decision = (
        Decision.objects.filter(pk=decision_id, undone_at=None)
        .exclude(announced_at=None)
        .select_related("case__tenant_account__agency", "case__person")
        .first()
    )
    if decision is None:
        return None
    case, account = decision.case, decision.case.tenant_account
    if account is None:
        return None
    for_all = case.kind in _OF_THE_ACCOUNT
    if case.person is None and not for_all:
        return None
    return notify(
        tenant_account=account,
        person=None if for_all else case.person,
        topic=_TOPIC_OF_KIND.get(case.kind, Topic.OTHER),
        title=case.subject,
        text=kept_words_of(decision),
        subject_kind=case.subject_kind,
        subject_reference=case.subject_reference,
        key=f"decision:{decision.pk}",
        letter=False,
        actor=Actor.system(),
        now=now,
    )


def _thread_about(
    account: TenantAccount, person: Person, kind: str, reference: str
) -> Thread | None:
    if not kind:
        return None
    rows = Thread.objects.filter(
        tenant_account=account, person=person, subject_kind=kind, subject_reference=reference
    )
    found = rows.order_by("-last_at", "-pk").first()
    return locked_thread(found) if found is not None else None
