"""Does a text name this person, this dwelling? Gentle: it says « differs » only when sure. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from palier.foundation.folding import folded


class Match(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Name:
    """A holder: given names, and every family name they go by."""

    given_names: str
    family_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The dwelling as the landlord writes it."""

    address: str
    postcode: str
    town: str


# What streets are called in full and in short.
_WAYS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "pl": "place", "r": "rue", "all": "allee", "allees": "allee", "ch": "chemin", "che": "chemin",
    "imp": "impasse", "sq": "square", "crs": "cours", "res": "residence", "rte": "route",
    "pass": "passage", "fg": "faubourg", "fbg": "faubourg", "gal": "general", "st": "saint",
    "ste": "sainte", "dr": "docteur", "prof": "professeur", "qu": "quai", "q": "quai",
    "mal": "marechal", "pdt": "president", "cdt": "commandant", "vla": "villa",
}  # fmt: skip
_EMPTY = {"de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "bis", "ter"}
_KINDS = set(_WAYS.values())
_POSTCODE = re.compile(r"\b(?:0[1-9]|[1-8]\d|9[0-8])\d{3}\b")
SAME_WORD = 0.84
NEAR = 6
READABLE = 120
"""Signs: under that a text says too little to contradict anybody."""


def name_in(text: str, holders: Sequence[Name]) -> Match:
    """Tell whether a text names one of the holders, in any order, by any name they go by."""
    words = folded(text).split()
    if not holders or len(" ".join(words)) < READABLE:
        return Match.UNKNOWN
    if any(_names(words, holder) for holder in holders):
        return Match.AGREES
    if any(_nearly_names(words, holder) for holder in holders):
        return Match.UNKNOWN
    return Match.DIFFERS


def home_in(text: str, home: Home, place: str = "") -> Match:
    """Tell whether a text insures this dwelling; ``place`` is the risk address it announces.

    An announced address decides alone: the insured may be written to elsewhere.
    """
    if place and _POSTCODE.search(_joined(place)):
        return _same_place(place, home, sure=True)
    found = _same_place(text, home, sure=False)
    if found is Match.DIFFERS and len(folded(text)) < READABLE:
        return Match.UNKNOWN
    return found


def _names(words: Sequence[str], holder: Name) -> bool:
    given = folded(holder.given_names).split()
    for family in holder.family_names:
        parts = folded(family).split()
        if not parts:
            continue
        for place in _runs(words, parts):
            near = words[max(0, place - NEAR) : place + len(parts) + NEAR]
            # « M. et Mme DIALLO » names the household without first names.
            if any(name in near for name in given) or {"mme", "madame", "m", "monsieur"} & set(
                near
            ):
                return True
    return False


def _nearly_names(words: Sequence[str], holder: Name) -> bool:
    """Tell whether a family name stands there alone, or as OCR may have read it."""
    known = set(words)
    for family in holder.family_names:
        parts = [part for part in folded(family).split() if len(part) > 2]
        if parts and all(
            part in known or difflib.get_close_matches(part, known, n=1, cutoff=SAME_WORD)
            for part in parts
        ):
            return True
    return False


def _runs(words: Sequence[str], parts: Sequence[str]) -> list[int]:
    width = len(parts)
    joined = "".join(parts)
    found = [
        start for start in range(len(words) - width + 1)
        if list(words[start : start + width]) == list(parts)
    ]  # fmt: skip
    # « N’Guessan » is printed NGUESSAN as well.
    return found + [place for place, word in enumerate(words) if width > 1 and word == joined]


def _same_place(text: str, home: Home, *, sure: bool) -> Match:
    words = _street_words(text)
    wanted = _street_words(home.address)
    number = next((word for word in wanted if word[0].isdigit()), "")
    street = [word for word in wanted if word[0].isalpha() and word not in _KINDS | _EMPTY]
    postcodes = set(_POSTCODE.findall(_joined(text)))
    town_words = [word for word in _street_words(home.town) if word not in _EMPTY]
    same_town = home.postcode in postcodes or (
        bool(town_words) and not postcodes and all(word in words for word in town_words)
    )
    named = [_has(words, word) for word in street]
    if street and all(named) and (same_town or not postcodes):
        if not number or _number_before(words, number, street):
            return Match.AGREES
        return Match.DIFFERS if sure else Match.UNKNOWN
    if not postcodes:
        return Match.UNKNOWN
    if same_town:
        # The right town and no trace of the street: another dwelling, if the address is whole.
        return Match.DIFFERS if sure and street and not any(named) else Match.UNKNOWN
    if any(named) and not sure:
        return Match.UNKNOWN
    return Match.DIFFERS


def _number_before(words: Sequence[str], number: str, street: Sequence[str]) -> bool:
    return any(
        word == number and any(_has(words[place + 1 : place + 7], one) for one in street)
        for place, word in enumerate(words)
    )


def _has(words: Sequence[str], word: str) -> bool:
    if word in words:
        return True
    return len(word) > 4 and bool(difflib.get_close_matches(word, words, n=1, cutoff=SAME_WORD))


def _street_words(text: str) -> list[str]:
    words = [_WAYS.get(word, word) for word in folded(text).split()]
    return [word.lstrip("0") or word for word in words]


def _joined(text: str) -> str:
    """Write ``93 200`` as ``93200``."""
    return re.sub(r"\b(\d\d)\s(\d{3})\b", r"\1\2", text)
