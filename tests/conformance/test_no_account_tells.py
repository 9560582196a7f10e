"""Nothing that a stranger sees, counts or times says whether an account exists (ASVS 5.0, 6.3.8).

For each page that takes an address, a reference or a code: the same bytes, the same questions
to the database, and durations that a clock cannot tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from unittest import mock

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palier.domain.access.actions import start_recovery
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.accounts.models import Tries
from palier.domain.accounts.password_backend import PasswordBackend
from tests.cast import NOW, PASSWORD, Cast
from tests.conformance.distributions import Comparison, compared

TIMES = 16


@dataclass(frozen=True)
class Door:
    """A page, and what is typed there: of somebody who exists, then of nobody."""

    page: str
    known: dict[str, str]
    unknown: dict[str, str]
    prepare: Callable[[Client], object] = lambda client: None

    def knock(self, typed: dict[str, str]) -> HttpResponse:
        """Send ``typed`` as a new visitor whom no limit holds back."""
        client = Client()
        self.prepare(client)
        return client.post(self.page, typed)


def opened_half(client: Client) -> None:
    """Type a reference and a name that go together, then an address."""
    client.post("/ouvrir-mon-compte/", {"reference": "12345", "family_name": "Diallo"})


def opened_to_password(email: str) -> Callable[[Client], None]:
    def prepare(client: Client) -> None:
        opened_half(client)
        client.post("/ouvrir-mon-compte/adresse/", {"email": email})

    return prepare


LOST = "/mot-de-passe-oublie/"
WHO = {"family_name": "Diallo"}
ASKING = {**WHO, "given_name": "Awa", "wish": "letter", "phone": ""}
DOORS = {
    "sign-in": Door(
        "/connexion/",
        {"login": "awa@exemple.fr", "password": "pas-le-bon"},
        {"login": "abc@exemple.fr", "password": "pas-le-bon"},
    ),
    "forgotten password": Door(LOST, {"email": "awa@exemple.fr"}, {"email": "abc@exemple.fr"}),
    "forgotten address": Door(
        f"{LOST}adresse/", {**WHO, "reference": "0012345"}, {**WHO, "reference": "0099999"}
    ),
    "lost mailbox": Door(
        f"{LOST}agence/", {**ASKING, "reference": "0012345"}, {**ASKING, "reference": "0099999"}
    ),
    "code on a letter": Door(
        f"{LOST}code/",
        {"reference": "0012345", "code": "2222-2222-2222"},
        {"reference": "0099999", "code": "2222-2222-2222"},
    ),
    "opening, its address": Door(
        "/ouvrir-mon-compte/adresse/",
        {"email": "awa@exemple.fr"},
        {"email": "abc@exemple.fr"},
        opened_half,
    ),
}


@pytest.fixture
def world(cast: Cast) -> Cast:
    for user in (cast.awa_user, cast.jeanne_user):
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
    start_recovery(
        link=PersonLink.objects.get(user=cast.awa_user),
        means=Recovery.Means.LETTER,
        cause=Recovery.Cause.MAILBOX,
        checked="questions",
        staff=cast.north_advisor,
        now=NOW,
    )
    return cast


def seen(answer: HttpResponse) -> tuple[object, ...]:
    """Give what a stranger reads, without the tokens and what they typed themselves."""
    body = re.sub(rb'value="[^"]*"', b"", answer.content)
    headers = {name: value for name, value in answer.items() if name != "Set-Cookie"}
    return answer.status_code, headers, sorted(answer.cookies), body


def asked(door: Door, typed: dict[str, str]) -> list[str]:
    """Give what a try asks of the database, values aside, once the caches are full."""
    Tries.objects.all().delete()
    client = Client()
    door.prepare(client)
    with CaptureQueriesContext(connection) as queries:
        client.post(door.page, typed)
    return [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in queries]


@pytest.mark.parametrize("name", DOORS)
def test_the_bytes_are_the_same(world: Cast, name: str) -> None:
    door = DOORS[name]
    assert seen(door.knock(door.known)) == seen(door.knock(door.unknown))


@pytest.mark.parametrize("name", DOORS)
def test_the_questions_to_the_database_are_as_many(world: Cast, name: str) -> None:
    door = DOORS[name]
    asked(door, door.unknown)
    known, unknown = asked(door, door.known), asked(door, door.unknown)
    assert len(known) == len(unknown), "\n".join([*known, "", *unknown])


def measured(door: Door) -> Comparison:
    def knock(typed: dict[str, str]) -> Callable[[], HttpResponse]:
        client = Client()
        door.prepare(client)

        def once() -> HttpResponse:
            Tries.objects.all().delete()
            return client.post(door.page, typed)

        return once

    return compared(knock(door.known), knock(door.unknown), times=TIMES)


@pytest.fixture
def slow_passwords(settings) -> None:
    """Hash passwords as in production: what takes long is what a clock would see."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture
def timed(world: Cast, slow_passwords: None) -> Cast:
    world.awa_user.set_password(PASSWORD)
    world.awa_user.save(update_fields=["password"])
    return world


@pytest.mark.parametrize("name", DOORS)
def test_a_clock_tells_nothing(timed: Cast, name: str) -> None:
    with time_machine.travel(NOW, tick=True):
        assert not measured(DOORS[name]).tells


def test_the_clock_would_see_a_password_that_nobody_hashes(timed: Cast) -> None:
    """The measure is worth something: it sees the very leak it looks for."""
    with (
        time_machine.travel(NOW, tick=True),
        mock.patch.object(PasswordBackend, "_mitigate_timing_attack"),
    ):
        assert measured(DOORS["sign-in"]).tells


def test_an_opening_costs_the_same_whoever_has_an_account(world: Cast) -> None:
    """Awa has an account under her address; nobody has one under the other."""
    typed = {"password": "sept-otaries-sur-un-banc"}
    costs, pages = set(), set()
    for email in ("awa@exemple.fr", "abc@exemple.fr"):
        door = Door("/ouvrir-mon-compte/mot-de-passe/", typed, typed, opened_to_password(email))
        asked(door, typed)
        costs.add(len(asked(door, typed)))
        answer = door.knock(typed)
        pages.add((answer.status_code, answer.headers["Location"]))
    assert len(costs) == len(pages) == 1
