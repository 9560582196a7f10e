"""Real homes out of a landlord's RPLS declaration, with all its irregularities.

RPLS: *répertoire des logements locatifs des bailleurs sociaux*, filed each year with the
State. UTF-8, ``;``, one row a dwelling, plain or gzipped. Unknown values are written in
many ways (``01/1900``, ``0``, ``NC``, nothing) and none of them is believed.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from palier.demo.addresses import Home
from palier.demo.spelling import street_name, street_type
from palier.foundation.errors import DomainError

NEEDED = ("CODEPOSTAL", "LIBCOM", "NUMVOIE", "TYPVOIE", "NOMVOIE")
_NUMBER_INSIDE = re.compile(
    r"^(\d{1,4})\s*(BIS|TER|QUATER|[A-F](?![A-Z]))?[\s,]+(?:(?P<type>[A-Za-zÉ]+)\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\d+(?:\s?(?:bis|ter|quater|[A-F]))?\s+(?P<street>\D.*?)\s+\d{5}\s", re.IGNORECASE
)
_ENERGY = dict(zip("2345678", "ABCDEFG", strict=True)) | {letter: letter for letter in "ABCDEFG"}
_KINDS = {"I": "house"}


class NotADeclaration(DomainError):
    """The file is not an RPLS declaration; the sentence says what is missing."""


def declared_homes(path: Path) -> Iterator[Home]:
    """Walk through the dwellings of the declaration at ``path``.

    Raises:
        NotADeclaration: a needed column is missing, or the file is not UTF-8 CSV.
    """
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    open_text = gzip.open if zipped else open
    with open_text(path, "rt", encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text, delimiter=";")
        try:
            missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
            if missing:
                raise NotADeclaration(
                    f"{path.name} n’est pas une déclaration RPLS : il y manque "
                    f"{', '.join(missing)}. Donnez le fichier « logements », séparé par « ; »."
                )
            for row in rows:
                yield home_of({name: (value or "").strip() for name, value in row.items() if name})
        except UnicodeDecodeError as error:
            raise NotADeclaration(
                f"{path.name} n’est pas en UTF-8. Convertissez-le avant de l’utiliser."
            ) from error


def home_of(row: dict[str, str]) -> Home:
    """Turn one declared dwelling into a home people would recognise."""
    street = address_of(row)
    where = re.sub(r"^\d+\s*(?:bis|ter|quater|[A-Z])?\s+", "", street)
    return Home(
        residence=where[:1].upper() + where[1:],
        kind=_KINDS.get(row.get("TYPECONST", ""), "flat"),
        number=row.get("NUMAPPT") or row.get("NUMAPP") or "",
        address=street,
        address_extra=_extra(row),
        postcode=row["CODEPOSTAL"].zfill(5),
        town=row["LIBCOM"].replace("'", "’"),
        rooms=_between(row.get("NBPIECE", ""), 1, 30),
        surface_dm2=_surface(row.get("SURFHAB", "")),
        floor=_between(row.get("ETAGE", ""), -9, 99),
        built_in=_between(row.get("CONSTRUCT", ""), 1500, 2200),
        energy_class=_ENERGY.get(row.get("DPEENERGIE", ""), ""),
        energy_assessed_on=month_known(row.get("DPEDATE", "")),
    )


def address_of(row: dict[str, str]) -> str:
    """Compose number, repetition, street type and name, wherever the number was written."""
    number, repeat = row["NUMVOIE"].lstrip("0"), row.get("INDREP", "")
    kind, name = row["TYPVOIE"], row["NOMVOIE"]
    if not number and (inside := _NUMBER_INSIDE.match(name)):
        number, repeat = inside[1], repeat or (inside[2] or "")
        name = inside["name"]
        if inside["type"] and not kind:
            kind = inside["type"]
        elif inside["type"]:
            name = f"{inside['type']} {name}"
    if name.isdigit() and (label := _LABEL.match(row.get("result_label", ""))):
        # The number was written in the place of the name: the geocoder knew better.
        kind, _, name = label["street"].upper().partition(" ")
    if row.get("LIEUDIT", "").upper() == "PROLONGEE":
        name = f"{street_name(name)} prolongée"
    else:
        name = street_name(name)
    repeat = repeat.lower() if len(repeat) > 1 else repeat.upper()
    joined = f"{number}{'' if len(repeat) == 1 else ' '}{repeat}".strip()
    return " ".join(part for part in (joined, street_type(kind), name) if part)


def _extra(row: dict[str, str]) -> str:
    parts = []
    for name, word in (("BAT", "bâtiment"), ("ENTREE", "entrée"), ("ESC", "escalier")):
        value = row.get(name, "").lstrip("0")
        if value:
            parts.append(f"{word} {value}")
    if row.get("COMPLIDENT"):
        parts.append(row["COMPLIDENT"])
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _between(text: str, least: int, most: int) -> int | None:
    try:
        number = int(text)
    except ValueError:
        return None
    return number if least <= number <= most else None


def _surface(text: str) -> int | None:
    try:
        dm2 = round(float(text.replace(",", ".")) * 100)
    except ValueError:
        return None
    return dm2 if 500 <= dm2 <= 100_000 else None


def month_known(text: str) -> str | None:
    """Read ``04/2016`` as its first day; ``01/1900`` and the like are unknown."""
    found = re.fullmatch(r"(?:\d{2}/)?(0[1-9]|1[0-2])/(\d{4})", text)
    if found is None or int(found[2]) <= 1900:
        return None
    return f"{found[2]}-{found[1]}-01"
