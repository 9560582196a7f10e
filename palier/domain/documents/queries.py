"""Who may see which document, and whether the vault still holds what it was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from palier.domain.access.queries import AccountView, people_of, tenant_accounts_for
from palier.domain.access.queries.views import Reader
from palier.domain.documents import vault
from palier.domain.documents.models import Document, StoredFile
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import Person
from palier.foundation.errors import NotYours

SLICE = 500


@dataclass(frozen=True, slots=True)
class Damage:
    """One file of the vault that is not what was kept."""

    sha256: str
    reason: str
    """``missing`` or ``changed``."""


def documents_for(user: Reader, today: dt.date) -> QuerySet[Document]:
    """Give the documents ``user`` may see, the newest first, each with its file.

    Holders see those of their tenant accounts, a former one those of their own time; what
    belongs to one person is that person's alone; what is the staff's is nobody's here.
    """
    allowed = _of_people(people_of(user))
    for view in tenant_accounts_for(user, today):
        allowed |= _of_account(view)
    return _seen(allowed)


def documents_of(view: AccountView) -> QuerySet[Document]:
    """Give the documents of one tenant account as its reader may see them."""
    return _seen(_of_account(view) | _of_people([view.person], view))


def document_for(user: Reader, code: str, today: dt.date) -> Document:
    """Give the document of public code ``code``.

    Raises:
        NotYours: there is none, or ``user`` may not see it.
    """
    document = documents_for(user, today).filter(code=code).first()
    if document is None:
        raise NotYours()
    return document


def landlord_pdf(tenant_account_id: int, kind: Document.Kind, reference: str) -> Document | None:
    """Give the landlord's own PDF that answers to ``reference``, the latest delivered."""
    return (
        Document.objects.filter(delivered())
        .filter(
            tenant_account=tenant_account_id,
            kind=kind,
            reference=reference,
            origin=Document.Origin.LANDLORD,
        )
        .select_related("file")
        .order_by("-delivery_no", "-pk")
        .first()
    )


def content_of(document: Document) -> bytes:
    """Read a document's bytes, checked against their hash.

    Raises:
        palier.domain.documents.vault.FileMissing: the vault lost or refuses it.
        palier.domain.documents.vault.FileHeld: the antivirus has not let it through.
    """
    if document.file.state != StoredFile.State.CLEAN:
        raise vault.FileHeld
    return vault.read(document.file.sha256)


def damages() -> Iterator[Damage | None]:
    """Read every file of the vault; give None for a sound one, so that a caller can count."""
    last = 0
    while True:
        rows: Sequence[tuple[int, str]] = list(
            StoredFile.objects.filter(pk__gt=last)
            .exclude(state=StoredFile.State.REFUSED)  # its bytes are gone on purpose
            .order_by("pk")
            .values_list("pk", "sha256")[:SLICE]
        )
        if not rows:
            return
        for key, sha256 in rows:
            last = key
            yield _damage(sha256)


def stored_file_count() -> int:
    """Count the files of the vault."""
    return StoredFile.objects.count()


def _damage(sha256: str) -> Damage | None:
    try:
        vault.read(sha256)
    except vault.FileDamaged:
        return Damage(sha256, "changed")
    except vault.FileMissing:
        return Damage(sha256, "missing")
    return None


def _seen(allowed: Q) -> QuerySet[Document]:
    return (
        Document.objects.filter(delivered())
        .filter(allowed)
        .exclude(visibility=Document.Visibility.STAFF)
        .select_related("file", "tenant_account")
        .order_by("-issued_on", "-pk")
    )


def _of_account(view: AccountView) -> Q:
    return Q(
        tenant_account=view.tenant_account, visibility=Document.Visibility.HOLDERS
    ) & view.within("issued_on")


def _of_people(people: Sequence[Person], view: AccountView | None = None) -> Q:
    owned = Q(person__in=people, visibility=Document.Visibility.PERSON)
    return owned & Q(tenant_account=view.tenant_account) if view else owned
