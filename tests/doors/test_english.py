"""Whoever reads English is told nothing in French, but what has legal weight and their own data.

Generated from the map of addresses: a new page is tried the day it is added.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings

from palier.domain.accounts.models import User
from tests.doors.addresses import doors
from tests.doors.asking import Visitor
from tests.doors.matrix import lines, trials
from tests.doors.people import PEOPLE, Person
from tests.doors.world import World
from tools import write_messages

pytestmark = pytest.mark.django_db

DOORS = {door.name: door for door in doors()}
READERS = [person for person in PEOPLE if person.letter in "HCFPYGSN" and not person.like]
SPOKEN = ("aria-label", "alt", "title", "placeholder")
# What these say is data: the words of the ERP, of the landlord or of a person.
SHORT = 3
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Reader(HTMLParser):
    """Collect what a page says in its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[bool] = []
        """Whether each open element is set apart: in French, or not to be read."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        apart = bool(self._open and self._open[-1])
        apart = apart or tag in ("script", "style") or (tag != "html" and told.get("lang") == "fr")
        if not apart:
            self.said += [told[name] or "" for name in SPOKEN if told.get(name)]
        if tag not in VOID:
            self._open.append(apart)

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1]):
            self.said.append(data)


class French:
    """Know the French sentences that are said otherwise in English."""

    def __init__(self) -> None:
        self.whole: set[str] = set()
        self.filled: list[tuple[str, re.Pattern[str]]] = []
        for message in write_messages.read("en"):
            if not message.id:
                continue
            texts = (message.id,) if isinstance(message.id, str) else message.id
            said = (message.string,) if isinstance(message.string, str) else message.string
            for text in texts:
                for line in re.split(r"<[^>]+>|\n", text):
                    if text not in said and len(_bare(line)) > SHORT:
                        self._learn(_bare(line))

    def _learn(self, line: str) -> None:
        parts = re.split(r"%\(\w+\)[sd]", line.replace("%%", "%"))
        if len(parts) == 1:
            self.whole.add(line)
        elif len(re.findall(r"[^\W\d_]{3,}", " ".join(parts))) > 1:
            form = ".+?".join(re.escape(part) for part in parts)
            self.filled.append((parts[0], re.compile(form, re.DOTALL)))

    def __contains__(self, text: str) -> bool:
        return text in self.whole or any(
            text.startswith(start) and form.fullmatch(text) for start, form in self.filled
        )


def _bare(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip()


def heard(html: str, french: French) -> Iterator[str]:
    """Give the French that a page says in its own voice."""
    reader = Reader()
    reader.feed(html)
    for said in dict.fromkeys(_bare(text) for text in reader.said):
        if said in french:
            yield said


@pytest.fixture(scope="module")
def french() -> French:
    return French()


@pytest.mark.parametrize("person", READERS, ids=str)
def test_an_english_reader_is_told_nothing_in_french(
    person: Person, world: World, now: dt.datetime, french: French
) -> None:
    User.objects.update(language="en")
    visitor = Visitor(person, world)
    visitor.carries(settings.LANGUAGE_COOKIE_NAME, "en")
    wrong: dict[str, str] = {}
    pages = 0
    for name, line in lines().items():
        if name.startswith("office:") or not line.get or name not in DOORS:
            continue
        for trial in trials(person, DOORS[name], line.kind, world):
            answer = visitor.knock("get", trial.address)
            if answer.letter != "o" or "Content-Type: text/html" not in answer.text:
                continue
            pages += 1
            for said in heard(answer.text, french):
                wrong.setdefault(said, f"{name} {trial.address}")
    assert pages > 10
    assert not wrong, "\n".join(f"{where}: {said}" for said, where in wrong.items())
