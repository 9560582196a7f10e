"""When two rows name the same person: the ERP writes names as it likes. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from palier.foundation.folding import folded


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a row names them. Folded names ignore case, accents, hyphens, particles' case."""

    family_name: str
    given_names: str
    birth_date: dt.date | None = None


def same_person(one: Named, other: Named) -> bool:
    """Tell whether two rows name one person.

    Family names must be equal once folded, and the first given names; birth dates too where
    both are known. Given names may be shorter on one side (« Léa » and « Léa Marie »).
    """
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return False
    if folded(one.family_name) != folded(other.family_name):
        return False
    mine, theirs = folded(one.given_names).split(), folded(other.given_names).split()
    shortest = min(len(mine), len(theirs))
    return shortest > 0 and mine[:shortest] == theirs[:shortest]
