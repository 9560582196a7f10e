"""The vault: once by content, checked when read, seen only by whom it belongs to."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings

from palier.domain.audit.actor import Actor
from palier.domain.documents import actions, queries, vault
from palier.domain.documents.models import Document, StoredFile
from palier.domain.documents.rules import place_of, safe_name
from palier.foundation.errors import NotYours
from tests.cast import TODAY, Cast

SYSTEM = Actor.system()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages):
        yield tmp_path


def keep(cast: Cast, now: dt.datetime, content: bytes = b"%PDF-1", **more: Any) -> Document:
    values: dict[str, Any] = {
        "media_type": "application/pdf",
        "kind": Document.Kind.OTHER,
        "title": "Courrier",
        "visibility": Document.Visibility.HOLDERS,
        "origin": Document.Origin.LANDLORD,
        "issued_on": TODAY,
        "tenant_account": cast.account,
    }
    return actions.add_document(content=content, actor=SYSTEM, now=now, **values | more)


def path_of(folder: Path, document: Document) -> Path:
    return folder / vault.PREFIX / place_of(document.file.sha256)


def test_the_same_bytes_are_kept_once(cast: Cast, now: dt.datetime) -> None:
    first, second = keep(cast, now), keep(cast, now)
    assert first.file_id == second.file_id
    assert StoredFile.objects.count() == 1
    assert queries.content_of(first) == b"%PDF-1"


def test_a_changed_file_is_not_given_out(cast: Cast, now: dt.datetime, folder: Path) -> None:
    document = keep(cast, now)
    path_of(folder, document).write_bytes(b"%PDF-2")
    with pytest.raises(vault.FileDamaged):
        queries.content_of(document)
    assert [d.reason for d in queries.damages() if d] == ["changed"]


def test_a_file_the_antivirus_holds_is_not_given_out(cast: Cast, now: dt.datetime) -> None:
    document = keep(cast, now)
    document.file.state = StoredFile.State.HELD
    with pytest.raises(vault.FileHeld):
        queries.content_of(document)


def test_a_lost_file_is_found_missing_and_comes_back_when_kept_again(
    cast: Cast, now: dt.datetime, folder: Path
) -> None:
    document = keep(cast, now)
    path_of(folder, document).unlink()
    assert [d.reason for d in queries.damages() if d] == ["missing"]
    keep(cast, now)
    assert queries.content_of(document) == b"%PDF-1"


def test_only_orphans_older_than_a_day_are_swept(
    cast: Cast, now: dt.datetime, folder: Path
) -> None:
    kept = keep(cast, now)
    orphan, young = vault.write(b"old"), vault.write(b"young")
    half = folder / vault.PREFIX / "ab" / "cd" / ".tmp-x"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half")
    old = (now - dt.timedelta(days=3)).timestamp()
    fresh = now.timestamp()
    for sha256, instant in ((orphan, old), (young, fresh), (kept.file.sha256, old)):
        os.utime(folder / vault.PREFIX / place_of(sha256), (instant, instant))
    os.utime(half, (old, old))
    assert actions.sweep_orphans(now=now) == 1
    assert not vault.holds(orphan)
    assert vault.holds(young)
    assert vault.holds(kept.file.sha256)
    assert not half.exists()


def test_nothing_half_written_takes_the_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        vault.write(b"content")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_holders_see_the_accounts_documents(cast: Cast, now: dt.datetime) -> None:
    document = keep(cast, now)
    for user in (cast.awa_user, cast.yanis_user):
        assert queries.document_for(user, document.code, TODAY) == document


def test_a_persons_own_document_is_hers_alone(cast: Cast, now: dt.datetime) -> None:
    document = keep(cast, now, visibility=Document.Visibility.PERSON, person=cast.awa)
    assert queries.document_for(cast.awa_user, document.code, TODAY) == document
    with pytest.raises(NotYours):
        queries.document_for(cast.yanis_user, document.code, TODAY)


@pytest.mark.parametrize("reader", ["jeanne_user", "remi_user", "stranger_user"])
def test_nobody_else_sees_it(cast: Cast, now: dt.datetime, reader: str) -> None:
    document = keep(cast, now)
    with pytest.raises(NotYours):
        queries.document_for(getattr(cast, reader), document.code, TODAY)


def test_what_is_the_staffs_is_no_tenants(cast: Cast, now: dt.datetime) -> None:
    document = keep(cast, now, visibility=Document.Visibility.STAFF)
    with pytest.raises(NotYours):
        queries.document_for(cast.awa_user, document.code, TODAY)


def test_a_former_holder_sees_documents_of_his_own_time(cast: Cast, now: dt.datetime) -> None:
    cast.account.holders.filter(person=cast.yanis).update(ends_on=dt.date(2026, 6, 30))
    before = keep(cast, now, issued_on=dt.date(2026, 6, 1))
    after = keep(cast, now, issued_on=dt.date(2026, 7, 1))
    assert list(queries.documents_for(cast.yanis_user, TODAY)) == [before]
    assert set(queries.documents_for(cast.awa_user, TODAY)) == {before, after}


def test_a_document_not_delivered_yet_is_not_seen(cast: Cast, now: dt.datetime) -> None:
    document = keep(cast, now)
    Document.objects.filter(pk=document.pk).update(delivery_no=2)
    assert not queries.documents_for(cast.awa_user, TODAY).exists()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Avis d’échéance de novembre 2026", "avis-d-echeance-de-novembre-2026.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("Œuvre\r\nSet-Cookie: x", "oeuvre-set-cookie-x.pdf"),
        ("文書", "document.pdf"),
        ("déjà.pdf", "deja.pdf"),
    ],
)
def test_file_names_are_safe_everywhere(title: str, name: str) -> None:
    assert safe_name(title, "application/pdf") == name


def test_the_storage_is_the_one_of_the_settings(folder: Path) -> None:
    vault.write(b"x")
    assert default_storage.exists(f"{vault.PREFIX}/{place_of(vault.sha256_of(b'x'))}")
