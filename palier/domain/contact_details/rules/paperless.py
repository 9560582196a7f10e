"""Who still gets paper: the register of choices read for one avis (loi 89-462, art. 21; Code civil,
art. 1127-1: by electronic means only with the agreement of whom it is for)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

EVERY_HOLDER, ONE_HOLDER = "every_holder", "one_holder"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the register; ``first_period`` is the first month billed that it counts for."""

    person: int
    online: bool
    first_period: dt.date
    rank: int


def is_paperless(
    holders: Collection[int], choices: Iterable[Choice], period: dt.date, *, rule: str
) -> bool:
    """Tell whether the avis of ``period`` (first day of the month) goes without paper.

    Of each holder the latest choice that counts for the month is heard. Under ``every_holder``
    paper goes on until all have agreed; under ``one_holder`` the latest choice of any decides.
    """
    heard: dict[int, Choice] = {}
    for choice in sorted(choices, key=lambda one: one.rank):
        if choice.person in holders and choice.first_period <= period:
            heard[choice.person] = choice
    if not heard:
        return False
    if rule == ONE_HOLDER:
        return max(heard.values(), key=lambda one: one.rank).online
    return all(person in heard and heard[person].online for person in holders)
