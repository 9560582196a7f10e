"""Every section of a copy, their schema together, and the files that go with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from palier.domain.documents import vault
from palier.domain.documents.rules import safe_name
from palier.domain.rights.content import about_me, exchanges, getting_in, money, tenancy
from palier.domain.rights.content.readers import Reader

SECTIONS = (
    about_me.SECTIONS + getting_in.SECTIONS + tenancy.SECTIONS + money.SECTIONS + exchanges.SECTIONS
)
VERSION = "1"
FILES = "fichiers"


def collected(reader: Reader) -> dict[str, Any]:
    """Give everything of ``reader`` as JSON values: the version, the instant, each section."""
    said: dict[str, Any] = {
        "version": VERSION,
        "prepare_le": reader.now.isoformat(timespec="seconds"),
    }
    return said | {section.key: section.records(reader) for section in SECTIONS}


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a copy."""
    sections = {section.key: section.schema() for section in SECTIONS}
    known = {"version": {"const": VERSION}, "prepare_le": {"type": "string", "format": "date-time"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mes-donnees.json",
        "type": "object",
        "properties": known | sections,
        "required": [*known, *sections],
        "additionalProperties": False,
    }


def files_of(reader: Reader) -> Iterator[tuple[str, bytes]]:
    """Read each file of ``reader`` after the other, under a name of its own."""
    taken: set[str] = set()
    for name, sha256 in _named(reader):
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{stem}-{number}{dot}{ending}"
        taken.add(free)
        try:
            yield f"{FILES}/{free}", vault.read(sha256)
        except vault.FileMissing:
            continue


def _named(reader: Reader) -> Iterator[tuple[str, str]]:
    for document in exchanges.documents_of(reader):
        title = f"{document.issued_on} {document.title}"
        yield safe_name(title, document.file.media_type), document.file.sha256
    for attachment in exchanges.attachments_of(reader):
        sent_on = attachment.message.sent_at.date()
        title = f"{sent_on} {attachment.title}"
        yield safe_name(title, attachment.file.media_type), attachment.file.sha256
    for joined in exchanges.case_files_of(reader):
        title = f"{joined.added_at.date()} {joined.case.code}-{joined.position}"
        yield safe_name(title, joined.file.media_type), joined.file.sha256
