"""Everybody at every door, with their own things and with others': one answer each, no leak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.doors.addresses import doors
from tests.doors.asking import DENIED, Answer, Visitor
from tests.doors.matrix import Line, lines, trials
from tests.doors.people import PEOPLE, Person
from tests.doors.world import World

DOORS = {door.name: door for door in doors()}
LINES = lines()
FIRST_OF = {"H": ("Awa", "Account"), "C": ("Yanis",), "F": ("Past",)}
"""Whose words each of these people must have been told: the words are truly there."""
HARD_TO_FIND = {"NewMail", "Swindle"}
"""Subjects that are shown by other ways than a bare visit of a page."""


pytestmark = pytest.mark.django_db


def test_every_route_has_its_line(world: World, now: dt.datetime) -> None:
    assert not set(LINES) - set(DOORS), "lines without a route"
    missing = sorted(name for name in DOORS if name not in LINES or not LINES[name].get)
    if missing:
        visitors = [Visitor(person, world) for person in PEOPLE if not person.like]
        shown = [str(_as_it_is(name, world, visitors)) for name in missing]
        pytest.fail("routes without a line; judge each letter:\n" + "\n".join(shown))


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_what_they_are_told(person: Person, world: World, now: dt.datetime) -> None:
    visitor = Visitor(person, world)
    heard: set[str] = set()
    wrong: list[str] = []
    for name, line in LINES.items():
        if name not in DOORS or not line.get:
            continue
        for trial in trials(person, DOORS[name], line.kind, world):
            for method in ("get", "post"):
                expected = line.expected(trial, person, method)
                answer = visitor.knock(method, trial.address)
                what = f"{name} ({trial.owner}) {method.upper()} {trial.address}"
                wrong += _faults(answer, expected, what)
                told = {w for w, planted in world.words.items() if planted in answer.text}
                wrong += [f"{what} tells {word}" for word in told - person.reads]
                heard |= told
    assert not wrong, f"{person}:\n" + "\n".join(sorted(wrong))
    owed = {w for w in world.words if w.startswith(FIRST_OF.get(person.letter, ("-",)))}
    owed = {w for w in owed & person.reads if not w.endswith(tuple(HARD_TO_FIND))}
    unheard = sorted(owed - heard)
    assert not unheard, f"planted words that even their owner was never told: {unheard}"


def _faults(answer: Answer, expected: str, what: str) -> Iterator[str]:
    if answer.letter not in expected:
        yield f"{what} answers {answer.letter} ({answer.status}), not {expected}"
    if answer.letter in DENIED and answer.wrote:
        yield f"{what} was refused, yet changed {sorted(set(answer.wrote))}"


def _as_it_is(name: str, world: World, visitors: list[Visitor]) -> Line:
    """Give the line of a route as it answers today; ``?``: say what its address is about."""
    door = DOORS[name]
    kind = LINES[name].kind if name in LINES else "?" if door.takes_code else "-"
    if kind not in {"-", "compte", *world.rows}:
        return Line(name, kind)
    letters = {"get": "", "post": ""}
    for visitor in visitors:
        tried = [trial for trial in trials(visitor.person, door, kind, world) if trial.is_own]
        for method in letters:
            letters[method] += visitor.knock(method, tried[0].address).letter
    return Line(name, kind, letters["get"], letters["post"])
