"""Threads and messages written out for the staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.casework.models import Case
from palier.domain.casework.rules import may_work_on
from palier.domain.messaging.models import Message, Topic
from palier.domain.messaging.queries import (
    SaidMessage,
    SentFile,
    ThreadSummary,
    threads_of_account_for,
)
from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.office.file_sections import FileSection
from palier.office.gate import Desk
from palier.office.permissions import Permission
from palier.office.queue import capital
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Cell, Column, File, Link, Row, Spoken, Status, Table


def conversation(
    said: Sequence[SaidMessage], *, read_by_tenant: dt.datetime | None
) -> tuple[Spoken, ...]:
    """Give the messages, the oldest first; here, *mine* is the agency's."""
    ours = [message for message in said if message.from_agency and message.kind != "event"]
    last = ours[-1].code if ours else ""
    return tuple(
        Spoken(
            text=message.text,
            when=day_and_time(message.sent_at),
            by=message.author_name or _("Palier, pour l’agence"),
            side=_side(message),
            what=_what(message),
            files=tuple(_file(each) for each in message.files),
            note=_read_note(message, read_by_tenant) if message.code == last else "",
        )
        for message in said
    )


def messages_section(desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection:
    """Give the threads of one account, for its file."""
    threads = threads_of_account_for(desk.staff, account)
    links: tuple[Link, ...] = ()
    if desk.may(Permission.WORK_CASES) and may_work_on(desk.staff.role, "message"):
        url = reverse("office:thread-start", args=[account.code])
        links = (Link(_("Écrire, ou noter un appel ou une visite"), url),)
    return FileSection(
        title=_("Messages"),
        tables=(_table(threads, desk.today),) if threads else (),
        links=links,
        empty="" if threads else _("Aucune conversation."),
    )


def topic_label(topic: str) -> str:
    """Give a topic as staff read it."""
    return capital(str(Topic(topic).label))


def _table(threads: Sequence[ThreadSummary], today: dt.date) -> Table:
    return Table(
        caption=_("Messages"),
        caption_hidden=True,
        columns=(
            Column(_("Conversation")),
            Column(_("Avec")),
            Column(_("Dernier message"), "date"),
            Column(_("État")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=thread.title,
                        url=reverse("office:thread", args=[thread.code]),
                        note=topic_label(thread.topic),
                    ),
                    thread.person_name,
                    thread.last_at.date(),
                    _status(thread, today),
                )
            )
            for thread in threads
        ),
    )


def _status(thread: ThreadSummary, today: dt.date) -> Status:
    if not thread.state:
        return Status(_("Pour information"))
    if thread.is_waiting and thread.promised_on is not None:
        late = thread.promised_on < today
        return Status(
            _("Promis pour le %(day)s") % {"day": long_date(thread.promised_on)},
            "error" if late else "info",
        )
    return Status(
        capital(str(Case.State(thread.state).label)),
        "success" if thread.state == Case.State.ANSWERED else "neutral",
    )


def _side(message: SaidMessage) -> str:
    if message.kind == Message.Kind.EVENT:
        return "event"
    return "mine" if message.from_agency else "other"


def _what(message: SaidMessage) -> str:
    day = {"day": long_date(message.held_on)} if message.held_on else {"day": ""}
    if message.kind == Message.Kind.CALL:
        return _("Appel du %(day)s") % day
    if message.kind == Message.Kind.VISIT:
        return _("Visite du %(day)s") % day
    if message.kind == Message.Kind.NOTICE:
        return _("Information envoyée par Palier")
    if message.filed_by:
        return _("Enregistré au guichet par %(name)s") % {"name": message.filed_by}
    return ""


def _read_note(message: SaidMessage, read_at: dt.datetime | None) -> str:
    if read_at is None or read_at < message.sent_at:
        return _("Pas encore lu par le locataire")
    return _("Lu par le locataire le %(moment)s") % {"moment": day_and_time(read_at)}


def _file(each: SentFile) -> File:
    if each.is_held or each.is_refused:
        why = _("en cours de vérification") if each.is_held else _("arrêté par l’antivirus")
        return File(label=each.title, url="", size=each.size, note=why)
    url = reverse("office:thread-attachment", args=[each.code])
    return File(label=each.title, url=url, size=each.size)
