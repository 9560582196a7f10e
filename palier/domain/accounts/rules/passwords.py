"""The password rule: long, not guessable, not built from what others know of you.

Source: CNIL, délibération 2022-100 of 21 July 2022 (at least 50 bits when attempts are
throttled) and OWASP ASVS 5.0 §6.2, held at once. There is no composition rule, no
expiry, and any sign may be typed or pasted.
"""

from __future__ import annotations

import math
import re
import string
import unicodedata
from collections.abc import Collection, Iterable
from enum import Enum
from functools import lru_cache
from pathlib import Path

from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch
from zxcvbn.scoring import most_guessable_match_sequence

SHORTEST = 12
SHORTEST_OF_DIGITS = 16
LONGEST = 128
LEAST_BITS = 50
# A billion tries: what a patient thief of hashed passwords does in an afternoon.
LEAST_GUESSES = 10**9

# The analysis of very long passwords is slow, and its answer is known beforehand.
_ANALYSED = 64
_LEFT_OVER = 8
_WORDS = Path(__file__).parent / "words"
_CLASSES = (
    (string.ascii_lowercase, 26),
    (string.ascii_uppercase, 26),
    (string.digits, 10),
    (string.punctuation + " ", 33),
)
_OTHER_SIGNS = 64
_LOOK_ALIKES = str.maketrans("0134578@$€!|+", "oieastbaseiit")


class Weakness(Enum):
    """The one thing to say about a password that will not do."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    DIGITS_ONLY = "digits_only"
    PERSONAL = "personal"
    KNOWN = "known"
    GUESSABLE = "guessable"


def weakness_of(
    password: str, *, about: Iterable[str] = (), known: Collection[str] = ()
) -> Weakness | None:
    """Name what is wrong with ``password``, or ``None`` when it is good.

    ``about`` holds what others know of its owner (names, reference, e-mail, town,
    landlord), in any spelling; ``known`` leaked passwords in lower case, besides the
    thirty thousand that are always looked at.
    """
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    if password.isdigit():
        if len(password) < SHORTEST_OF_DIGITS:
            return Weakness.DIGITS_ONLY if len(password) >= SHORTEST else Weakness.TOO_SHORT
    elif len(password) < SHORTEST or bits_of(password) < LEAST_BITS:
        return Weakness.TOO_SHORT
    words = personal_words(about)
    if _built_from(password, words):
        return Weakness.PERSONAL
    if password.lower() in known or folded(password) in known:
        return Weakness.KNOWN
    if guesses_for(password, words) < LEAST_GUESSES:
        return Weakness.GUESSABLE
    return None


def bits_of(password: str) -> float:
    """Count the bits of a random password of that length over the classes it uses."""
    alphabet = sum(size for signs, size in _CLASSES if any(sign in signs for sign in password))
    if any(all(sign not in signs for signs, _ in _CLASSES) for sign in password):
        alphabet += _OTHER_SIGNS
    return len(password) * math.log2(alphabet) if alphabet else 0.0


def guesses_for(password: str, about: Iterable[str] = ()) -> int:
    """Estimate how many tries find ``password``, knowing French and the words ``about``.

    The library's own entry point keeps the caller's words in a global, which two
    threads would share: its two steps are called instead, with a dictionary of ours.
    """
    text = folded(password)[:_ANALYSED]
    dictionaries = {
        **RANKED_DICTIONARIES,
        **_french_dictionaries(),
        "user_inputs": build_ranked_dict(list(about)),
    }
    found = most_guessable_match_sequence(text, omnimatch(text, dictionaries))
    return int(found["guesses"])


def folded(text: str) -> str:
    """Write ``text`` in lower case without accents: how a guesser tries it."""
    spread = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def personal_words(about: Iterable[str]) -> list[str]:
    """Split what is known of a person into words of three signs or more, folded, once each."""
    words: dict[str, None] = {}
    for text in about:
        parts = [part for part in re.split(r"[^a-z0-9]+", folded(text)) if part]
        for part in [*parts, "".join(parts)]:
            if len(part) >= 3:
                words[part] = None
    return list(words)


def _built_from(password: str, words: list[str]) -> bool:
    """Tell whether little is left once the personal words are taken out."""
    spellings = {folded(password), folded(password).translate(_LOOK_ALIKES)}
    for text in spellings:
        left = text
        for word in sorted(words, key=len, reverse=True):
            for spelling in (word, word.translate(_LOOK_ALIKES), word[::-1]):
                left = left.replace(spelling, " ")
        taken = left != text
        kept = re.sub(r"[^a-z0-9]|(?:19|20)\d\d", "", left)
        if taken and len(kept) < _LEFT_OVER:
            return True
    return False


@lru_cache(maxsize=1)
def _french_dictionaries() -> dict[str, dict[str, int]]:
    return {
        name: build_ranked_dict((_WORDS / f"{name}.txt").read_text(encoding="utf-8").split())
        for name in ("usual_passwords", "towns", "french")
    }
