"""Names of files as people may read them, and the sizes they weigh. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
SHOWN = 40
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}\Z", re.IGNORECASE)


def readable_name(told: str) -> str:
    """Make a file's name safe to show and to keep: no folder, no control sign, bounded.

    The name is only ever shown to people; it never becomes a path.
    """
    last = re.split(r"[\\/]", told)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    kept = unicodedata.normalize("NFC", " ".join(kept.split()))
    return kept[:LONGEST] or "document"


def short_name(name: str) -> str:
    """Shorten a long name in its middle, so that its ending stays readable."""
    if len(name) <= SHOWN:
        return name
    return f"{name[: SHOWN - 13].rstrip()}…{name[-12:].lstrip()}"


def readable_size(size: int) -> str:
    """Write a size in bytes as people say it: ``1,4 Mo``, ``312 ko``."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}".replace(".", ",") + "\u00a0Mo"
    return f"{max(1, round(size / 1000))}\u00a0ko"


def is_slug(word: str) -> bool:
    """Tell whether ``word`` may name a purpose, or what a tray is about."""
    return bool(_SLUG.match(word))
