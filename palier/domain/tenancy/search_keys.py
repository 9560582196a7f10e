"""How a person's names are written down so that an advisor finds them. Pure."""

from __future__ import annotations

from itertools import pairwise

from palier.foundation.folding import folded


def person_search_key(*, usage_name: str, birth_name: str, given_names: str) -> str:
    """Give the text in which the desk looks for a person: family names, then given names.

    The order makes lists alphabetical: ``dartagnan le guen jeanne``. An elided particle
    is joined to its name and also found apart, because people type it either way.
    """
    words: list[str] = []
    for part in (usage_name, birth_name, given_names):
        for word in _spellings(part):
            if word not in words:
                words.append(word)
    return " ".join(words)[:400]


def name_words(typed: str) -> list[str]:
    """Split a typed name into folded words: ``N’Guessan`` gives ``n`` and ``guessan``."""
    return folded(typed).split()


def _spellings(name: str) -> list[str]:
    apart = folded(name).split()
    joined = [
        first + second for first, second in pairwise(apart) if len(first) == 1 and len(second) > 1
    ]
    return apart + joined
