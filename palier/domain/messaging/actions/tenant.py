"""What a tenant does: write, answer, say that it is settled, share, read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.access.rules.delegating import may_share
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import may_see_agency
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework import actions as casework
from palier.domain.casework.models import Case
from palier.domain.documents.acknowledgements.actions import acknowledge
from palier.domain.documents.intake.actions.bundles import Bundle
from palier.domain.documents.models import StoredFile
from palier.domain.landlord.queries import today
from palier.domain.messaging import rules
from palier.domain.messaging.actions.drafts import drop_draft
from palier.domain.messaging.actions.errors import NotAReader
from palier.domain.messaging.actions.steps import (
    LONGEST_TITLE,
    already_said,
    attached,
    locked_thread,
    readers_of,
    said,
    written,
)
from palier.domain.messaging.letters import announce, confirm_sending
from palier.domain.messaging.models import Message, Reading, Share, Thread, Topic
from palier.domain.messaging.queries.holders import delay_for, present_holders
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock
from palier.foundation.sentences import Sentence, in_french

SETTLED = Sentence(gettext_noop("%(who)s a terminé la conversation : c’est réglé."))
SENT = Sentence(gettext_noop("Message n° %(number)s"))
SENT_WITH_FILES = Sentence(gettext_noop("Message n° %(number)s et ses pièces jointes"))
FILE = Sentence(gettext_noop("Pièce jointe %(rank)s"))
TITLE = gettext_lazy("Objet")
TEXT = gettext_lazy("Message")


@transaction.atomic
def send(
    *,
    tenant_account: TenantAccount,
    person: Person,
    user: User | None,
    topic: str,
    text: str,
    actor: Actor,
    now: dt.datetime,
    title: str = "",
    filed_by: StaffMember | None = None,
    share_with: Sequence[Person] = (),
    bundle: Bundle | None = None,
    titles: Sequence[str] = (),
    key: str = "",
) -> Thread:
    """Write to the agency: a new thread, its number, its promise.

    ``share_with`` are the co-holders who may read and answer; nobody unless chosen.
    ``bundle`` are the files (``intake.actions.assemble``) and ``titles`` their names. ``key``
    is that of the form: sent twice, it gives the same thread. ``filed_by`` is who wrote it down
    at the counter for the tenant, who may have no ``user``; they leave with a receipt.

    Raises:
        NothingWritten: ``text`` is empty.
        NotYours: the account is of another agency than those of ``filed_by``, or a delegate
            would share the thread.
        NotAReader: somebody of ``share_with`` does not hold the account today.
        AlreadySent, Infected: about the files, as ``intake.actions.store``.
    """
    text = written(text)
    if filed_by is not None and not may_see_agency(filed_by, tenant_account.agency.erp_id):
        raise NotYours()
    if share_with and not may_share(actor.kind):
        raise NotYours()
    lock(TenantAccount.objects.filter(pk=tenant_account.pk))
    before = already_said(key)
    if before is not None:
        return before.thread
    _present(tenant_account, share_with, now)
    thread = Thread(
        topic=topic,
        title=(title.strip() or _capital(in_french(Topic(topic).label)))[:LONGEST_TITLE],
        tenant_account=tenant_account,
        person=person,
        started_at=now,
        last_at=now,
    )
    thread.case = _case_of(thread, user, actor, now, filed_by)
    thread.save()
    for other in share_with:
        Share.objects.create(thread=thread, person=other, shared_at=now)
    message = said(
        thread, text, from_agency=False, author=user, actor=actor, now=now, key=key or None,
        author_name=person.full_name if filed_by else "", filed_by=filed_by,
    )  # fmt: skip
    _received(message, attached(message, bundle, titles, now), user, actor, now)
    if share_with:
        _tell_shared(thread, share_with, actor, now)
    if user is not None and filed_by is None:
        drop_draft(user=user, tenant_account=tenant_account, thread=None)
    return thread


@transaction.atomic
def reply(
    *,
    thread: Thread,
    user: User,
    text: str,
    actor: Actor,
    now: dt.datetime,
    bundle: Bundle | None = None,
    titles: Sequence[str] = (),
    key: str = "",
) -> Thread:
    """Write again in a thread; what was finished is reopened, with a new promise.

    Raises:
        NothingWritten, AlreadySent, Infected: as ``send``.
    """
    text = written(text)
    if thread.case is not None:
        lock(Case.objects.filter(pk=thread.case.pk))
    locked = locked_thread(thread)
    before = already_said(key)
    if before is not None:
        return locked
    if locked.case is None:
        locked.case = _case_of(locked, user, actor, now)
        locked.save(update_fields=["case"])
    else:
        locked.case = casework.mark_continued(
            case=locked.case,
            delay_days=delay_for(locked.case.agency_id, locked.topic, today(now)),
            actor=actor,
            now=now,
        )
    message = said(
        locked, text, from_agency=False, author=user, actor=actor, now=now, key=key or None
    )
    _received(message, attached(message, bundle, titles, now), user, actor, now)
    announce(locked, [each for each in readers_of(locked) if each.pk != user.pk], now=now)
    drop_draft(user=user, tenant_account=locked.tenant_account, thread=locked)
    return locked


@transaction.atomic
def settle(*, thread: Thread, user: User, actor: Actor, now: dt.datetime) -> Thread:
    """Finish a thread because its reader says that it is settled.

    Raises:
        AlreadyClosed: it is finished, or never asked anything.
    """
    if thread.case is None:
        raise casework.AlreadyClosed(_("Cette conversation n’attend pas de réponse."))
    casework.mark_settled(case=thread.case, actor=actor, now=now)
    locked = locked_thread(thread)
    text = SETTLED.in_french(who=actor.name)
    said(
        locked, text, from_agency=False, author=user, actor=actor, now=now, kind=Message.Kind.EVENT
    )
    return locked


@transaction.atomic
def share(*, thread: Thread, people: Sequence[Person], actor: Actor, now: dt.datetime) -> Thread:
    """Let present co-holders read and answer a thread, from its beginning.

    Raises:
        NotAReader
        NotYours: a delegate does not decide who else reads what is the person's own.
    """
    if not may_share(actor.kind):
        raise NotYours()
    locked = locked_thread(thread)
    _present(locked.tenant_account, people, now)
    new = [
        person
        for person in people
        if Share.objects.get_or_create(thread=locked, person=person, defaults={"shared_at": now})[1]
    ]
    if new:
        _tell_shared(locked, new, actor, now)
        announce(
            locked,
            [each for each in readers_of(locked) if str(each.pk) != actor.reference],
            now=now,
        )
    return locked


@transaction.atomic
def stop_sharing(*, thread: Thread, actor: Actor, now: dt.datetime) -> Thread:
    """Keep a thread for its person again; what others have read they have read."""
    locked = locked_thread(thread)
    Share.objects.filter(thread=locked).delete()
    record(
        event=Event.THREAD_UNSHARED,
        actor=actor,
        now=now,
        tenant_account_id=locked.tenant_account_id,
        person_id=locked.person_id,
        agency_id=locked.tenant_account.agency.erp_id,
        subject=locked,
        title=locked.title,
    )
    return locked


def mark_read(
    *,
    thread: Thread,
    user: User,
    read_at: dt.datetime | None,
    now: dt.datetime,
    at_desk: bool = False,
) -> None:
    """Note in one statement that ``user`` has read the thread up to now.

    ``read_at``: until when they had, ``None`` for never; nothing is noted when nothing is new.
    """
    if read_at is not None and read_at >= thread.last_at:
        return
    Reading.objects.bulk_create(
        [Reading(thread=thread, user=user, read_at=now, at_desk=at_desk)],
        update_conflicts=True,
        unique_fields=["thread", "user"],
        update_fields=["read_at", "at_desk"],
    )


def _case_of(
    thread: Thread,
    user: User | None,
    actor: Actor,
    now: dt.datetime,
    filed_by: StaffMember | None = None,
) -> Case:
    return casework.open_case(
        kind=Case.Kind.MESSAGE,
        subject=thread.title,
        tenant_account=thread.tenant_account,
        person=thread.person,
        user=user,
        team=rules.team_for(thread.topic),
        facts={"topic": thread.topic},
        about=thread,
        filed_by=filed_by,
        delay_days=delay_for(thread.tenant_account.agency.erp_id, thread.topic, today(now)),
        actor=actor,
        now=now,
    )


def _received(
    message: Message, files: list[StoredFile], user: User | None, actor: Actor, now: dt.datetime
) -> None:
    """Acknowledge: files by a receipt with their hashes, words alone by a shorter letter.

    What was written down at the counter has its receipt whatever it holds: it is printed.
    """
    thread, at_counter = message.thread, message.filed_by is not None
    assert thread.case is not None
    if not files and user is not None and not at_counter:
        confirm_sending(thread, user, thread.case.promised_on, now=now)
        return
    acknowledge(
        about=message,
        what=(SENT_WITH_FILES if files else SENT).in_french(number=thread.number),
        tenant_account=thread.tenant_account,
        person=thread.person,
        user=user,
        shared=False,
        files=[(file, FILE.in_french(rank=rank)) for rank, file in enumerate(files, start=1)],
        shown=[(in_french(TITLE), thread.title), (in_french(TEXT), message.text)]
        if at_counter
        else (),
        promised_on=thread.case.promised_on,
        filed_by=message.filed_by,
        actor=actor,
        now=now,
    )


def _present(account: TenantAccount, people: Sequence[Person], now: dt.datetime) -> None:
    if not people:
        return
    holders = {person.pk for person in present_holders(account, today(now))}
    if any(person.pk not in holders for person in people):
        raise NotAReader(
            _("Cette personne n’est plus titulaire du compte : la conversation reste à vous.")
        )


def _tell_shared(thread: Thread, people: Sequence[Person], actor: Actor, now: dt.datetime) -> None:
    record(
        event=Event.THREAD_SHARED,
        actor=actor,
        now=now,
        tenant_account_id=thread.tenant_account_id,
        person_id=thread.person_id,
        agency_id=thread.tenant_account.agency.erp_id,
        subject=thread,
        title=thread.title,
        with_whom=", ".join(person.full_name for person in people),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
