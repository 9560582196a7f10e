"""Every address of the production site, signed in and out, carries the headers of the house."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.cast import Cast
from tests.doors.addresses import addresses_of, doors, every_code

DIRECTIVES = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
DOWNLOAD = "sandbox; default-src 'none'"
"""Of a file handed over: nothing of it runs, wherever it is opened."""
HELD_BY_ANYBODY = {"portal:theme"}
"""The landlord's colours: the one answer that caches may keep."""


def answers(client: Client) -> list[tuple[str, Any]]:
    codes = sorted(every_code())[:1]
    return [
        (f"{method.__name__.upper()} {address}", method(address, secure=True))
        for door in doors()
        for address in addresses_of(door, set(codes))
        for method in (client.get, client.post)
        if door.name not in HELD_BY_ANYBODY | {"account_logout"}
    ]


def faults(answer: Any) -> list[str]:
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    wanted = {
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "frames": headers.get("X-Frame-Options") == "DENY",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "resource": headers.get("Cross-Origin-Resource-Policy") == "same-origin",
        "permissions": "geolocation=()" in headers.get("Permissions-Policy", ""),
        "transport": "max-age=31536000" in headers.get("Strict-Transport-Security", ""),
        "subdomains": "includeSubDomains" in headers.get("Strict-Transport-Security", ""),
        "no-store": "no-store" in headers.get("Cache-Control", ""),
        "policy": all(one in policy for one in DIRECTIVES) or policy == DOWNLOAD,
        "inline": "unsafe" not in policy and "*" not in policy,
    }
    return [name for name, right in wanted.items() if not right]


@pytest.mark.parametrize("who", ["nobody", "awa", "nora"])
def test_every_address_carries_them(cast: Cast, now: dt.datetime, who: str) -> None:
    secure = override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
    with secure:
        client = Client()
        if who == "awa":
            client.force_login(cast.awa_user)
        elif who == "nora":
            client.force_login(cast.north_advisor.user)
        wrong = {what: missing for what, answer in answers(client) if (missing := faults(answer))}
    assert not wrong


def test_a_page_that_does_not_exist_carries_them_too(client: Client, db: None) -> None:
    answer = client.get("/rien-de-tel/", secure=True)
    assert answer.status_code == 404
    assert [name for name in faults(answer) if name not in ("transport", "subdomains")] == []


def test_the_landlord_s_colours_alone_may_be_kept(client: Client, db: None) -> None:
    from palier.domain.landlord.actions import decide

    decide(values={"colours": {"accent": "#17473d"}}, valid_from=dt.date(2020, 1, 1))
    assert "immutable" in client.get("/couleurs.css")["Cache-Control"]
