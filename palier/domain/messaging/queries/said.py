"""What was said in a thread, as both sides read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from palier.domain.documents.models import StoredFile
from palier.domain.landlord.queries import today
from palier.domain.messaging.models import Message, Reading, Thread
from palier.foundation.sentences import read_again

_WORDED_BY_PALIER = (Message.Kind.EVENT, Message.Kind.NOTICE)
_FILE = {
    "file_key": F("attachments__pk"),
    "file_code": F("attachments__code"),
    "file_title": F("attachments__title"),
    "file_size": F("attachments__file__size"),
    "file_state": F("attachments__file__state"),
}


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
    """A thread in a list. ``state`` is that of its case, empty when nothing is owed.

    ``subject_kind`` and ``subject_reference`` name the row of another room it is about, if any.
    ``is_only_told``: all that is unread are notices, which nobody wrote by hand.
    """

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
    subject_kind: str = ""
    subject_reference: str = ""
    is_only_told: bool = False


def messages_of(thread: Thread, *, until: dt.date | None = None) -> list[SaidMessage]:
    """Give what was said in a thread the caller was allowed to fetch, the oldest first.

    ``until``: nothing said after that day.
    """
    said = Message.objects.filter(thread=thread).select_related("filed_by__user")
    # Each message once for each of its files, or once: both are read together.
    rows = said.annotate(**_FILE).order_by("sent_at", "pk", "attachments__pk")
    messages: dict[int, Message] = {}
    files: dict[int, list[SentFile]] = {}
    for row in rows:
        if until is None or today(row.sent_at) <= until:
            messages.setdefault(row.pk, row)
            files.setdefault(row.pk, []).extend(_files(row))
    return [
        SaidMessage(
            row.code,
            row.kind,
            row.from_agency,
            row.author_name,
            read_again(row.text) if row.kind in _WORDED_BY_PALIER else row.text,
            row.sent_at,
            row.held_on,
            tuple(files[row.pk]),
            str(row.filed_by.user) if row.filed_by else "",
        )
        for row in messages.values()
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
    only_told: Collection[int] = (),
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
            subject_kind=thread.subject_kind,
            subject_reference=thread.subject_reference,
            is_only_told=thread.pk in only_told,
        )
        for thread in threads
    ]


def _files(row: Any) -> Iterator[SentFile]:
    if row.file_key is not None:
        state = row.file_state
        yield SentFile(
            code=row.file_code,
            title=read_again(row.file_title),
            size=row.file_size,
            is_held=state == StoredFile.State.HELD,
            is_refused=state == StoredFile.State.REFUSED,
        )
