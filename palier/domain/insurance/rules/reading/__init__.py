"""What the text of a certificate says, to propose answers and to warn gently. Pure.

    flat.py       text as it is read here
    insurers.py   French insurers
    dates.py      French dates, and the period of validity
    fields.py     policy number, insured, address
    comparing.py  does it name this person, this dwelling?
    signs.py      what sort of paper it is

``read`` puts them together. Nothing here refuses anything: see ``rules.hints``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from palier.domain.insurance.rules.reading.comparing import Home, Match, Name, home_in, name_in
from palier.domain.insurance.rules.reading.dates import dates_in, validity_in
from palier.domain.insurance.rules.reading.fields import insured_in, place_in, policy_number_in
from palier.domain.insurance.rules.reading.flat import flat, tidy
from palier.domain.insurance.rules.reading.insurers import NAMES, insurer_in
from palier.domain.insurance.rules.reading.signs import Signs, signs_of
from palier.foundation.folding import folded

__all__ = [
    "NAMES",
    "Found",
    "Home",
    "Match",
    "Name",
    "Signs",
    "dates_in",
    "folded",
    "home_in",
    "insured_in",
    "insurer_in",
    "name_in",
    "place_in",
    "policy_number_in",
    "read",
    "validity_in",
]


@dataclass(frozen=True, slots=True)
class Found:
    """What was read. Empty text and ``None`` say that the paper is silent, or was not read."""

    insurer: str = ""
    policy_number: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    insured: str = ""
    place: str = ""
    name: Match = Match.UNKNOWN
    home: Match = Match.UNKNOWN
    signs: Signs = field(default_factory=lambda: Signs(clear=False))

    @property
    def proposes_something(self) -> bool:
        """Tell whether there is anything to propose to the tenant."""
        return bool(self.insurer or self.policy_number or self.valid_from or self.valid_to)

    def as_plain(self) -> dict[str, Any]:
        """Write it as JSON holds it."""
        plain = asdict(self)
        for name in ("valid_from", "valid_to"):
            day: dt.date | None = getattr(self, name)
            plain[name] = day.isoformat() if day else None
        return plain

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Found:
        """Read back what ``as_plain`` wrote."""
        if not plain:
            return cls()
        days = {
            name: dt.date.fromisoformat(plain[name]) if plain.get(name) else None
            for name in ("valid_from", "valid_to")
        }
        return cls(
            insurer=plain["insurer"],
            policy_number=plain["policy_number"],
            insured=plain["insured"],
            place=plain["place"],
            name=Match(plain["name"]),
            home=Match(plain["home"]),
            signs=Signs(**plain["signs"]),
            **days,
        )


def read(text: str, *, holders: Sequence[Name] = (), home: Home | None = None) -> Found:
    """Read a certificate; ``holders`` and ``home`` are those it should be about."""
    neat = tidy(text)
    plain = flat(neat)
    valid_from, valid_to = validity_in(plain)
    place = place_in(neat)
    return Found(
        insurer=insurer_in(folded(neat)),
        policy_number=policy_number_in(neat),
        valid_from=valid_from,
        valid_to=valid_to,
        insured=insured_in(neat)[:80],
        place=place[:160],
        name=name_in(neat, holders),
        home=home_in(neat, home, place) if home is not None else Match.UNKNOWN,
        signs=signs_of(plain),
    )
