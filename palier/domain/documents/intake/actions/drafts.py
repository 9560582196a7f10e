"""Take one file in, and keep it as a draft."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Sum

from palier.domain.documents.intake import gate, gateway, shelf
from palier.domain.documents.intake.gateway import Verdict
from palier.domain.documents.intake.limits import DRAFTS_OF_ONE_USER, MEGABYTE, Limits
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray
from palier.domain.documents.intake.refusals import (
    Empty,
    Infected,
    NoRoom,
    TooHeavy,
    TooManyFiles,
    TooManyPages,
)
from palier.domain.documents.intake.rules import readable_name, readable_size, short_name

KEPT_FOR = dt.timedelta(days=1)


def keep_draft(
    *, tray: Tray, name: str, content: File[bytes] | IO[bytes], now: dt.datetime
) -> Draft:
    """Clean one file and keep it for a day, for its owner alone.

    The same bytes sent twice to the same tray (a retry) give the same draft.

    Raises:
        Refusal: one subclass a reason (``palier.domain.documents.intake.refusals``).
    """
    name = readable_name(name)
    shown = short_name(name)
    with gate.working_folder(shown) as folder:
        source, digest = received(content, folder / "source", shown, tray.limits)
        known = _known(tray, digest)
        if known is not None:
            return known
        _refuse_one_too_many(tray, shown)
        verdict = gateway.scan(source)
        if verdict is Verdict.INFECTED:
            raise Infected(shown)
        target, thumbnail = folder / "target", folder / "thumbnail"
        found = gate.ask(
            "clean",
            folder,
            shown=shown,
            source=str(source),
            target=target.name,
            thumbnail=thumbnail.name,
            most_pages=tray.limits.pages,
        )
        _refuse_too_many_pages(tray, shown, int(found["pages"]))
        draft = Draft(
            owner=tray.owner,
            purpose=tray.purpose,
            about=tray.about,
            name=name,
            kind=found["kind"],
            source_sha256=digest,
            size=target.stat().st_size,
            pages=found["pages"],
            width=found.get("width"),
            height=found.get("height"),
            signed=bool(found.get("signed")),
            held=verdict is Verdict.UNKNOWN,
            created_at=now,
            expires_at=now + KEPT_FOR,
        )
        return _put_down(draft, target, thumbnail, shown, tray)


@transaction.atomic
def discard(*, drafts: Iterable[Draft]) -> None:
    """Remove drafts that their owner no longer wants."""
    remove([(draft.pk, draft.code) for draft in drafts])


def received(
    content: File[bytes] | IO[bytes], target: Path, shown: str, limits: Limits
) -> tuple[Path, str]:
    """Give a file on the disk with the bytes sent, and their hash."""
    digest, size = hashlib.sha256(), 0
    already = getattr(content, "temporary_file_path", None)
    try:
        content.seek(0)
        with contextlib.ExitStack() as opened:
            copy = None if already else opened.enter_context(target.open("wb"))
            while piece := content.read(MEGABYTE):
                size += len(piece)
                if size > limits.bytes_each:
                    break
                digest.update(piece)
                if copy:
                    copy.write(piece)
    except OSError as failure:
        if failure.errno in shelf.FULL:
            raise NoRoom(shown) from failure
        raise
    if size > limits.bytes_each:
        told = readable_size(getattr(content, "size", None) or size)
        raise TooHeavy(shown, size=told, limit=limits.bytes_each // MEGABYTE)
    if size == 0:
        raise Empty(shown)
    return (Path(already()) if already else target), digest.hexdigest()


def _known(tray: Tray, digest: str) -> Draft | None:
    return Draft.objects.filter(
        owner=tray.owner, purpose=tray.purpose, about=tray.about, source_sha256=digest
    ).first()


def _refuse_one_too_many(tray: Tray, shown: str) -> None:
    mine = Draft.objects.filter(owner=tray.owner)
    here = mine.filter(purpose=tray.purpose, about=tray.about)
    if here.count() >= tray.limits.files or mine.count() >= DRAFTS_OF_ONE_USER:
        raise TooManyFiles(shown, limit=tray.limits.files)


def _refuse_too_many_pages(tray: Tray, shown: str, pages: int) -> None:
    here = Draft.objects.filter(owner=tray.owner, purpose=tray.purpose, about=tray.about)
    total = pages + (here.aggregate(total=Sum("pages"))["total"] or 0)
    if total > tray.limits.pages:
        raise TooManyPages(shown, pages=total, limit=tray.limits.pages)


def _put_down(draft: Draft, target: Path, thumbnail: Path, shown: str, tray: Tray) -> Draft:
    """Write the bytes, then the row; without the row, no bytes stay."""
    places = shelf.draft_places(draft.code)
    try:
        shelf.put(places[0], target, shown=shown)
        shelf.put(places[1], thumbnail, shown=shown)
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        # The retry of an upload whose first answer was lost, both at once.
        shelf.forget(list(places))
        known = _known(tray, draft.source_sha256)
        if known is None:
            raise
        return known
    except BaseException as failure:
        shelf.forget(list(places))
        if isinstance(failure, OperationalError) and "is full" in str(failure):
            # SQLite lives on the same disk.
            raise NoRoom(shown) from failure
        raise
    return draft


def remove(drafts: Sequence[tuple[int, str]]) -> None:
    """Remove drafts (key, code): their rows with this transaction, their bytes after it."""
    Draft.objects.filter(pk__in=[key for key, _code in drafts]).delete()
    places = [place for _key, code in drafts for place in shelf.draft_places(code)]
    transaction.on_commit(lambda: shelf.forget(places), robust=True)
