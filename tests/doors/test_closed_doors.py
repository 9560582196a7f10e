"""Nobody, a stranger, another tenant, a former one and another agency, at every address.

What they get may differ (the sign-in page, not found, a page of their own); what they never
get is a word of Awa's, and never a fault of the server.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor
from palier.domain.billing.actions import publish_period
from palier.foundation.periods import Period
from tests.cast import Cast
from tests.domain.billing.delivery import deliver_notice
from tests.domain.casework.making import hardship
from tests.domain.household.making import declared
from tests.domain.ledger.delivery import deliver_entry
from tests.domain.papers.making import asked, deposited
from tests.domain.payments import bank
from tests.doors.addresses import Door, addresses_of, doors, every_code

# Signing out would make the visitor nobody for the doors that follow.
CLOSED = [door for door in doors() if not door.is_open and door.name != "account_logout"]
SIGN_IN = "/connexion/"
# 204 and 286: nothing new for a page that asks by itself, and no more to ask.
ANSWERS = {200, 204, 286, 302, 303, 400, 403, 404, 405, 422}


@pytest.fixture
def secrets(cast: Cast, now: dt.datetime, tmp_path: Path, settings: Any) -> set[str]:
    """Give Awa something of each kind, and the words that only she may read."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    deliver_entry(cast.account, "rent", 98_765, dt.date(2026, 11, 1))
    deliver_notice(cast.account)
    publish_period(period=Period(2026, 11), actor=Actor.system(), now=now)
    hardship(cast, now)
    bank.to_the_bank(cast.awa_user, cast.account, now)
    declared(cast, now)
    deposited(cast, now, asked(cast, now))
    return {
        "Diallo",
        cast.account.customer_reference,
        "987,65",
        "heures de travail",
        "Léa Marie",
        "imposition 2026",
    }


def visitor(user: User | None, *, at_desk: bool = False) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    if at_desk:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session.save()
    return client


def answers(client: Client) -> Iterator[tuple[Door, str, int, bytes]]:
    """Try every closed door with every code; what is told, whole."""
    codes = every_code()
    for door in CLOSED:
        for address in addresses_of(door, codes):
            for method in (client.get, client.post):
                response = method(address)
                content = b"".join(response) if response.streaming else response.content
                what = f"{method.__name__.upper()} {address}"
                yield door, what, response.status_code, content


def indiscretions(client: Client, secrets: set[str]) -> Iterator[str]:
    for door, what, status, content in answers(client):
        if status not in ANSWERS:
            yield f"{what} fails with {status}"
        yield from (f"{what} tells {s}" for s in secrets if s.encode() in content)
        # Without a code in the address a file is about the visitor's own account.
        if door.takes_code and content.startswith((b"%PDF", b"PK")):
            yield f"{what} hands a file over"


def test_nobody_is_led_to_the_sign_in(secrets: set[str]) -> None:
    client = visitor(None)
    codes = every_code()
    for door in CLOSED:
        for address in addresses_of(door, codes):
            response = client.get(address)
            assert response.status_code in {302, 405}, address
            assert response.status_code == 405 or SIGN_IN in response["Location"], address


VISITORS = {
    "a stranger": lambda cast: visitor(cast.stranger_user),
    "a former tenant of another account": lambda cast: visitor(cast.remi_user),
    "another tenant": lambda cast: visitor(cast.jeanne_user),
    "another agency": lambda cast: visitor(cast.south_advisor.user, at_desk=True),
    "an advisor who gave no code": lambda cast: visitor(cast.north_advisor.user),
}


@pytest.mark.parametrize("who", VISITORS)
def test_they_learn_nothing(cast: Cast, secrets: set[str], who: str) -> None:
    assert not list(indiscretions(VISITORS[who](cast), secrets))


def test_awa_herself_finds_her_things(cast: Cast, secrets: set[str]) -> None:
    """The words looked for above are truly there for their owner."""
    read = b"".join(content for *_, content in answers(visitor(cast.awa_user)))

    assert not {secret for secret in secrets if secret.encode() not in read}
