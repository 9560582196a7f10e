"""Ask the antivirus again, and sweep what was never sent."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

from django.db import transaction

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.documents import vault
from palier.domain.documents.intake import gate, gateway, shelf
from palier.domain.documents.intake.actions.drafts import remove
from palier.domain.documents.intake.gateway import Verdict
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.models import StoredFile
from palier.foundation.locking import lock

PAGE_IMAGES_KEPT_FOR = dt.timedelta(days=30)
ORPHANED_AFTER = dt.timedelta(days=2)
CHECKED_AT_ONCE = 50
SWEPT_AT_ONCE = 1_000


def check_held(*, now: dt.datetime) -> list[StoredFile]:
    """Ask the antivirus again about files held back; give those it has now refused.

    Bytes of a refused file are removed, its row stays so that they are known again.
    """
    refused = []
    rows = StoredFile.objects.filter(state=StoredFile.State.HELD).order_by("pk")
    for held in rows[:CHECKED_AT_ONCE]:
        verdict = _checked_again(held)
        if verdict is Verdict.UNKNOWN:
            break
        if _settle(held, verdict, now):
            refused.append(held)
    return refused


def sweep(*, now: dt.datetime) -> int:
    """Remove expired drafts, bytes without a row and old images of pages; give how many."""
    removed = 0
    for draft in list(Draft.objects.filter(expires_at__lt=now).order_by("pk")[:SWEPT_AT_ONCE]):
        with transaction.atomic():
            remove([(draft.pk, draft.code)])
        removed += 1
    orphans = []
    for place in shelf.older_than(shelf.DRAFTS, now - ORPHANED_AFTER):
        code = Path(place).stem
        if not Draft.objects.filter(code=code).exists():
            orphans.append(place)
    old = list(shelf.older_than(shelf.PAGES, now - PAGE_IMAGES_KEPT_FOR))
    shelf.forget(orphans + old)
    return removed + len(orphans) + len(old)


def _checked_again(held: StoredFile) -> Verdict:
    with gate.working_folder() as folder:
        copy = folder / "held"
        try:
            copy.write_bytes(vault.read(held.sha256))
        except vault.FileMissing:
            # Nothing left to be afraid of, and nothing to show either.
            return Verdict.INFECTED
        return gateway.scan(copy)


@transaction.atomic
def _settle(held: StoredFile, verdict: Verdict, now: dt.datetime) -> bool:
    """Write down a verdict; tell whether the file is refused."""
    rows = lock(StoredFile.objects.filter(pk=held.pk, state=StoredFile.State.HELD))
    infected = verdict is Verdict.INFECTED
    for row in rows:
        move(
            row,
            StoredFile.State.REFUSED if infected else StoredFile.State.CLEAN,
            actor=Actor.system(),
            now=now,
            event=Event.FILE_REFUSED if infected else Event.FILE_CHECKED,
        )
    if infected:
        transaction.on_commit(lambda: _forget_in_vault(held.sha256))
    return infected and bool(rows)


def _forget_in_vault(sha256: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        vault.forget(sha256)
