"""Open sessions: their limits, closing them from afar, the shared computer."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
import time_machine
from django.conf import settings as conf
from django.core.management import call_command
from django.test import Client

from palier.domain.accounts.actions import end_staff, set_password
from palier.domain.accounts.models import OpenSession
from palier.domain.accounts.sessions.store import fingerprint
from palier.domain.audit.actor import Actor
from palier.domain.audit.models import Trace
from tests.cast import NOW, PASSWORD, Cast
from tests.office.desks import at_desk

PAGE = "/mon-profil/appareils/"
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0"


def entered(email: str = "awa@exemple.fr", agent: str = DESKTOP, **more: str) -> Client:
    client = Client(headers={"user-agent": agent})
    answer = client.post("/connexion/", {"login": email, "password": PASSWORD, **more})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def later(**after: float) -> time_machine.travel:
    return time_machine.travel(NOW + dt.timedelta(**after), tick=False)


def test_each_device_is_told_in_plain_words(cast: Cast, now: dt.datetime) -> None:
    entered(agent=PHONE)
    page = entered().get(PAGE).content.decode()

    assert "Firefox sur Windows" in page
    assert "Chrome sur Android" in page
    assert page.index("Firefox sur Windows") < page.index("Chrome sur Android")
    assert page.count("Cet appareil</span>") == 1


def test_a_device_is_signed_out_from_another_at_once(cast: Cast, now: dt.datetime) -> None:
    lost, here = entered(agent=PHONE), entered()
    code = OpenSession.objects.get(agent=PHONE).code

    here.post(f"{PAGE}{code}/deconnecter/")

    assert not is_in(lost)
    assert is_in(here)
    assert Trace.objects.filter(event="accounts.session_closed").count() == 1


def test_a_closed_session_is_closed_on_every_machine(cast: Cast, now: dt.datetime) -> None:
    """Nothing is kept in the memory of a server: each request asks the database."""
    client = entered()
    key = client.cookies["sessionid"].value
    OpenSession.objects.all().delete()

    store = import_module(conf.SESSION_ENGINE).SessionStore(key)

    assert store.get("_auth_user_id") is None


def test_all_the_others_are_signed_out_at_once(cast: Cast, now: dt.datetime) -> None:
    others = [entered(agent=PHONE), entered(agent=PHONE)]
    here, neighbour = entered(), entered("jeanne@exemple.fr")

    said = here.post(f"{PAGE}autres/deconnecter/", follow=True).content.decode()

    assert "2 appareils sont déconnectés" in said
    assert [is_in(client) for client in (*others, here, neighbour)] == [False, False, True, True]


def test_nobody_closes_somebody_elses_session(cast: Cast, now: dt.datetime) -> None:
    awa, jeanne = entered(), entered("jeanne@exemple.fr")
    code = OpenSession.objects.get(user=cast.awa_user).code

    assert jeanne.post(f"{PAGE}{code}/deconnecter/").status_code == 404
    assert is_in(awa)


def test_closing_takes_a_post(cast: Cast, now: dt.datetime) -> None:
    awa = entered()
    code = OpenSession.objects.get(user=cast.awa_user).code
    assert awa.get(f"{PAGE}{code}/deconnecter/").status_code == 405
    assert awa.get(f"{PAGE}autres/deconnecter/").status_code == 405


@pytest.mark.parametrize(("minutes", "expected"), [(59, True), (61, False)])
def test_a_tenants_session_ends_after_an_hour_without_a_gesture(
    cast: Cast, now: dt.datetime, minutes: int, expected: bool
) -> None:
    client = entered()
    with later(minutes=minutes):
        assert is_in(client) is expected


def test_gestures_keep_a_session_until_its_longest(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    for gesture in range(1, 13):
        with later(minutes=gesture * 59):
            assert is_in(client), gesture
    with later(hours=12, minutes=1):
        assert not is_in(client)


def test_showing_the_password_again_does_not_lengthen_a_session(
    cast: Cast, now: dt.datetime
) -> None:
    client = entered()
    for hours in range(1, 12):
        with later(minutes=hours * 59):
            client.post("/connexion/a-nouveau/", {"password": PASSWORD})
    with later(hours=12, minutes=1):
        assert not is_in(client)


def test_staff_are_signed_out_sooner(cast: Cast, now: dt.datetime) -> None:
    client = entered("nora@plaine.example")
    assert OpenSession.objects.get(user=cast.north_advisor.user).kind == "staff"
    with later(minutes=31):
        assert not is_in(client)


def test_what_a_page_asks_by_itself_is_no_gesture(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    for minutes in (20, 40, 58):
        with later(minutes=minutes):
            assert client.get("/mes-demandes/", headers={"hx-request": "true"}).status_code == 200
            left = client.get(f"{PAGE}session/", headers={"x-requested-with": "x"}).json()
            assert left == {"left": (60 - minutes) * 60, "last": False}
    with later(minutes=61):
        assert not is_in(client)


def test_staying_signed_in_is_one_post(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    with later(minutes=58):
        kept = client.post(f"{PAGE}session/rester/", headers={"x-requested-with": "x"}).json()
        assert kept == {"left": 3600, "last": False}
    with later(minutes=100):
        assert client.post(f"{PAGE}session/rester/", {"next": "/mon-bail/"}).url == "/mon-bail/"
        assert client.post(f"{PAGE}session/rester/", {"next": "//pirate.example"}).url == "/"


def test_each_page_says_when_the_session_ends(cast: Cast, now: dt.datetime) -> None:
    page = entered().get("/mon-bail/").content.decode()
    assert "votre session se termine à 11\u00a0h\u00a000" in page
    assert 'data-left="3600"' in page


def test_a_new_password_closes_every_session(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    set_password(user=cast.awa_user, password="x" * 20, actor=Actor.system(), now=NOW)
    assert not OpenSession.objects.filter(user=cast.awa_user).exists()
    assert not is_in(client)


def test_whoever_leaves_the_landlord_is_signed_out_at_once(cast: Cast, now: dt.datetime) -> None:
    client = at_desk(cast.north_advisor)
    end_staff(member=cast.north_advisor, actor=Actor.system(), now=NOW)
    assert not is_in(client)


def test_the_table_holds_no_key_that_opens_anything(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    key = client.cookies["sessionid"].value
    row = OpenSession.objects.get(user=cast.awa_user)

    assert row.session_key == fingerprint(key) != key
    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert not is_in(thief)


def test_a_key_chosen_by_somebody_else_is_never_taken(cast: Cast, now: dt.datetime) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/connexion/", {"login": "awa@exemple.fr", "password": PASSWORD})

    assert client.cookies["sessionid"].value != "a" * 32
    fixed = Client()
    fixed.cookies["sessionid"] = "a" * 32
    assert not is_in(fixed)


def test_showing_the_password_again_changes_the_key(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    before = client.cookies["sessionid"].value
    client.post("/connexion/a-nouveau/", {"password": PASSWORD, "next": PAGE})

    assert client.cookies["sessionid"].value != before
    assert is_in(client)
    old = Client()
    old.cookies["sessionid"] = before
    assert not is_in(old)
    assert OpenSession.objects.filter(user=cast.awa_user).count() == 1


def test_rows_of_sessions_long_over_are_deleted_at_night(cast: Cast, now: dt.datetime) -> None:
    entered()
    for hours, left in ((13, 1), (19, 0)):
        with later(hours=hours):
            call_command("clearsessions")
            assert OpenSession.objects.filter(user=cast.awa_user).count() == left


# --- the shared computer ------------------------------------------------------------------


def test_a_shared_computer_has_a_short_session(cast: Cast, now: dt.datetime) -> None:
    client = entered(shared="on")
    with later(minutes=9):
        assert is_in(client)
    with later(minutes=20):
        assert not is_in(client)


def test_a_shared_computer_keeps_nothing(cast: Cast, now: dt.datetime) -> None:
    client = entered(shared="on")

    page = client.get("/mon-bail/")

    assert "no-store" in page["Cache-Control"]
    assert "Ordinateur partagé : déconnectez-vous avant de partir." in page.content.decode()
    assert "device" not in client.cookies
    assert not client.cookies["sessionid"]["max-age"]
    out = client.post("/deconnexion/")
    assert out["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "awa@exemple.fr" not in client.get("/connexion/").content.decode()


def test_a_shared_session_that_ends_by_itself_clears_what_the_browser_kept(
    cast: Cast, now: dt.datetime
) -> None:
    client = entered(shared="on")
    with later(minutes=20):
        assert client.get("/mon-bail/")["Clear-Site-Data"] == '"cache", "storage"'


def test_an_own_computer_is_left_alone(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    assert "Ordinateur partagé" not in client.get("/mon-bail/").content.decode()
    assert "Clear-Site-Data" not in client.post("/deconnexion/")


def test_the_list_of_devices_asks_little(cast: Cast, now: dt.datetime, at_most_queries) -> None:
    client = entered()
    for _ in range(5):
        entered(agent=PHONE)
    with at_most_queries(12):
        client.get(PAGE)


def test_in_production_the_cookies_belong_to_this_host_alone() -> None:
    import os
    import subprocess
    import sys

    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from palier.config import settings as s;"
            "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
            " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,"
            " getattr(s, 'SESSION_COOKIE_DOMAIN', None), s.SESSION_EXPIRE_AT_BROWSER_CLOSE,"
            " s.PALIER_DEVICE_COOKIE, s.PALIER_MESSAGES_COOKIE)",
        ],
        env={
            "PATH": os.environ["PATH"],
            "PALIER_MODE": "production",
            "PALIER_HOME": os.environ["PALIER_HOME"],
            "PALIER_ADDRESS": "https://compte.exemple.fr",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert said[:2] == ["__Host-session", "__Host-csrf"]
    assert said[2:7] == ["True", "True", "Lax", "None", "True"]
    assert said[7:] == ["__Host-device", "__Host-messages"]
