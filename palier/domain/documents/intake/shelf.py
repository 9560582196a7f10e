"""The bytes of drafts, and the images of pages, beside the vault in the same storage.

Nothing here is precious: a draft lives a day, an image is drawn again when it is missed.
A name is made of a code or a hash, never of what a person typed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage

from palier.domain.documents.intake.refusals import NoRoom

DRAFTS, PAGES = "drafts", "pages"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def put(place: str, source: Path, *, shown: str = "") -> None:
    """Keep the file at ``source`` under ``place``.

    Raises:
        NoRoom: the storage is full; what was begun is removed.
    """
    try:
        with source.open("rb") as opened:
            default_storage.save(place, File(opened))
    except OSError as failure:
        with contextlib.suppress(OSError):
            default_storage.delete(place)
        if failure.errno in FULL:
            raise NoRoom(shown) from failure
        raise


def take(place: str, target: Path) -> None:
    """Copy what is kept under ``place`` to the file ``target``.

    Raises:
        FileNotFoundError: nothing is there.
    """
    with default_storage.open(place, "rb") as kept, target.open("wb") as file:
        shutil.copyfileobj(kept, file)


def read(place: str) -> bytes | None:
    """Give the bytes under ``place``, or nothing."""
    try:
        with default_storage.open(place, "rb") as kept:
            content: bytes = kept.read()
            return content
    except FileNotFoundError:
        return None


def forget(places: list[str]) -> None:
    """Remove what is kept under ``places``; what is gone already does not matter."""
    for place in places:
        with contextlib.suppress(FileNotFoundError):
            default_storage.delete(place)


def older_than(folder: str, instant: dt.datetime) -> Iterator[str]:
    """Walk through the names in ``folder`` that were written before ``instant``."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            if default_storage.get_modified_time(f"{folder}/{name}") < instant:
                yield f"{folder}/{name}"
    for deeper in folders:
        yield from older_than(f"{folder}/{deeper}", instant)


def draft_places(code: str) -> tuple[str, str]:
    """Give where the bytes and the small image of the draft ``code`` are kept."""
    return f"{DRAFTS}/{code}", f"{DRAFTS}/{code}.jpg"


def page_place(sha256: str, number: int, longest: int) -> str:
    """Give where the image of a page is kept."""
    return f"{PAGES}/{sha256[:2]}/{sha256}-{number}-{longest}.jpg"
