"""Read what was filed, as an aid: at once from the text of a PDF, later from its images.

Nothing here holds a transaction while it reads, and nothing that fails here stops a deposit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from palier.domain.audit.actor import Actor
from palier.domain.audit.moves import move
from palier.domain.documents import vault
from palier.domain.documents.intake import gate, shelf
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.text import sight_is_there, text_by_sight, text_of_pdf
from palier.domain.documents.models import StoredFile
from palier.domain.insurance import queries
from palier.domain.insurance.models import Reading
from palier.domain.insurance.rules.reading import Found, read
from palier.domain.tenancy.models import Lease
from palier.foundation.background import enqueue
from palier.foundation.locking import lock

READ = "insurance.read"
ENOUGH_TEXT = 80
"""Signs: a PDF that holds fewer is a scan, whatever its stamp or header says."""


def read_drafts(*, lease: Lease, drafts: Sequence[Draft], now: dt.datetime) -> Reading:
    """Give the reading of files being deposited; a scan is read by a job, meanwhile it waits."""
    key = _key_of([draft.source_sha256 for draft in drafts])
    known = Reading.objects.filter(lease=lease, key=key).first()
    if known is not None:
        return known
    text = ""
    with gate.working_folder() as folder:
        for place, is_photo in _drafted(drafts, folder):
            text += "" if is_photo else text_of_pdf(place, folder)
    if len(text.strip()) >= ENOUGH_TEXT:
        return _keep(lease, key, drafts, Reading.State.DONE, now, found=_found(lease, text))
    state = Reading.State.WAITING if sight_is_there() else Reading.State.BLANK
    return _keep(lease, key, drafts, state, now)


@transaction.atomic
def ask_to_read(*, lease: Lease, stored: StoredFile, now: dt.datetime) -> Reading:
    """Have a file of the vault read by a job, for whoever reviews it."""
    return _keep(lease, _key_of([stored.sha256]), (), Reading.State.WAITING, now)


def read_waiting(*, reading_id: int, now: dt.datetime) -> None:
    """Read what waits: the text it holds, else its images; harmless when it is done."""
    reading = Reading.objects.filter(pk=reading_id, state=Reading.State.WAITING).first()
    if reading is None:
        return
    text, by_sight = "", False
    with gate.working_folder() as folder, _sources(reading, folder) as sources:
        for place, is_photo in sources:
            text += "" if is_photo else text_of_pdf(place, folder)
        if len(text.strip()) < ENOUGH_TEXT:
            by_sight = True
            text = "\n".join(
                text_by_sight(place, folder, is_photo=is_photo) for place, is_photo in sources
            )
    if len(text.strip()) < ENOUGH_TEXT:
        _settle(reading, Reading.State.BLANK, None, now, by_sight=by_sight)
    else:
        found = _found(reading.lease, text)
        _settle(reading, Reading.State.DONE, found, now, by_sight=by_sight)


@transaction.atomic
def _settle(
    reading: Reading, to: str, found: Found | None, now: dt.datetime, *, by_sight: bool
) -> None:
    for row in lock(Reading.objects.filter(pk=reading.pk, state=Reading.State.WAITING)):
        move(row, to, actor=Actor.system(), now=now)
        row.found = found.as_plain() if found else {}
        row.by_sight = by_sight
        row.save(update_fields=["found", "by_sight"])


@transaction.atomic
def _keep(
    lease: Lease,
    key: str,
    drafts: Sequence[Draft],
    state: str,
    now: dt.datetime,
    *,
    found: Found | None = None,
) -> Reading:
    reading, created = Reading.objects.get_or_create(
        lease=lease,
        key=key,
        defaults={
            "drafts": [draft.code for draft in drafts],
            "state": state,
            "moved_at": now,
            "found": found.as_plain() if found else {},
        },
    )
    if created and reading.state == Reading.State.WAITING:
        enqueue(READ, key=f"{READ}:{reading.pk}", reading=reading.pk)
    return reading


def _found(lease: Lease, text: str) -> Found:
    known = queries.known_about(lease)
    return read(text, holders=known.holders, home=known.home)


def _key_of(hashes: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


def _drafted(drafts: Sequence[Draft], folder: Path) -> list[tuple[Path, bool]]:
    places: list[tuple[Path, bool]] = []
    for draft in drafts:
        place = folder / draft.code
        try:
            shelf.take(shelf.draft_places(draft.code)[0], place)
        except FileNotFoundError:
            continue
        places.append((place, draft.kind == Draft.Kind.PHOTO))
    return places


@contextmanager
def _sources(reading: Reading, folder: Path) -> Iterator[list[tuple[Path, bool]]]:
    """Give the files to read: the one deposited, else the drafts still on the shelf."""
    certificate = reading.certificates.select_related("document__file").first()
    if certificate is None:
        drafts = list(Draft.objects.filter(code__in=reading.drafts).order_by("pk"))
        yield _drafted(drafts, folder)
        return
    place = folder / "deposited"
    try:
        place.write_bytes(vault.read(certificate.document.file.sha256))
    except vault.FileMissing:
        yield []
    else:
        yield [(place, False)]
