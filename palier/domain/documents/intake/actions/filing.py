"""Name a stored file as a document: what a deposit of any room ends with."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.documents.models import Document, StoredFile
from palier.domain.documents.rules import safe_name
from palier.domain.tenancy.models import Lease, Person, TenantAccount


@transaction.atomic
def file_deposit(
    *,
    stored: StoredFile,
    kind: Document.Kind,
    title: str,
    shared: bool,
    issued_on: dt.date,
    tenant_account: TenantAccount,
    person: Person,
    now: dt.datetime,
    lease: Lease | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    reference: str = "",
) -> Document:
    """Put a file that a person deposited into the vault, ``shared`` with other holders or not.

    ``stored`` is what ``store`` gave. The room acknowledges the deposit and records it, so
    nothing is told here.
    """
    return Document.objects.create(
        file=stored,
        kind=kind,
        title=title[:160],
        file_name=safe_name(title, stored.media_type),
        tenant_account=tenant_account,
        lease=lease,
        person=person,
        visibility=Document.Visibility.HOLDERS if shared else Document.Visibility.PERSON,
        origin=Document.Origin.TENANT,
        issued_on=issued_on,
        valid_from=valid_from,
        valid_to=valid_to,
        reference=reference,
        added_at=now,
    )
