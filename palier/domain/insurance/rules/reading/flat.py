"""Text as this package reads it: lower case, no accents, its lines and punctuation kept."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans(
    {"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "´": "'", "º": "°", "\u00a0": " ", "\u202f": " ",
     "\ufffe": "", "\u00ad": ""}
)  # fmt: skip
_BLANKS = re.compile(r"[ \t]+")


def tidy(text: str) -> str:
    """Give ``text`` with one kind of line break and single spaces; accents and case kept."""
    spread = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_BLANKS.sub(" ", line).strip() for line in spread.translate(_SIGNS).split("\n"))
    return "\n".join(line for line in lines if line)


def flat(text: str) -> str:
    """Give ``text`` in lower case without accents. The same length is not promised."""
    spread = unicodedata.normalize("NFKD", text.translate(_SIGNS).lower())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
