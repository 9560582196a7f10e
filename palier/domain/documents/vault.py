"""The only file of the house that touches stored bytes.

The storage is Django's default one: a folder, or S3 through django-storages. A file's name is
the hash of its content, so writing twice is harmless and nothing is ever overwritten by
something else. On a disk a file is complete before it has its name: temporary file, fsync,
rename, fsync of the folder. The bytes are there before the row that names them commits; bytes
that no row names (the transaction failed) are swept a day later.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.utils.translation import gettext as _

from palier.domain.documents.rules import place_of, sha256_of
from palier.foundation.errors import DomainError

PREFIX = "vault"
TRIED = "tried"


class FileMissing(DomainError):
    """The storage no longer has the bytes that a row names."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ce document est momentanément indisponible. L’agence est prévenue : "
                "réessayez plus tard, ou demandez-le-lui."
            )
        )


class FileHeld(DomainError):
    """The antivirus has not answered for the file yet, or has refused it."""

    def __init__(self) -> None:
        super().__init__(
            _("Ce document est en cours de vérification. Réessayez dans quelques minutes.")
        )


class FileErased(FileMissing):
    """The time of keeping is over: the bytes are gone on purpose."""

    def __init__(self) -> None:
        DomainError.__init__(
            self,
            _(
                "Ce document a été effacé à la fin de sa durée de conservation. L’agence peut "
                "vous dire ce qu’il contenait s’il figure encore dans ses archives."
            ),
        )


class FileDamaged(FileMissing):
    """The bytes are not those that were kept: they are not given out."""


def write(content: bytes) -> str:
    """Keep ``content`` under its hash and give the hash."""
    sha256 = sha256_of(content)
    name = _name(sha256)
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        _write_to_disk(Path(storage.path(name)), content)
    else:
        # Again even where it is there: its new date keeps the sweep away from it.
        storage.save(name, ContentFile(content))
    return sha256


def read(sha256: str) -> bytes:
    """Give the bytes kept under ``sha256``, checked against it.

    Raises:
        FileMissing: the storage has no such file.
        FileDamaged: its content has changed.
    """
    try:
        with _storage().open(_name(sha256), "rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as failure:
        raise FileMissing from failure
    if sha256_of(content) != sha256:
        raise FileDamaged
    return content


def holds(sha256: str) -> bool:
    """Tell whether the storage has a file of that hash, without reading it."""
    return _storage().exists(_name(sha256))


def errors_of_suppliers() -> tuple[type[Exception], ...]:
    """Give what a storage elsewhere raises when it fails: of S3, where its library is there."""
    if importlib.util.find_spec("botocore") is None:
        return ()
    exceptions = importlib.import_module("botocore.exceptions")
    return exceptions.BotoCoreError, exceptions.ClientError


def try_storage() -> None:
    """Write a few bytes beside the vault, read them again and remove them.

    Raises:
        OSError: the storage cannot be written to, or gives back something else
            (``errors_of_suppliers`` as well, of a storage elsewhere).
    """
    storage, content = _storage(), os.urandom(32)
    name = storage.save(f"{TRIED}/{content[:8].hex()}", ContentFile(content))
    try:
        with storage.open(name, "rb") as file:
            if file.read() != content:
                raise OSError("the storage gives back other bytes")
    finally:
        storage.delete(name)


def everything_older_than(instant: dt.datetime) -> Iterator[str]:
    """Walk through the hashes kept before ``instant``; half-written files are removed."""
    storage = _storage()
    for first in _folders(storage, PREFIX):
        for second in _folders(storage, first):
            for found in storage.listdir(second)[1]:
                name = f"{second}/{found}"
                if storage.get_modified_time(name) >= instant:
                    continue
                if len(found) == 64:
                    yield found
                else:
                    storage.delete(name)


def forget(sha256: str) -> None:
    """Remove a file that no row names."""
    _storage().delete(_name(sha256))


def _storage() -> Storage:
    return default_storage


def _name(sha256: str) -> str:
    return f"{PREFIX}/{place_of(sha256)}"


def _folders(storage: Storage, folder: str) -> list[str]:
    with contextlib.suppress(FileNotFoundError):
        return [f"{folder}/{name}" for name in sorted(storage.listdir(folder)[0])]
    return []


def _write_to_disk(target: Path, content: bytes) -> None:
    """Write even over a file that is there: its new date keeps the sweep away from it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(unfinished)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
