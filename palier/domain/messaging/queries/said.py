"""What was said in a thread, as both sides read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from palier.domain.documents.models import StoredFile
from palier.domain.landlord.queries import today
from palier.domain.messaging.models import Attachment, Message, Reading, Thread
from palier.foundation.sentences import read_again

_WORDED_BY_PALIER = (Message.Kind.EVENT, Message.Kind.NOTICE)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a message; ``is_held`` while the antivirus has not let it through."""

    code: str
    title: str
    size: int
    is_held: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """One message of a thread."""

    code: str
    kind: str
    from_agency: bool
    author_name: str
    text: str
    sent_at: dt.datetime
    held_on: dt.date | None
    files: tuple[SentFile, ...]
    filed_by: str = ""
    """Who wrote it down at the counter for the tenant; empty for everything else."""


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """A thread in a list. ``state`` is that of its case, empty when nothing is owed."""

    code: str
    number: str
    topic: str
    title: str
    person_id: int
    person_name: str
    state: str
    promised_on: dt.date | None
    is_waiting: bool
    last_at: dt.datetime
    is_unread: bool
    is_shared: bool
    case_code: str = ""


def messages_of(thread: Thread, *, until: dt.date | None = None) -> list[SaidMessage]:
    """Give what was said in a thread the caller was allowed to fetch, the oldest first.

    ``until``: nothing said after that day.
    """
    with_files = Exists(Attachment.objects.filter(message=OuterRef("pk")))
    said = Message.objects.filter(thread=thread).annotate(with_files=with_files)
    said = said.select_related("filed_by__user")
    rows = list(said.order_by("sent_at", "pk"))
    if until is not None:
        rows = [row for row in rows if today(row.sent_at) <= until]
    files: dict[int, list[SentFile]] = {}
    if any(row.with_files for row in rows):
        sent = Attachment.objects.filter(message__thread=thread).select_related("file")
        for each in sent.order_by("pk"):
            files.setdefault(each.message_id, []).append(_file(each))
    return [
        SaidMessage(
            row.code,
            row.kind,
            row.from_agency,
            row.author_name,
            read_again(row.text) if row.kind in _WORDED_BY_PALIER else row.text,
            row.sent_at,
            row.held_on,
            tuple(files.get(row.pk, ())),
            str(row.filed_by.user) if row.filed_by else "",
        )
        for row in rows
    ]


def read_until(thread: Thread, *, at_desk: bool) -> dt.datetime | None:
    """Give the last instant at which one side read the thread; ``None`` for never."""
    rows = Reading.objects.filter(thread=thread, at_desk=at_desk).order_by("-read_at")
    return rows.values_list("read_at", flat=True).first()


def summaries(
    threads: Iterable[Thread],
    *,
    unread: Collection[int] = (),
    shared: Collection[int] = (),
) -> list[ThreadSummary]:
    """Give threads, their case and person loaded, as a list shows them."""
    return [
        ThreadSummary(
            code=thread.code,
            number=thread.number,
            topic=thread.topic,
            title=read_again(thread.title),
            person_id=thread.person_id,
            person_name=thread.person.full_name,
            state=thread.case.state if thread.case else "",
            promised_on=thread.case.promised_on if thread.case else None,
            is_waiting=bool(thread.case and thread.case.is_waiting),
            last_at=thread.last_at,
            is_unread=thread.pk in unread,
            is_shared=thread.pk in shared,
            case_code=thread.case.code if thread.case else "",
        )
        for thread in threads
    ]


def _file(each: Attachment) -> SentFile:
    return SentFile(
        code=each.code,
        title=read_again(each.title),
        size=each.file.size,
        is_held=each.file.state == StoredFile.State.HELD,
        is_refused=each.file.state == StoredFile.State.REFUSED,
    )
