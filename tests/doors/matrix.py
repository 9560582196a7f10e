"""The matrix: one line a route in ``matrix.txt``, and what follows for everybody's objects.

A line names the route, the kind of row its address is about (``World.rows`` in
``tests/doors/world.py``; ``-`` for none, ``compte`` for a page about the account that
``?compte=`` chooses), then one letter a person for GET and for POST: the answer about Awa's row.
Persons and their order are ``tests/doors/people.py``, the letters ``tests/doors/asking.py``.

**A new route**: put its name and kind into ``matrix.txt`` and run ``pytest tests/doors``. The
failure shows the whole line as the route answers today; judge each letter as if somebody meant
harm before you put it in. A new kind of row: two ``world.keep(...)`` in ``tests/doors/world.py``
(Awa's and Jeanne's), each with a word of its own.

What the rows of others answer is not declared, it follows: to Awa, what is Jeanne's answers as
what is Awa's answers to a stranger, and so on (``trials``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from tests.doors.addresses import PLAIN_VALUES, Door
from tests.doors.people import LETTERS, Person
from tests.doors.world import World

TABLE = Path(__file__).with_name("matrix.txt")
OWN = ("Awa", "Account", "*")
NONE, CHOSEN = "-", "compte"


@dataclass(frozen=True)
class Trial:
    """One address, tried by one person: whose row, and as whom of the line they are answered."""

    address: str
    owner: str
    as_letter: str
    """The column that says what to expect."""
    is_own: bool = True
    """Else "there is no such thing" is a right answer in any case."""


@dataclass(frozen=True)
class Line:
    """What one route answers about Awa's row, a letter a person."""

    name: str
    kind: str
    get: str = ""
    post: str = ""

    def expected(self, trial: Trial, person: Person, method: str) -> str:
        """Give the letters that are right for ``person`` in this trial."""
        letters = self.get if method == "get" else self.post
        if trial.as_letter == "x":
            return "m" if letters[LETTERS.index(person.like or person.letter)] == "m" else "x"
        found = letters[LETTERS.index(trial.as_letter)]
        return found if trial.is_own else found + "x"

    def __str__(self) -> str:
        return f"{self.name:<38} {self.kind:<18} {self.get} {self.post}"


def lines() -> dict[str, Line]:
    found = [Line(*row.split()) for row in TABLE.read_text().splitlines() if _is_line(row)]
    for line in found:
        assert not line.get or len(line.get) == len(line.post) == len(LETTERS), (
            f"{line.name}: {LETTERS}"
        )
    assert len({line.name for line in found}) == len(found), "a route has two lines"
    return {line.name: line for line in found}


def _is_line(row: str) -> bool:
    return bool(row.strip()) and not row.startswith("#")


def trials(person: Person, door: Door, kind: str, world: World) -> Iterator[Trial]:
    """Give the addresses of one route for one person, with the column that answers for them."""
    plain = {name: PLAIN_VALUES[name] for name in door.parameters if name in PLAIN_VALUES}
    if kind in {NONE, CHOSEN}:
        address = reverse(door.name, kwargs=plain)
        yield Trial(address, "Awa", person.like or person.letter)
        if kind == CHOSEN and not person.at_desk and person.letter != "N":
            other = world.rows["account"]["Jeanne"]["code"]
            yield Trial(f"{address}?compte={other}", "Jeanne", "x", is_own=False)
        return
    rows = world.rows[kind]
    for owner, parameters in rows.items():
        column = _column(person, owner, past="Past" in rows)
        if column:
            filled = {name: parameters.get(name) or plain.get(name) for name in door.parameters}
            first = next(iter(set(door.parameters) - set(parameters) - set(plain)), "")
            if first:
                filled[first] = parameters["code"]
            is_own = column == (person.like or person.letter) and owner != "Jeanne"
            yield Trial(reverse(door.name, kwargs=filled), owner, column, is_own)


def _column(person: Person, owner: str, *, past: bool) -> str:
    """Say which column answers ``person`` about a row of ``owner``; empty: not tried."""
    letter = person.like or person.letter
    if owner == "Jeanne":
        return {"A": "B", "M": "B", "B": "A", "W": "W", "N": "N"}.get(
            letter, letter if person.at_desk else "S"
        )
    if owner == "Past":
        return letter if letter == "F" else ""
    if owner == "Yanis":
        return {"H": "C", "C": "H", "P": "C", "Y": "C", "G": "C"}.get(letter, letter)
    return "S" if letter == "F" and past else letter
