"""The steps every act on a thread is made of: say, attach, promise, tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import accesses_of
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import may_see_agency
from palier.domain.audit.actor import Actor
from palier.domain.casework.rules import may_work_on
from palier.domain.documents.intake.actions import store
from palier.domain.documents.intake.actions.bundles import Bundle
from palier.domain.documents.models import StoredFile
from palier.domain.messaging.actions.errors import NothingWritten
from palier.domain.messaging.models import Attachment, Message, Share, Thread
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock
from palier.foundation.sentences import in_french

LONGEST_TITLE = 120
ATTACHMENT = gettext_lazy("Pièce jointe")


def written(text: str) -> str:
    """Give the text without its outer blanks.

    Raises:
        NothingWritten
    """
    kept = text.strip()
    if not kept:
        raise NothingWritten(_("Écrivez votre message avant de l’envoyer."))
    return kept


def locked_thread(thread: Thread) -> Thread:
    """Lock a thread; its case, when it has one, was locked before."""
    (found,) = lock(
        Thread.objects.filter(pk=thread.pk).select_related("tenant_account__agency", "person")
    )
    return found


def at_their_desk(thread: Thread, staff: StaffMember) -> None:
    """Check that ``staff`` may write in a thread that has no case.

    Raises:
        NotYours
    """
    if not (
        may_see_agency(staff, thread.tenant_account.agency.erp_id)
        and may_work_on(staff.role, "message")
    ):
        raise NotYours()


def said(
    thread: Thread,
    text: str,
    *,
    from_agency: bool,
    actor: Actor,
    now: dt.datetime,
    author: User | None = None,
    author_name: str = "",
    filed_by: StaffMember | None = None,
    kind: str = Message.Kind.MESSAGE,
    held_on: dt.date | None = None,
    key: str | None = None,
) -> Message:
    """Write one message and date the thread; an event alone is nothing to read."""
    message = Message.objects.create(
        thread=thread,
        kind=kind,
        from_agency=from_agency,
        author=author,
        author_name=author_name or actor.name,
        filed_by=filed_by,
        text=text,
        sent_at=now,
        held_on=held_on,
        key=key,
    )
    thread.last_at = now
    if kind != Message.Kind.EVENT:
        if from_agency:
            thread.last_from_agency_at = now
        else:
            thread.last_from_tenant_at = now
    thread.save(update_fields=["last_at", "last_from_agency_at", "last_from_tenant_at"])
    return message


def attached(
    message: Message, bundle: Bundle | None, titles: Sequence[str], now: dt.datetime
) -> list[StoredFile]:
    """Write the rows of the files sent with a message; their bytes are in the vault."""
    if bundle is None or not bundle.files:
        return []
    files = store(bundle=bundle, now=now)
    names = [*titles, *[""] * len(files)]
    Attachment.objects.bulk_create(
        Attachment(
            message=message, file=file, title=(name or in_french(ATTACHMENT))[:LONGEST_TITLE]
        )
        for file, name in zip(files, names, strict=False)
    )
    return files


def readers_of(thread: Thread) -> list[User]:
    """Give who reads the thread on the tenant's side: its person and whom it is shared with."""
    shared = Share.objects.filter(thread=thread).values_list("person_id", flat=True)
    return users_of([thread.person_id, *shared])


def users_of(people: Sequence[int]) -> list[User]:
    """Give the users who have proven to be one of ``people`` (keys of persons)."""
    found: dict[int, User] = {}
    for links in accesses_of(people).values():
        for link in links:
            if link.state == link.State.PROVEN and link.user.is_active:
                found[link.user_id] = link.user
    return [found[key] for key in sorted(found)]


def already_said(key: str | None) -> Message | None:
    """Give the message sent under ``key`` before: the same form sent twice."""
    return Message.objects.filter(key=key).select_related("thread").first() if key else None
