"""Text as it is searched: lower case, no accents, words of letters and digits."""

from __future__ import annotations

import re
import unicodedata

_ODD_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Write ``N’Diaye-Lefèvre, 12 bis`` as ``n diaye lefevre 12 bis``."""
    # Spread first: letters drawn as mathematical signs have a capital only once they are letters.
    spread = unicodedata.normalize("NFKD", text).lower().translate(_ODD_LETTERS)
    spread = unicodedata.normalize("NFKD", spread)
    letters = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(letters))
