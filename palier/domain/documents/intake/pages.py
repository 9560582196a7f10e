"""A page of a stored PDF as an image, for telephones and for the desk's review screen.

Drawn in the airlock, bounded, and kept by the file's hash: whoever looks next waits for
nothing. The caller has authorised the reader; a file held back is nobody's to see.
"""

from __future__ import annotations

from palier.domain.documents import vault
from palier.domain.documents.intake import gate, shelf
from palier.domain.documents.intake.refusals import NoRoom
from palier.domain.documents.models import StoredFile

WIDTHS = (480, 1080, 1600)
"""The longest sides that may be asked for; others would fill the storage with copies."""


def page_image(stored: StoredFile, number: int, *, longest: int = 1080) -> bytes:
    """Give page ``number`` (from 1) as JPEG bytes, at the nearest of ``WIDTHS``.

    Raises:
        palier.domain.documents.vault.FileHeld: the antivirus has not seen the file yet, or
            has refused it.
        NoSuchPage: the document is shorter.
        DamagedPdf, TooComplex, TooBusy: it cannot be drawn, or not now.
        palier.domain.documents.vault.FileMissing: the vault lost the file.
    """
    if stored.state != StoredFile.State.CLEAN:
        raise vault.FileHeld
    longest = min(WIDTHS, key=lambda width: abs(width - longest))
    place = shelf.page_place(stored.sha256, number, longest)
    known = shelf.read(place)
    if known is not None:
        return known
    with gate.working_folder() as folder:
        source, target = folder / "source", folder / "page"
        source.write_bytes(vault.read(stored.sha256))
        gate.ask(
            "page",
            folder,
            source=str(source),
            target=target.name,
            number=number,
            longest=longest,
        )
        try:
            shelf.put(place, target)
        except NoRoom:
            # It is only a copy: a full disk slows reading, it does not stop it.
            return target.read_bytes()
        return target.read_bytes()


def page_count(stored: StoredFile) -> int:
    """Give how many pages a PDF has; counted once for files the landlord delivered.

    Raises:
        FileHeld, DamagedPdf, TooComplex, TooBusy: see ``page_image``.
    """
    if stored.pages is not None:
        return stored.pages
    if stored.state != StoredFile.State.CLEAN:
        raise vault.FileHeld
    with gate.working_folder() as folder:
        source = folder / "source"
        source.write_bytes(vault.read(stored.sha256))
        found = gate.ask("count", folder, source=str(source))
    return int(found["pages"])
