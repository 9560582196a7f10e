"""Family names compared the way a kind clerk would: case, accents, hyphens, particles.

« D’Almeïda », « d almeida » and « DALMEIDA » are one name. What is compared is every
family name of every holder of the reference typed, so tolerance costs little: a wrong
reference finds no holder at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_PARTICLES = frozenset(
    [
        "d",
        "de",
        "des",
        "du",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "del",
        "della",
        "l",
        "la",
        "le",
        "les",
        "el",
        "al",
        "ben",
        "bin",
        "ibn",
        "ould",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "zu",
        "saint",
        "st",
        "ste",
        "sainte",
    ]
)
_TITLES = frozenset(
    ["m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle", "mesdames", "messieurs"]
)
_BETWEEN_NAMES = frozenset(["nee", "ne", "epouse", "epoux", "ep", "veuve", "vve", "dit", "dite"])
_ODD_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
_FIRST_NAMES = Path(__file__).parent / "words" / "first_names.txt"


def folded(typed: str) -> str:
    """Write a name in plain lower-case letters, one space between words.

    Accents, hyphens, apostrophes of every kind and doubled spaces go:
    ``N’Diaye-Lefèvre`` → ``n diaye lefevre``.
    """
    plain = _without_marks(_without_marks(typed).lower().translate(_ODD_LETTERS)).lower()
    # A modifier letter is an apostrophe of some keyboards, not a letter of the name.
    kept = (
        sign if sign.isalpha() and unicodedata.category(sign) != "Lm" else " " for sign in plain
    )
    return " ".join("".join(kept).split())


def _without_marks(text: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )


def name_keys(typed: str) -> frozenset[str]:
    """Give the spellings under which a family name may be compared, without spaces.

    ``de La Tour`` → ``delatour``, ``latour``, ``tour``. A title before the name is
    dropped, and « Martin, née Durand » answers to either.
    """
    keys: set[str] = set()
    for words in _names_in(folded(typed).split()):
        keys.add("".join(words))
        start = 0
        while start < len(words) - 1 and words[start] in _PARTICLES:
            start += 1
            keys.add("".join(words[start:]))
        keys.add("".join(word for word in words if word not in _PARTICLES))
    return frozenset(keys - {""})


def names_agree(typed: str, known: Iterable[str]) -> bool:
    """Tell whether ``typed`` is one of the family names ``known`` (birth or usage)."""
    keys = name_keys(typed)
    return any(keys & name_keys(name) for name in known if name)


def given_names_agree(typed: str, known: str) -> bool:
    """Tell whether the first name ``typed`` is among, or all of, the given names ``known``.

    « Jean » and « jean pierre » both answer to « Jean-Pierre, Marie ».
    """
    said, words = folded(typed).split(), folded(known).split()
    if not said:
        return False
    return "".join(said) == "".join(words[: len(said)]) or (len(said) == 1 and said[0] in words)


def looks_like_full_name(typed: str) -> bool:
    """Tell whether a first name was probably typed beside the family name.

    Judged on the typed text alone, with a list of usual first names: the answer is the
    same whether the reference exists or not.
    """
    words = [word for word in folded(typed).split() if word not in _TITLES]
    if any(word in _BETWEEN_NAMES for word in words):
        return False
    bearing = [word for word in words if word not in _PARTICLES and len(word) > 1]
    if len(bearing) < 2:
        return False
    return bearing[0] in _first_names() or bearing[-1] in _first_names()


def _names_in(words: list[str]) -> Iterable[list[str]]:
    """Split « mme martin nee durand » into the names it holds."""
    current: list[str] = []
    for position, word in enumerate(words):
        if word in _BETWEEN_NAMES and current and position < len(words) - 1:
            yield current
            current = []
        elif not (word in _TITLES and not current and position < len(words) - 1):
            current.append(word)
    yield current


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(_FIRST_NAMES.read_text(encoding="utf-8").split())
