"""Dates as French papers write them, and the period a certificate says it is valid for. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_MONTH_WORDS = {name: number for number, name in enumerate(MONTHS, start=1)}
_SHORT = {
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH_WORDS |= _SHORT
_WORDS = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))
# Letters that OCR takes for figures; only inside what is otherwise a date.
_LIKE = str.maketrans({"l": "1", "i": "1", "o": "0", "s": "5"})
_DATE = re.compile(
    rf"(?<![\w/])(?:"
    rf"(?P<year>20\d\d)-(?P<mm>\d\d)-(?P<dd>\d\d)"
    rf"|(?P<d>[0-3lio]?[0-9lios])\s?[./-]\s?(?P<m>[01lio]?[0-9lios])\s?[./-]\s?"
    rf"(?P<y>20\d\d|\d\d)"
    rf"|(?P<day>\d{{1,2}})(?:\s?er)?[\s.]+(?P<month>{_WORDS})\b\.?[\s,]+(?P<yy>20\d\d)"
    rf")(?!\d)"
)
EARLIEST, LATEST = 2000, 2099
# What stands just before a date that is not one of validity.
_NOT_VALIDITY = re.compile(
    r"(?:\bne(?:\(?e\)?)?|naissance|fait(?:\s+a\s+[\w\s'-]{2,40})?,?|edite[es]*"
    r"|emis[es]*"
    r"|emission|signe|imprime|document du|en date du|valeur au|date\s+d.edition"
    r"|delivree?|soussign\w+|souscrit[es]*|souscription|construit\w*|^\s*[\w\s'-]{2,40},)"
    r"\s*(?:le\b|du\b|:|\s)*$"
)
_HOURS = r"(?:\s*(?:,|a)?\s*\(?\d{1,2}\s*(?:h|heures?|:)\s*(?:\d\d)?(?:mn)?\)?)?"
_INCLUDED = r"(?:\s*\(?(?:inclus|compris|minuit)[es]*\)?)?"
_BETWEEN = re.compile(
    rf"^{_HOURS}{_INCLUDED}\s*[,;]?\s*"
    r"(?:et\s+)?(?:jusqu.?\s*)?(?:au\b|a\b|et\s+le\b|-|–|—|→|>|/)\s*(?:date de fin)?"
    r"\s*:?\s*(?:le\s+)?$"
)
_STARTS = re.compile(
    r"(?:\bdu|entre le|a (?:effet|compter|partir) du|depuis le|date d.?effet|prise d.?effet|"
    r"prend effet(?: le)?|effet(?: le| du| au)?|"
    r"debut(?: de (?:la )?(?:validite|garantie|periode))?|"
    r"valable (?:du|a compter du|a partir du)|des le)\s*:?\s*(?:le\s+)?$"
)
_ENDS = re.compile(
    r"(?:jusqu.?\s*au|jusqu.?\s*a(?: la date du)?|echeance(?: principale| annuelle| du contrat)?|"
    r"fin(?: de (?:la )?(?:validite|garantie|periode|contrat))?|expir\w+(?: le)?|"
    r"valid\w+ au|prochaine echeance|terme)\s*:?\s*(?:au\s+|le\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A date in a text, and where it stands."""

    day: dt.date
    start: int
    end: int


def dates_in(text: str) -> list[Seen]:
    """Find the dates of ``text`` (lower case, without accents), in order."""
    found: list[Seen] = []
    for match in _DATE.finditer(text):
        day = _day_of(match)
        if day is not None:
            found.append(Seen(day, match.start(), match.end()))
    return found


def validity_in(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and last day that a certificate says it is valid; None where it is silent.

    Two dates joined by « au » come first; then one after « à compter du », one after
    « jusqu’au ». Dates of birth, of signing and of printing are left aside.
    """
    seen = [one for one in dates_in(text) if not _NOT_VALIDITY.search(_before(text, one, 60))]
    spans = [
        (first.day, last.day, bool(_STARTS.search(_before(text, first, 60))))
        for first, last in pairwise(seen)
        if first.day < last.day and _BETWEEN.match(text[first.end : last.start])
    ]
    if spans:
        named = [span for span in spans if span[2]] or spans
        # Several periods (last year's as well): the one that lasts longest into the future.
        latest = max(named, key=lambda span: (span[1], span[0]))
        return latest[0], latest[1]
    starts = [one.day for one in seen if _STARTS.search(_before(text, one, 60))]
    ends = [one.day for one in seen if _ENDS.search(_before(text, one, 60))]
    end = max(ends) if ends else None
    before = [day for day in starts if end is None or day <= end]
    return (max(before) if before else None), end


def _before(text: str, one: Seen, width: int) -> str:
    return text[max(0, one.start - width) : one.start].replace("\n", " ").replace("\r", " ")


def _day_of(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    if parts["year"]:
        return _day(parts["year"], parts["mm"], parts["dd"])
    if parts["month"]:
        return _day(parts["yy"], str(_MONTH_WORDS[parts["month"]]), parts["day"])
    year = parts["y"] if len(parts["y"]) == 4 else f"20{parts['y']}"
    return _day(year, parts["m"].translate(_LIKE), parts["d"].translate(_LIKE))


def _day(year: str, month: str, day: str) -> dt.date | None:
    wanted = int(year), int(month), int(day)
    if not (EARLIEST <= wanted[0] <= LATEST and 1 <= wanted[1] <= 12):
        return None
    if not 1 <= wanted[2] <= calendar.monthrange(wanted[0], wanted[1])[1]:
        return None
    return dt.date(*wanted)
