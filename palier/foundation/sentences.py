"""Sentences written down in French, and read again in the reader's language.

What an act writes down for good (a line of the agency's queue, an event of a thread, a fact of
the trail, what an acknowledgement says) is French, whatever language its author reads: the desk
and the books read French alone. ``read_again`` finds the sentence in the catalogue, says it in
the active language, and leaves as it is whatever people typed.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils import translation
from django.utils.translation import gettext

from palier.foundation.dates import NO_BREAK_SPACE, day_and_time, long_date, month_name
from palier.foundation.periods import Period

WRITTEN_IN = "fr"

_WORD = re.compile(r"%\((\w+)\)([sd])")
_DAY = re.compile(rf"(1er|[1-9]|[12]\d|3[01])[ {NO_BREAK_SPACE}](\w+)[ {NO_BREAK_SPACE}](\d{{4}})")
_MONTH = re.compile(r"(\w+) (\d{4})")


class Sentence:
    """A sentence with words in it (``%(name)s``, ``%(name)d``), known to ``read_again``.

    ``msgid`` goes through ``gettext_noop`` where it is declared, for the catalogue to have it.
    """

    def __init__(self, msgid: str) -> None:
        self.msgid = msgid
        form, start = "", 0
        for word in _WORD.finditer(msgid):
            what = r"\d+" if word[2] == "d" else ".+?"
            form += re.escape(msgid[start : word.start()]) + f"(?P<{word[1]}>{what})"
            start = word.end()
        self._form = re.compile(form + re.escape(msgid[start:]), re.DOTALL)
        self._numbers = frozenset(word[1] for word in _WORD.finditer(msgid) if word[2] == "d")
        _KNOWN.append(self)
        # The longest first: one sentence may begin as another ends.
        _KNOWN.sort(key=lambda known: -len(known.msgid))

    def in_french(self, **words: object) -> str:
        """Write the sentence down; days, months and lazy ``words`` come in French too."""
        with translation.override(WRITTEN_IN):
            return self.msgid % {name: spoken(word) for name, word in words.items()}

    def said(self, **words: object) -> str:
        """Say the sentence in the active language."""
        return gettext(self.msgid) % {name: spoken(word) for name, word in words.items()}

    def again(self, written: str) -> str | None:
        """Say ``written`` in the active language; ``None`` when it is another sentence."""
        found = self._form.fullmatch(written)
        if found is None:
            return None
        return gettext(self.msgid) % {
            name: int(value) if name in self._numbers else read_again(value)
            for name, value in found.groupdict().items()
        }


_KNOWN: list[Sentence] = []


def in_french(words: object) -> str:
    """Give ``words`` (lazy ones, a day, a month) as they are written down."""
    with translation.override(WRITTEN_IN):
        return str(spoken(words))


def spoken(word: object) -> object:
    """Give a day, an instant or a month as the active language says it; else ``word`` itself."""
    if isinstance(word, Period):
        return word.label
    if isinstance(word, dt.datetime):
        return day_and_time(word)
    return long_date(word) if isinstance(word, dt.date) else word


def read_again(written: str) -> str:
    """Say in the active language what was written down in French.

    Each line on its own; days and months too. What is not the portal's own comes as it is.
    """
    if not written.strip() or (translation.get_language() or WRITTEN_IN).startswith(WRITTEN_IN):
        return written
    if "\n" in written:
        return "\n".join(read_again(line) for line in written.split("\n"))
    return (
        _translated(written)
        or next((said for known in _KNOWN if (said := known.again(written)) is not None), None)
        or _day(written)
        or _month(written)
        or written
    )


def _translated(written: str) -> str:
    """Translate a whole sentence, whichever letter it begins with; empty when unknown."""
    said = gettext(written)
    if said != written:
        return said
    other = _other_case(written)
    said = gettext(other)
    return _other_case(said) if said != other else ""


def _other_case(text: str) -> str:
    return text[:1].swapcase() + text[1:]


def _day(written: str) -> str:
    found = _DAY.fullmatch(written)
    month = _months().get(found[2]) if found else None
    if found is None or month is None:
        return ""
    try:
        return long_date(dt.date(int(found[3]), month, int(found[1].removesuffix("er"))))
    except ValueError:
        return ""


def _month(written: str) -> str:
    found = _MONTH.fullmatch(written)
    month = _months().get(found[1]) if found else None
    return Period(int(found[2]), month).label if found and month else ""


def _months() -> dict[str, int]:
    with translation.override(WRITTEN_IN):
        return {month_name(number): number for number in range(1, 13)}
