"""A correspondence address: five lines at most, compared as people do, not letter by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

_FRANCE = ("", "france", "fr")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_SHORT = {"av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "pl": "place"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where letters go; every part empty means: to the dwelling."""

    street: str = ""
    extra: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""

    @property
    def is_home(self) -> bool:
        return not any(asdict(self).values())

    @property
    def is_french(self) -> bool:
        return self.country.strip().lower() in _FRANCE

    @property
    def lines(self) -> tuple[str, ...]:
        """Give the lines of the envelope under the name."""
        place = f"{self.postcode} {self.town}".strip()
        country = "" if self.is_french else self.country.upper()
        return tuple(line for line in (self.extra, self.street, place, country) if line)

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: object) -> Address:
        """Read what ``as_json`` wrote; anything else is home."""
        if not isinstance(value, Mapping):
            return cls()
        return cls(**{field.name: str(value.get(field.name, "")) for field in fields(cls)})


def is_french_postcode(text: str) -> bool:
    """Tell whether ``text`` is five digits, as in France and its overseas departments."""
    return bool(re.fullmatch(r"\d{5}", text.replace(" ", "")))


def same_address(one: Address, other: Address) -> bool:
    """Tell whether two addresses are the same in spite of case, accents, commas and « av. »."""
    return _key(one) == _key(other)


def _key(address: Address) -> tuple[str, str, str]:
    country = "" if address.is_french else _folded(address.country)
    return (
        _folded(f"{address.extra} {address.street}"),
        _folded(f"{address.postcode} {address.town}"),
        country,
    )


def _folded(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return " ".join(_SHORT.get(word, word) for word in _NOT_A_LETTER.split(flat) if word)
