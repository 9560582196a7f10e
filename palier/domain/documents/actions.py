"""Keep files and say whose they are."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.documents import queries, retention, vault
from palier.domain.documents.models import Document, StoredFile
from palier.domain.documents.rules import safe_name, sha256_of
from palier.domain.landlord.queries import settings_on, today
from palier.domain.tenancy.models import Lease, Person, TenantAccount
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock_one

SWEEP_AFTER = dt.timedelta(days=1)
NO_CONTENT = "0" * 64
"""The name of the one row without bytes that erased documents point at."""
FEWEST_TO_DOUBT, SUSPICIOUS_SHARE = 50, 0.2


@transaction.atomic
def keep_file(*, content: bytes, media_type: str, now: dt.datetime) -> StoredFile:
    """Keep ``content`` once; the same bytes give the same row.

    The bytes are written, safely, before the row commits.
    """
    known = StoredFile.objects.filter(sha256=sha256_of(content)).first()
    if known is not None and vault.holds(known.sha256):
        return known
    sha256 = vault.write(content)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"size": len(content), "media_type": media_type, "stored_at": now},
    )
    return stored


@transaction.atomic
def add_document(
    *,
    content: bytes,
    media_type: str,
    kind: Document.Kind,
    title: str,
    visibility: Document.Visibility,
    origin: Document.Origin,
    issued_on: dt.date,
    actor: Actor,
    now: dt.datetime,
    tenant_account: TenantAccount | None = None,
    lease: Lease | None = None,
    person: Person | None = None,
    period: dt.date | None = None,
    reference: str = "",
    file_name: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Document:
    """Put one document into the vault, for its owner.

    ``file_name`` is made from ``title`` when left out.
    """
    return name_document(
        stored=keep_file(content=content, media_type=media_type, now=now),
        kind=kind,
        title=title,
        visibility=visibility,
        origin=origin,
        issued_on=issued_on,
        tenant_account=tenant_account,
        lease=lease,
        person=person,
        period=period,
        reference=reference,
        file_name=file_name,
        valid_from=valid_from,
        valid_to=valid_to,
        actor=actor,
        now=now,
    )


@transaction.atomic
def name_document(
    *,
    stored: StoredFile,
    kind: Document.Kind,
    title: str,
    visibility: Document.Visibility,
    origin: Document.Origin,
    issued_on: dt.date,
    actor: Actor,
    now: dt.datetime,
    tenant_account: TenantAccount | None = None,
    lease: Lease | None = None,
    person: Person | None = None,
    period: dt.date | None = None,
    reference: str = "",
    file_name: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Document:
    """Say what a file already kept is and whose, as ``add_document`` does for new bytes."""
    document = Document.objects.create(
        file=stored,
        kind=kind,
        title=title,
        file_name=file_name or safe_name(title, stored.media_type),
        tenant_account=tenant_account,
        lease=lease,
        person=person,
        visibility=visibility,
        origin=origin,
        issued_on=issued_on,
        valid_from=valid_from,
        valid_to=valid_to,
        period=period,
        reference=reference,
        added_at=now,
    )
    record(
        event=Event.DOCUMENT_ADDED,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account.pk if tenant_account else None,
        # What one person alone may see is told to nobody else, its title least of all.
        person_id=person.pk if person and visibility == Document.Visibility.PERSON else None,
        subject=document,
        title=title,
    )
    return document


def sweep_orphans(*, now: dt.datetime) -> int:
    """Remove the files older than a day that no row names; give how many.

    A file is written before its row commits, so a younger one may still get its row.
    """
    removed = 0
    for sha256 in vault.everything_older_than(now - SWEEP_AFTER):
        if not StoredFile.objects.filter(sha256=sha256).exists():
            vault.forget(sha256)
            removed += 1
    return removed


class TooManyAtOnce(DomainError):
    """A run would erase so much of the vault that a mistake is likelier than old age."""

    def __init__(self, due: int, total: int) -> None:
        super().__init__(
            _(
                "%(due)d documents sur %(total)d seraient effacés d’un coup : rien n’a été "
                "effacé. Vérifiez les durées de conservation et les dates de fin de bail, puis "
                "relancez avec --accept."
            )
            % {"due": due, "total": total}
        )


@dataclass(frozen=True, slots=True)
class Erasing:
    """What one run of the retention found: documents due by kind, and how many it erased."""

    due: dict[str, int]
    erased: int


def erase_old_documents(*, now: dt.datetime, dry_run: bool, accept: bool = False) -> Erasing:
    """Erase the documents whose time of keeping is over, one transaction each.

    With ``dry_run`` they are only counted. Killed and started again, it goes on.

    Raises:
        TooManyAtOnce: more than a fifth of the vault (and fifty) is due, without ``accept``.
    """
    day = today(now)
    kept = retention.retentions(settings_on(day)["document_retention"])
    due = [(one.pk, one.kind) for one in queries.documents_kept_too_long(kept, day)]
    counted = dict(Counter(kind for _key, kind in due))
    if dry_run:
        return Erasing(counted, 0)
    total = queries.document_count()
    if not accept and len(due) > max(FEWEST_TO_DOUBT, total * SUSPICIOUS_SHARE):
        raise TooManyAtOnce(len(due), total)
    for key, _kind in due:
        _erase(document_id=key, now=now)
    return Erasing(counted, len(due))


@transaction.atomic
def _erase(*, document_id: int, now: dt.datetime) -> None:
    """Take the content away from a document, and the file when no other row names it."""
    document = lock_one(Document.objects.filter(pk=document_id))
    if document.erased_at is not None:
        return
    gone = document.file_id
    nothing, _created = StoredFile.objects.get_or_create(
        sha256=NO_CONTENT,
        defaults={
            "size": 0,
            "media_type": "",
            "stored_at": now,
            "state": StoredFile.State.ERASED,
        },
    )
    kind = document.get_kind_display()
    Document.objects.filter(pk=document.pk).update(
        file=nothing, title=kind, file_name="", erased_at=now, content_hash=""
    )
    record(
        event=Event.DOCUMENT_ERASED,
        actor=Actor.system(),
        now=now,
        tenant_account_id=document.tenant_account_id,
        person_id=document.person_id if document.visibility == Document.Visibility.PERSON else None,
        subject=document,
        what=kind,
    )
    # Not when another document, or another room, still holds these bytes. They go with the
    # next sweep: removed here, they might be those of a deposit that is being written.
    with contextlib.suppress(ProtectedError), transaction.atomic():
        StoredFile.objects.filter(pk=gone).delete()


def note_pages(*, stored: StoredFile, pages: int) -> None:
    """Remember how many pages a file of the landlord's has: counted once."""
    StoredFile.objects.filter(pk=stored.pk, pages=None).update(pages=pages)
