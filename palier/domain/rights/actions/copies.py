"""A copy of somebody's data: asked for, prepared in the background, gone after some days."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.rights.content import SECTIONS, collected, files_of, reader_of, schema
from palier.domain.rights.content.sections import said
from palier.domain.rights.models import DataCopy
from palier.domain.rights.queries import live_copy_of, place_of
from palier.foundation.background import enqueue
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock, lock_one

PREPARE = "rights.prepare_copy"
ONE_A_DAY = dt.timedelta(days=1)
State = DataCopy.State


class AskedAlready(DomainError):
    """A copy is being prepared, is ready, or was asked for less than a day ago."""


class CopyNotThere(DomainError):
    """The copy is not ready, or has been erased."""


@transaction.atomic
def ask_copy(*, user: User, actor: Actor, now: dt.datetime) -> DataCopy:
    """Have a copy of the data of ``user`` prepared; they are told when it is ready.

    Raises:
        AskedAlready: one is on its way or ready, or a day has not gone by.
    """
    lock(User.objects.filter(pk=user.pk))
    recent = DataCopy.objects.filter(user=user, asked_at__gt=now - ONE_A_DAY)
    if live_copy_of(user) is not None or recent.exists():
        raise AskedAlready(
            _(
                "Vous avez déjà demandé une copie. Une seule se prépare à la fois, et une par "
                "jour au plus : elle est sur cette page, ou réessayez demain."
            )
        )
    copy = DataCopy.objects.create(user=user, asked_at=now, moved_at=now)
    record(event=Event.EXPORT_ASKED, actor=actor, now=now, subject=copy)
    enqueue(PREPARE, in_bulk=True, code=copy.code)
    return copy


def prepare_copy(*, code: str, now: dt.datetime) -> None:
    """Write the ZIP of a copy that is asked for; run twice, it is written twice.

    The file is made before the transaction that says it is there.
    """
    copy = DataCopy.objects.select_related("user").filter(code=code, state=State.ASKED).first()
    if copy is None:
        return
    with tempfile.TemporaryFile() as made:
        _write(made, copy.user, now)
        size = made.tell()
        made.seek(0)
        _erase(copy)
        default_storage.save(place_of(copy), File(made))
    with transaction.atomic():
        row = lock_one(DataCopy.objects.filter(pk=copy.pk))
        if row.state != State.ASKED:
            return
        days = int(settings_on(today(now))["data_copy_days"])
        row.size, row.expires_at = size, now + dt.timedelta(days=days)
        row.save(update_fields=["size", "expires_at"])
        move(row, State.READY, actor=Actor.system(), now=now)
        record(event=Event.EXPORT_PREPARED, actor=Actor.system(), now=now, subject=copy.user)
        queue_mail(
            to=copy.user.email,
            template="mail/data_copy_ready",
            context={"day": today(row.expires_at)},
            now=now,
            language=copy.user.language,
        )


@transaction.atomic
def hand_over(*, user: User, actor: Actor, now: dt.datetime) -> tuple[DataCopy, BinaryIO]:
    """Give the copy of ``user``, its file open, and write that it was taken.

    Raises:
        CopyNotThere: none is ready, or its days are over.
    """
    ready = lock(DataCopy.objects.filter(user=user, state=State.READY))
    copy = ready[0] if ready else None
    if copy is None or copy.expires_at is None or copy.expires_at <= now:
        raise CopyNotThere(_("Cette copie n’est plus là. Demandez-en une autre."))
    copy.downloads += 1
    copy.save(update_fields=["downloads"])
    record(event=Event.EXPORT_DOWNLOADED, actor=actor, now=now, subject=user)
    try:
        return copy, cast(BinaryIO, default_storage.open(place_of(copy), "rb"))
    except FileNotFoundError as lost:
        raise CopyNotThere(_("Cette copie n’est plus là. Demandez-en une autre.")) from lost


def forget_old_copies(*, now: dt.datetime, user: User | None = None) -> int:
    """Erase the copies whose days are over, or every copy of ``user``; give how many."""
    due = DataCopy.objects.filter(state__in=(State.ASKED, State.READY))
    due = due.filter(expires_at__lte=now) if user is None else due.filter(user=user)
    keys = list(due.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = lock_one(DataCopy.objects.filter(pk=key))
            if row.state == State.GONE:
                continue
            move(row, State.GONE, actor=Actor.system(), now=now)
            transaction.on_commit(partial(_erase, row))
    return len(keys)


def _erase(copy: DataCopy) -> None:
    with contextlib.suppress(FileNotFoundError):
        default_storage.delete(place_of(copy))


def _write(target: BinaryIO, user: User, now: dt.datetime) -> None:
    """Write the ZIP; one file of the vault is in memory at a time."""
    reader = reader_of(user, now)
    told = collected(reader)
    moment = (now.year, now.month, now.day, now.hour, now.minute, now.second // 2 * 2)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in _pages(told):
            written = zipfile.ZipInfo(name, date_time=moment)
            archive.writestr(written, content, compress_type=zipfile.ZIP_DEFLATED)
        for name, held in files_of(reader):
            # PDF and photographs are compressed already.
            archive.writestr(zipfile.ZipInfo(name, date_time=moment), held)
    target.seek(0, 2)


def _pages(told: dict[str, object]) -> Iterator[tuple[str, str]]:
    def as_json(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, indent=2)

    yield "mes-donnees.json", as_json(told)
    yield "schema.json", as_json(schema())
    yield "mes-donnees.html", render_to_string("rights/copy.html", {"sections": _tables(told)})


def _tables(told: dict[str, object]) -> Iterator[dict[str, object]]:
    for section in SECTIONS:
        records = cast("list[dict[str, object]]", told[section.key])
        yield {
            "title": section.title,
            "columns": [field.meaning for field in section.fields],
            "rows": [
                [
                    said(field, row[field.name]) if field.name in row else ""
                    for field in section.fields
                ]
                for row in records
            ],
        }
