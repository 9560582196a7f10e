"""Is the owner of the bank account the person themselves? Read as a kind clerk would.

« DIALLO AWA », « Mme Awa Diallo » and « M. ou Mme Diallo » agree with Awa Diallo; « Fatou
Diallo » does not, nor does a company. A difference is never refused here: two of the staff look.
"""

from __future__ import annotations

from collections.abc import Iterable

from palier.domain.access.rules.names import folded, name_keys

LONGEST_NAME = 70
"""What a bank's file holds of a name (ISO 20022, Max70Text)."""
_JOINING = frozenset({"m", "mr", "mme", "mlle", "madame", "monsieur", "ou", "et", "mm", "or"})


def owner_agrees(typed: str, *, family_names: Iterable[str], given_names: str) -> bool:
    """Tell whether ``typed`` names the person.

    One of their family names (birth or usage) must be there. Besides it nothing, or one of
    their given names or its initial: other words are another person's.
    """
    words = [word for word in folded(typed).split() if word not in _JOINING]
    given = folded(given_names).split()
    for known in family_names:
        for rest in _without(words, known):
            if not rest or any(_is_given(word, given) for word in rest):
                return True
    return False


def _without(words: list[str], family_name: str) -> Iterable[list[str]]:
    """Give what is left of ``words`` for each place where the family name stands."""
    keys = name_keys(family_name)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if "".join(words[start:end]) in keys:
                yield words[:start] + words[end:]


def _is_given(word: str, given: list[str]) -> bool:
    return word in given or (len(word) == 1 and any(name.startswith(word) for name in given))
