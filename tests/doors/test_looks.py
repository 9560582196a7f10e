"""Nobody at the desk sees a paper, or a page about a tenant, without the trail saying so.

Generated from the map of addresses: a new page of the desk is tried the day it is added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.catalogue import Event
from palier.domain.audit.models import Trace
from tests.cast import make_staff
from tests.doors.addresses import PLAIN_VALUES, Door, doors
from tests.doors.world import World, build
from tests.office.desks import at_desk

DESK = [door for door in doors() if door.name.startswith("office:") and door.takes_code]
LOOKS = {event.value for event in Event if event.is_look} | {
    # What the desk draws for a tenant says more than a look would.
    Event.PROOF_LETTER_ISSUED.value,
}
PAPERS = (b"%PDF", b"PK", b"\xff\xd8", b"\x89PNG")
FAMILY = ("Account", "Awa", "Yanis", "Past")
WORDS = ("Diallo", "Guessan", "0012345")
# Not about one tenant, or told by the event of the act itself.
ELSEWHERE: dict[str, str] = {}


@pytest.fixture
def world(db: None, now: dt.datetime, tmp_path: Path, settings: Any) -> World:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return build(now)


def addresses(door: Door, world: World) -> Iterator[str]:
    """Fill the door with the codes of Awa's family, of every kind."""
    plain = {name: PLAIN_VALUES[name] for name in door.parameters if name in PLAIN_VALUES}
    kinds = [_of_the_family(owners) for owners in world.rows.values()]
    account = {"code": world.cast.account.code}
    for row in [*kinds, account]:
        code = row["code"]
        holes = set(door.parameters) - set(plain)
        for values in (dict.fromkeys(holes, code), {**account, "notice": code}):
            try:
                yield reverse(door.name, kwargs={**plain, **values, **_named(row, plain)})
            except NoReverseMatch:
                continue


def _of_the_family(owners: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Give the row of a kind that the whole family shares, else one of theirs."""
    return next((owners[who] for who in FAMILY if who in owners), {"code": "NOBODYS"})


def _named(row: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in plain}


@pytest.mark.parametrize("role", ["manager", "rent_accountant"])
def test_every_look_of_the_desk_is_in_the_trail(world: World, role: str) -> None:
    unseen, papers = [], set()
    for number, door in enumerate(DESK):
        # Somebody else at each door: nobody's look is told by an earlier one.
        staff = make_staff(f"n{number}@plaine.example", "Nino", role, world.cast.north)
        client = at_desk(staff)
        for address in dict.fromkeys(addresses(door, world)):
            response = client.get(address)
            if response.status_code != 200 or door.name in ELSEWHERE:
                continue
            content = b"".join(response) if response.streaming else response.content
            paper = content.startswith(PAPERS)
            if paper:
                papers.add(door.name)
            about_one = any(word.encode() in content for word in WORDS)
            if (paper or about_one) and not _told(staff):
                unseen.append(f"{role} {address}")
    assert not unseen, "\n".join(unseen)
    if role == "manager":
        assert {"office:case-page", "office:case-file", "office:tenant-notice"} <= papers


def _told(staff: StaffMember) -> bool:
    return Trace.objects.filter(
        actor_kind="staff", actor_reference=str(staff.user_id), event__in=LOOKS
    ).exists()


def test_looking_at_two_papers_of_one_file_is_told_twice(world: World) -> None:
    staff = make_staff("deux@plaine.example", "Nino", "manager", world.cast.north)
    client = at_desk(staff)
    codes = {
        row["code"]
        for owners in world.rows.values()
        for who, row in owners.items()
        if who in FAMILY
    }
    seen = {
        address
        for code in codes
        for address in (
            reverse("office:case-file", args=[code, 1]),
            reverse("office:tenant-notice", args=[world.cast.account.code, code]),
        )
        if client.get(address).status_code == 200
    }
    told = Trace.objects.filter(event="documents.seen", actor_reference=str(staff.user_id))
    assert len(seen) > 1
    assert told.count() == len(seen)
