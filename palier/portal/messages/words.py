"""Threads and messages written out for a tenant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.casework.models import Case
from palier.domain.messaging.models import Message, Topic
from palier.domain.messaging.queries import SaidMessage, SentFile, ThreadSummary
from palier.domain.messaging.questions import Asked
from palier.portal.frame import address
from palier.ui.french import capital, day_and_time, long_date
from palier.ui.parts import Cell, Column, File, Item, Link, Row, Spoken, Status, Table


def threads_table(threads: Sequence[ThreadSummary], today: dt.date) -> Table:
    """Give the list of threads, the latest message first."""
    return Table(
        caption=_("Mes conversations"),
        caption_hidden=True,
        columns=(
            Column(_("Conversation")),
            Column(_("Dernier message")),
            Column(_("Où en est-elle ?")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=thread.title,
                        url=reverse("portal:thread", args=[thread.code]),
                        note=_note(thread),
                    ),
                    long_date(thread.last_at),
                    Status(_("Nouveau message"), "warning")
                    if thread.is_unread
                    else status_of(thread.state, thread.promised_on, today),
                )
            )
            for thread in threads
        ),
    )


def status_of(state: str, promised_on: dt.date | None, today: dt.date) -> Status:
    """Say where a thread stands; ``state`` is that of its case, empty when nothing is owed."""
    if promised_on is None:
        return Status(_("Pour information"), "neutral")
    if state in Case.WAITING:
        words = {"day": long_date(promised_on)}
        if promised_on < today:
            return Status(_("Réponse attendue depuis le %(day)s") % words, "warning")
        return Status(_("Réponse au plus tard le %(day)s") % words, "info")
    if state == Case.State.ANSWERED:
        return Status(_("L’agence a répondu"), "success")
    return Status(_("Terminée"), "neutral")


def conversation(
    said: Sequence[SaidMessage],
    *,
    reader: str,
    new_since: dt.datetime | None,
    read_by_agency: dt.datetime | None,
) -> tuple[Spoken, ...]:
    """Give the messages, the oldest first. ``reader`` is the name of who reads."""
    mine = [message for message in said if not message.from_agency and _is_said(message)]
    last = mine[-1].code if mine else ""
    return tuple(
        Spoken(
            text=message.text,
            when=day_and_time(message.sent_at),
            by=_author(message, reader),
            side=_side(message, reader),
            what=_what(message),
            files=tuple(_file(each) for each in message.files),
            note=_read_note(message, read_by_agency) if message.code == last else "",
            is_new=message.from_agency
            and _is_said(message)
            and (new_since is None or message.sent_at > new_since),
        )
        for message in said
    )


def asked_items(found: Sequence[Asked]) -> tuple[Item, ...]:
    """Give questions, their answers and where they lead."""
    return tuple(
        Item(asked.question, asked.answer, url=address(asked.page) if asked.page else "")
        for asked in found
    )


def draft_link(topic: str, title: str, url: str, saved_at: dt.datetime) -> Link:
    """Give the way back to what was begun."""
    label = title or (capital(Topic(topic).label) if topic else _("Message commencé"))
    return Link(label, url, _("enregistré le %(moment)s") % {"moment": day_and_time(saved_at)})


def _note(thread: ThreadSummary) -> str:
    label = str(Topic(thread.topic).label)
    topic = label[:1].upper() + label[1:]
    return _("%(topic)s, partagée") % {"topic": topic} if thread.is_shared else topic


def _is_said(message: SaidMessage) -> bool:
    return message.kind != Message.Kind.EVENT


def _author(message: SaidMessage, reader: str) -> str:
    if message.from_agency:
        return message.author_name or _("Votre bailleur")
    return _("Vous") if message.author_name == reader else message.author_name


def _side(message: SaidMessage, reader: str) -> str:
    if not _is_said(message):
        return "event"
    return "other" if message.from_agency else "mine"


def _what(message: SaidMessage) -> str:
    on = {"day": long_date(message.held_on)} if message.held_on else {"day": ""}
    if message.kind == Message.Kind.CALL:
        return _("Noté après l’appel du %(day)s") % on
    if message.kind == Message.Kind.VISIT:
        return _("Noté après votre visite du %(day)s") % on
    if message.filed_by:
        return _("Enregistré pour vous à l’agence par %(name)s") % {"name": message.filed_by}
    return ""


def _read_note(message: SaidMessage, read_at: dt.datetime | None) -> str:
    if read_at is None or read_at < message.sent_at:
        return _("Pas encore lu par l’agence")
    return _("Lu par l’agence le %(day)s") % {"day": long_date(read_at)}


def _file(each: SentFile) -> File:
    if each.is_held or each.is_refused:
        why = _("en cours de vérification") if each.is_held else _("arrêté par l’antivirus")
        return File(label=each.title, url="", size=each.size, note=why)
    url = reverse("portal:messages-attachment", args=[each.code])
    return File(label=each.title, url=url, size=each.size)
