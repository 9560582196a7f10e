"""Every page that opens asks the database little, the first time it is looked at.

Generated from the map of addresses (``matrix.txt``), statements counted in full: session, user,
transactions, the line a first look writes in the trail, and the instant its reader was last
seen. The PDF of the world are drawn already: whoever asks for one first also has it kept. A
page over its limit is mended, the limit never.
"""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.cast import NOW
from tests.doors.addresses import doors
from tests.doors.asking import Visitor
from tests.doors.matrix import lines, trials
from tests.doors.people import PEOPLE, Person
from tests.doors.world import World

pytestmark = pytest.mark.django_db
DOORS = {door.name: door for door in doors()}
TENANT, DESK = 12, 15
LATER = NOW + dt.timedelta(minutes=2)
"""Late enough for the session to note that its owner is still there."""


@pytest.mark.parametrize("person", [one for one in PEOPLE if not one.like], ids=str)
def test_what_opens_asks_little_at_the_first_look(person: Person, world: World) -> None:
    most = DESK if person.at_desk else TENANT
    with time_machine.travel(NOW, tick=False):
        visitor = Visitor(person, world)
    opened, over = 0, []
    with time_machine.travel(LATER, tick=False):
        for name, line in lines().items():
            if not name.startswith(("office:", "portal:")):
                continue
            for trial in trials(person, DOORS[name], line.kind, world):
                answer = visitor.knock("get", trial.address)
                opened += answer.letter == "o"
                if answer.letter == "o" and len(answer.asked) > most:
                    asked = "\n    ".join(one[:1000] for one in answer.asked)
                    over.append(f"{len(answer.asked)} {name} ({trial.owner}):\n    {asked}")
    assert opened > 5
    if over:
        pytest.fail("\n".join(over))
