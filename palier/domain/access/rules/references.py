"""The customer reference as people copy it: spaces, dashes, a letter more or less.

Every judgement here looks at the typed text alone, so that no answer can tell whether a
reference exists.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that a hurried eye reads in the place of a digit.
_DIGITS_FOR_LETTERS = str.maketrans("OQIL", "0011")
_FEWEST_DIGITS = 5
_MOST_SIGNS = 30
_DWELLING_WORDS = re.compile(
    r"\b(?:logement|logt|log|appartement|appart|appt|apt|porte|lot|bat|batiment|esc|escalier|"
    r"etage|box|cave|parking|bail)\b"
)


def reference_key(typed: str) -> str:
    """Strip a reference to what everyone agrees upon: its digits, without leading zeros.

    ``L/0042 137`` · ``l-42137`` · ``0042137`` → ``42137``. Letters at either end are
    dropped; a letter between digits is kept, unless it is an O, a Q, an I or an L, which
    are read as digits. Empty when nothing is left.
    """
    flat = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(sign for sign in flat if sign.isascii() and sign.isalnum())
    key, before = _stripped(signs), signs
    # Once more for a letter that stood behind the zeros: a key has itself for a key.
    while key != before:
        key, before = _stripped(key), key
    return key


def _stripped(signs: str) -> str:
    if not any(sign.isdigit() for sign in signs):
        return ""
    body = re.sub(r"^[A-Z]+?(?=[OQ]*\d)|[A-Z]+$", "", _mended_end(signs))
    return body.translate(_DIGITS_FOR_LETTERS).lstrip("0")[:_MOST_SIGNS]


def _mended_end(signs: str) -> str:
    """Turn the O of ``42O`` into a zero before letters at the end are dropped."""
    return re.sub(r"(?<=\d)[OQ]+$", lambda found: "0" * len(found[0]), signs)


def looks_like_dwelling_number(typed: str) -> bool:
    """Tell whether a dwelling number was probably typed: groups, a door, too few digits.

    ``0123-04-0567``, ``12 B 304``, ``appt 12``, ``304``: the number that the reference
    replaced, as it is painted on doors and printed on old papers.
    """
    text = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode().lower().strip()
    if not any(sign.isdigit() for sign in text):
        return False
    if _DWELLING_WORDS.search(text):
        return True
    groups = re.findall(r"\d+", text)
    inner_letter = re.search(r"\d[\s./-]*[a-z][\s./-]*\d", text.replace("o", "0")) is not None
    return (
        inner_letter
        or len(re.findall(r"\d+(?=[./-]\d)", text)) >= 2
        or sum(len(group) for group in groups) < _FEWEST_DIGITS
    )
