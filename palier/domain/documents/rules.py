"""What a file may be called, where it is kept, and who may see it. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/heic": ".heic",
    "application/zip": ".zip",
    "text/csv": ".csv",
}


def sha256_of(content: bytes) -> str:
    """Give the address of ``content``: its SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place_of(sha256: str) -> str:
    """Give the name in the storage: ``ab/cd/abcd…``, so that no folder grows too large."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def safe_name(title: str, media_type: str) -> str:
    """Give a file name that every system takes, from a French title.

    ``Avis d’échéance de novembre 2026`` becomes ``avis-d-echeance-de-novembre-2026.pdf``.
    """
    spelled = title.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("’", "-")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    extension = _EXTENSIONS.get(media_type, "")
    stem = _UNSAFE.sub("-", plain).strip("-.").lower().removesuffix(extension) or "document"
    return stem[: LONGEST_NAME - len(extension)].strip("-.") + extension
