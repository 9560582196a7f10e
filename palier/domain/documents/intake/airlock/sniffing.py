"""What a file is, by its bytes; its name and the browser's word count for nothing."""

from __future__ import annotations

import mmap
from pathlib import Path

import filetype

from palier.domain.documents.intake.airlock.refused import Refused

HEAD = 8192
PDF, PHOTO = "pdf", "photo"

# The harmless file by which antivirus programs are tried, in two halves so that no scanner
# stops at this source.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_BLANK = b" \t\r\n\x0c\x00\xef\xbb\xbf"
_OTHER_IMAGES = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis", b"Index/Document")
_WEB = (b"<!doctype", b"<html", b"<?xml", b"<svg")
_MAIL = (b"from:", b"return-path:", b"received:", b"mime-version:", b"delivered-to:")


def kind_of(path: Path) -> str:
    """Say ``pdf`` or ``photo``, by content.

    Raises:
        Refused: anything else, with the kind that tells the reader what to do instead.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not head:
            raise Refused("empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            if whole.find(EICAR) >= 0:
                raise Refused("infected")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return PHOTO
    if head[4:8] == b"ftyp":
        return _boxed(head)
    start = head[:1024].find(b"%PDF-")
    if start >= 0:
        # Readers look for the header further in; what stands before it may be another file.
        if head[:start].strip(_BLANK):
            raise Refused("disguised")
        return PDF
    raise _refusal_of(head)


def _boxed(head: bytes) -> str:
    """Tell HEIF, AVIF and films apart: they share one container."""
    size = int.from_bytes(head[:4], "big")
    box = head[8 : min(max(size, 12), 256)]
    brands = {box[index : index + 4] for index in range(0, len(box), 4) if index != 4}
    if brands & _AVIF_BRANDS:
        raise Refused("other_image", format="AVIF")
    if brands & _HEIC_BRANDS:
        return PHOTO
    raise Refused("video")


def _refusal_of(head: bytes) -> Refused:
    """Say what the file seems to be, so that the sentence can say what to do instead."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Refused("other_image", format="WebP")
    for start, name in _OTHER_IMAGES:
        if head.startswith(start):
            return Refused("other_image", format=name)
    if head.startswith(b"PK\x03\x04"):
        office = any(part in head for part in _OFFICE_PARTS)
        return Refused("office_document" if office else "archive")
    if head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return Refused("office_document")
    if head.startswith(_ARCHIVES):
        return Refused("archive")
    if head.lstrip(_BLANK)[:512].lower().startswith(_WEB + _MAIL):
        return Refused("web_page")
    if (filetype.guess_mime(head) or "").startswith(("video/", "audio/")):
        return Refused("video")
    return Refused("unknown_type")
