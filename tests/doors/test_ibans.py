"""Nobody reads a whole IBAN of a tenant: not on a page, in a file, a letter, the trail or a log.

Every address that opens is read as each person, PDF and archives by their words; then all that
the world wrote aside. The landlord's own IBAN, printed for transfers, is not meant.
"""

from __future__ import annotations

import datetime as dt
import logging
import re

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from palier.domain.accounts.queries import actor_of
from palier.domain.banking.models import BankAccount
from palier.domain.mail.models import Letter
from palier.domain.rights import actions as rights
from tests.cast import NOW
from tests.domain.banking import making
from tests.doors.addresses import doors
from tests.doors.asking import Visitor, words_in
from tests.doors.matrix import lines, trials
from tests.doors.people import PEOPLE, Person
from tests.doors.world import World

pytestmark = pytest.mark.django_db
DOORS = {door.name: door for door in doors()}
WHOLE = (making.AWA_IBAN, making.OTHER_IBAN, making.THIRD_IBAN)
READERS = [one for one in PEOPLE if one.letter in "HCARD"]
"""Whose money it is, who shares it, and those of the desk who see money."""


def told(text: str) -> list[str]:
    """Give the IBANs of the world that ``text`` holds, spaced, or cut by tags; in tags too."""
    upper = text.upper()
    bare = [re.sub(r"[^A-Z0-9]", "", one) for one in (upper, re.sub(r"<[^>]*>", "", upper))]
    return [iban for iban in WHOLE if any(iban[4:] in one for one in bare)]


def test_the_world_has_accounts_to_betray(world: World) -> None:
    assert {one.country for one in BankAccount.objects.all()} == {"FR", "DE"}
    assert told("FR14 2004 1010 0505 0001 3M02 606")
    assert told('<i title="DE89370400440532013000">')
    assert told("<b>20041010050500013M026</b>06")


@pytest.mark.parametrize("person", READERS, ids=str)
def test_no_page_shows_one(person: Person, world: World, caplog: pytest.LogCaptureFixture) -> None:
    with time_machine.travel(NOW, tick=False):
        visitor, opened = Visitor(person, world), 0
    with time_machine.travel(NOW, tick=False), caplog.at_level(logging.DEBUG, "palier"):
        for name, line in lines().items():
            for trial in trials(person, DOORS[name], line.kind, world):
                answer = visitor.knock("get", trial.address)
                opened += answer.letter == "o"
                assert not told(answer.text), f"{name} as {person}"
    assert opened > 5
    assert not told(caplog.text)


def test_no_letter_holds_one(world: World) -> None:
    letters = Letter.objects.all()
    assert letters.filter(template="mail/mandate_amended").exists()
    for letter in letters:
        assert not told(f"{letter.subject} {letter.text} {letter.html}"), letter.template


def test_the_copy_of_ones_data_holds_none(world: World, now: dt.datetime) -> None:
    user = world.cast.awa_user
    asked = rights.ask_copy(user=user, actor=actor_of(user), now=now)
    rights.prepare_copy(code=asked.code, now=now)
    _copy, file = rights.hand_over(user=user, actor=actor_of(user), now=now)
    with file:
        text = "\n".join(words_in(file.read()))
    assert world.cast.awa_user.email in text
    assert not told(text)


def test_no_column_of_the_database_holds_one(world: World) -> None:
    """The trail, cases and queues included; boxes under seal are read as bytes."""
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                for value in row:
                    text = bytes(value).decode("latin-1") if _is_bytes(value) else str(value)
                    assert not told(text), model._meta.db_table


def _is_bytes(value: object) -> bool:
    return isinstance(value, bytes | memoryview)
