"""Keep files and say whose they are."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.documents import vault
from palier.domain.documents.models import Document, StoredFile
from palier.domain.documents.rules import safe_name, sha256_of
from palier.domain.tenancy.models import Lease, Person, TenantAccount

SWEEP_AFTER = dt.timedelta(days=1)


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
) -> Document:
    """Put one document into the vault, for its owner.

    ``file_name`` is made from ``title`` when left out.
    """
    stored = keep_file(content=content, media_type=media_type, now=now)
    document = Document.objects.create(
        file=stored,
        kind=kind,
        title=title,
        file_name=file_name or safe_name(title, media_type),
        tenant_account=tenant_account,
        lease=lease,
        person=person,
        visibility=visibility,
        origin=origin,
        issued_on=issued_on,
        period=period,
        reference=reference,
        added_at=now,
    )
    record(
        event=Event.DOCUMENT_ADDED,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account.pk if tenant_account else None,
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
