"""Who may see which document, and whether the vault still holds what it was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from palier.domain.access.queries import AccountView, people_of, tenant_accounts_for
from palier.domain.access.queries.delegations import acting
from palier.domain.access.queries.views import Reader
from palier.domain.access.rules.delegating import Scope
from palier.domain.documents import retention, vault
from palier.domain.documents.models import Document, StoredFile
from palier.domain.landlord.queries import delivered
from palier.domain.tenancy.models import AccountHolder, LeaseRole, Person
from palier.foundation.errors import NotYours

SLICE = 500

_WITHOUT_BYTES = (StoredFile.State.REFUSED, StoredFile.State.ERASED)
OFFICIAL = (
    Document.Kind.LEASE,
    Document.Kind.INSPECTION_REPORT,
    Document.Kind.RENT_RECEIPT,
    Document.Kind.PAYMENT_ACKNOWLEDGEMENT,
    Document.Kind.SETTLEMENT,
    Document.Kind.CHARGE_PAPER,
    Document.Kind.DIAGNOSTIC,
    Document.Kind.FORMAL_DEMAND,
    Document.Kind.MANDATE,
    Document.Kind.OTHER,
)
"""What the landlord and the portal hand over; what a person deposits is read where it was sent."""

_OF_THE_LEASE = (
    Document.Kind.LEASE,
    Document.Kind.INSPECTION_REPORT,
    Document.Kind.DIAGNOSTIC,
)
"""Dated before the keys were handed over, and still of the time that follows."""


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
    allowed = _of_people(people_of(user, Scope.PAPERS))
    for view in tenant_accounts_for(user, today, for_=Scope.PAPERS):
        allowed |= _of_account(view)
    return _seen(allowed & _for_delegates(acting(user) is not None))


def documents_of(view: AccountView) -> QuerySet[Document]:
    """Give the documents of one tenant account as its reader may see them."""
    return _seen(_of_view(view))


def official_documents_of(view: AccountView) -> list[Document]:
    """Give what was handed over to the holders of one account, the newest first."""
    return list(
        documents_of(view)
        .filter(kind__in=OFFICIAL)
        .exclude(origin=Document.Origin.TENANT)
        .select_related("lease")
    )


def official_document_among(views: Iterable[AccountView], code: str) -> Document:
    """Give one document of ``official_documents_of`` one of a reader's own ``views``.

    Raises:
        NotYours: there is none of that code, or none of the views covers it.
    """
    allowed = Q(pk__in=())
    for view in views:
        allowed |= _of_view(view)
    document = (
        _seen(allowed)
        .filter(code=code, kind__in=OFFICIAL)
        .exclude(origin=Document.Origin.TENANT)
        .select_related("lease")
        .first()
    )
    if document is None:
        raise NotYours()
    return document


def document_for(user: Reader, code: str, today: dt.date) -> Document:
    """Give the document of public code ``code``.

    Raises:
        NotYours: there is none, or ``user`` may not see it.
    """
    document = documents_for(user, today).filter(code=code).first()
    if document is None:
        raise NotYours()
    return document


def staff_document(tenant_account_id: int, code: str) -> Document:
    """Give what is kept for the staff alone about an account the caller was allowed to fetch.

    Raises:
        NotYours: there is none of that code.
    """
    found = (
        Document.objects.filter(
            code=code,
            tenant_account=tenant_account_id,
            visibility=Document.Visibility.STAFF,
            erased_at=None,
        )
        .select_related("file")
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def landlord_pdf(tenant_account_id: int, kind: Document.Kind, reference: str) -> Document | None:
    """Give the landlord's own PDF that answers to ``reference``, the latest delivered."""
    return (
        Document.objects.filter(delivered())
        .filter(
            tenant_account=tenant_account_id,
            kind=kind,
            reference=reference,
            origin=Document.Origin.LANDLORD,
            erased_at=None,
        )
        .exclude(visibility=Document.Visibility.STAFF)
        .select_related("file")
        .order_by("-delivery_no", "-pk")
        .first()
    )


def landlord_answers(
    view: AccountView, kinds: Sequence[Document.Kind], reference: str
) -> list[Document]:
    """Give what the landlord delivered in answer to ``reference``, as the reader may see it.

    By title; of several deliveries of one thing the latest comes first.
    """
    rows = documents_of(view).filter(kind__in=kinds, reference=reference)
    return list(
        rows.filter(origin=Document.Origin.LANDLORD).order_by("title", "-delivery_no", "-pk")
    )


def content_of(document: Document) -> bytes:
    """Read a document's bytes, checked against their hash.

    Raises:
        palier.domain.documents.vault.FileMissing: the vault lost, erased or refuses it.
        palier.domain.documents.vault.FileHeld: the antivirus has not let it through.
    """
    if document.erased_at is not None:
        raise vault.FileErased
    if document.file.state != StoredFile.State.CLEAN:
        raise vault.FileHeld
    return vault.read(document.file.sha256)


def damages() -> Iterator[Damage | None]:
    """Read every file of the vault; give None for a sound one, so that a caller can count."""
    last = 0
    while True:
        rows: Sequence[tuple[int, str]] = list(
            StoredFile.objects.filter(pk__gt=last)
            .exclude(state__in=_WITHOUT_BYTES)
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
        Document.objects.filter(delivered(), erased_at=None)
        .filter(allowed)
        .exclude(visibility=Document.Visibility.STAFF)
        .select_related("file", "tenant_account")
        .order_by("-issued_on", "-pk")
    )


def _of_account(view: AccountView) -> Q:
    allowed = [Document.Visibility.HOLDERS]
    if view.role == AccountHolder.Role.HOLDER:
        allowed.append(Document.Visibility.HOLDER)
    when = view.within("issued_on")
    if view.is_former:
        # Their lease was signed before their time began, and is theirs all the same.
        mine = LeaseRole.objects.filter(
            delivered(),
            person=view.person,
            role__in=(LeaseRole.Role.TENANT, LeaseRole.Role.CO_TENANT),
        )
        before = Q(kind__in=_OF_THE_LEASE, lease__in=mine.values("lease"))
        when |= before & Q(issued_on__lte=view.until) if view.until else before
    return Q(tenant_account=view.tenant_account, visibility__in=allowed) & when


def _of_view(view: AccountView) -> Q:
    mine = _of_account(view) | _of_people([view.person], view)
    return mine & _for_delegates(view.by_delegate)


def _for_delegates(by_delegate: bool) -> Q:
    """Keep from whoever acts for somebody what the scope of papers does not open.

    Mandates tell of a bank account; receipts of payments by card, whose amounts belong to the
    scope of payment, are read there (``/paiements/``).
    """
    if not by_delegate:
        return Q()
    by_card = Q(
        kind=Document.Kind.PAYMENT_ACKNOWLEDGEMENT,
        origin=Document.Origin.PORTAL,
        period=None,
    )
    return ~Q(kind=Document.Kind.MANDATE) & ~by_card


def _of_people(people: Sequence[Person], view: AccountView | None = None) -> Q:
    owned = Q(person__in=people, visibility=Document.Visibility.PERSON)
    return owned & Q(tenant_account=view.tenant_account) if view else owned


def documents_kept_too_long(
    kept: Mapping[str, retention.Retention], today: dt.date
) -> Iterator[Document]:
    """Walk through the documents whose time of keeping is over, by kind and by key.

    Only those old enough to be due at all are read.
    """
    for kind, rule in kept.items():
        rows = Document.objects.filter(
            kind=kind, erased_at=None, issued_on__lt=rule.earliest_due_before(today)
        ).select_related("file", "lease", "tenant_account")
        last = 0
        while page := list(rows.filter(pk__gt=last).order_by("pk")[:SLICE]):
            last = page[-1].pk
            for document in page:
                end = rule.end_for(dates_of(document))
                if end is not None and end < today:
                    yield document


def dates_of(document: Document) -> retention.Dates:
    """Give the dates from which a document's time of keeping is counted.

    Reads its lease, or without one its tenant account.
    """
    lease = document.lease
    if lease is not None:
        ended = lease.terminated_on or lease.absent_since
    else:
        ended = document.tenant_account.ended_on if document.tenant_account else None
    return retention.Dates(
        issued_on=document.issued_on, valid_to=document.valid_to, lease_ended_on=ended
    )


def document_count() -> int:
    """Count the documents that still have their content."""
    return Document.objects.filter(erased_at=None).count()
