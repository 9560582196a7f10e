"""The landlord's own PDF files, in sets: bytes first, rows after, unseen until the switch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from palier.domain.documents import vault
from palier.domain.documents.models import Document, StoredFile
from palier.foundation.codes import new_public_code
from palier.foundation.sets import IN_ONE_QUESTION, Row, insert_rows, stored_instant, update_rows

INDEXED = (
    "erp_id",
    "content_hash",
    "file",
    "file_name",
    "kind",
    "title",
    "issued_on",
    "tenant_account",
    "lease",
    "person",
    "visibility",
    "period",
    "reference",
    "valid_from",
    "valid_to",
)
PDF = "application/pdf"


def keep_papers(paths: Iterable[Path]) -> None:
    """Write the bytes of files to the vault, outside of any transaction."""
    for path in paths:
        vault.write(path.read_bytes())


def name_files(files: Sequence[tuple[str, int]], *, now: dt.datetime) -> dict[str, int]:
    """Give the key of the row of each kept file (hash, size), adding those that are new."""
    hashes = [sha256 for sha256, _size in files]
    keys = _file_keys(hashes)
    insert_rows(
        StoredFile,
        ("sha256", "size", "media_type", "stored_at"),
        [
            (sha256, size, PDF, stored_instant(now))
            for sha256, size in dict(files).items()
            if sha256 not in keys
        ],
    )
    return _file_keys(hashes)


def _file_keys(hashes: Sequence[str]) -> dict[str, int]:
    keys: dict[str, int] = {}
    for start in range(0, len(hashes), IN_ONE_QUESTION):
        asked = hashes[start : start + IN_ONE_QUESTION]
        keys.update(StoredFile.objects.filter(sha256__in=asked).values_list("sha256", "pk"))
    return keys


def index_documents(rows: Iterable[Row], *, delivery_no: int, now: dt.datetime) -> None:
    """Add documents of the landlord."""
    added_at = stored_instant(now)
    insert_rows(
        Document,
        (*INDEXED, "code", "origin", "delivery_no", "added_at"),
        (
            (*row, new_public_code(), Document.Origin.LANDLORD.value, delivery_no, added_at)
            for row in rows
        ),
    )


def change_documents(rows: Iterable[Row]) -> None:
    """Rewrite documents, each the primary key then its ``INDEXED`` values."""
    update_rows(Document, INDEXED, rows)


def withdraw_documents(keys: Sequence[int]) -> None:
    """Take documents that are no longer delivered out of the tenants' sight; kept for staff."""
    for start in range(0, len(keys), IN_ONE_QUESTION):
        Document.objects.filter(pk__in=keys[start : start + IN_ONE_QUESTION]).update(
            visibility=Document.Visibility.STAFF, content_hash=""
        )
