"""When a session ends: the warning, staying, and what was being typed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, sign_in
from tests.rig.site import SignIn, Site

STATE = "**/mon-profil/appareils/session/"


def end_every_session(site: Site) -> None:
    """Let two hours pass for whoever is signed in."""
    with closing(sqlite3.connect(site.home / "palier.sqlite3", timeout=20)) as base, base:
        base.execute("UPDATE accounts_opensession SET seen_at = datetime(seen_at, '-2 hours')")


def enter_again(page: Page, person: SignIn) -> None:
    page.locator("input[type=email]").fill(person.email)
    page.locator("input[type=password]").fill(person.password)
    page.locator("main form button[type=submit]").first.click()


def left(page: Page, seconds: int, *, last: bool = False) -> None:
    page.unroute(STATE)
    said = json.dumps({"left": seconds, "last": last})
    page.route(STATE, lambda route: route.fulfill(body=said, content_type="application/json"))


@pytest.mark.parametrize("javascript", [False, True])
def test_a_message_sent_too_late_is_given_back_after_sign_in(
    open_page: OpenPage, site: Site, javascript: bool
) -> None:
    person = site.sign_in("holder", family_name="Benkhelifa")
    page = open_page("/", viewport=PHONE, javascript=javascript)
    sign_in(page, site, person)
    page.goto(site.url("/messages/nouveau/?sujet=rent"))
    page.goto(site.url("/ecrire-a-mon-agence/"))
    page.get_by_label("Mon loyer, mon compte").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_load_state("load")
    where = page.url
    typed = f"Ma lettre à moi, {'avec' if javascript else 'sans'} script"
    page.get_by_label("Votre message").fill(typed)
    end_every_session(site)

    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.wait_for_url("**/connexion/**")
    assert typed not in page.content()
    enter_again(page, person)

    page.wait_for_url(where)
    assert "rien n’a été envoyé" in page.locator("main").inner_text()
    assert page.get_by_label("Votre message").input_value() == typed
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.wait_for_url("**/messages/*/")
    assert typed in page.locator("main").inner_text()


def test_an_answer_about_the_household_is_given_back_too(open_page: OpenPage, site: Site) -> None:
    person = site.sign_in("co_holder")
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, person)
    page.goto(site.url("/mon-foyer/declarer/"))
    page.locator("main form button[type=submit]").first.click()
    page.get_by_label("Quelqu’un arrive dans le logement").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Un enfant revient vivre à la maison").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Prénoms").fill("Mariama")
    page.get_by_label("Nom de famille").fill("N’Diaye")
    end_every_session(site)

    page.get_by_role("button", name="Continuer").click()
    enter_again(page, person)

    assert page.get_by_label("Prénoms").input_value() == "Mariama"
    assert page.get_by_label("Nom de famille").input_value() == "N’Diaye"
    page.get_by_role("button", name="Continuer").click()
    assert page.locator("main fieldset input").first.is_visible()


def test_somebody_else_who_signs_in_there_gets_nothing(open_page: OpenPage, site: Site) -> None:
    person = site.sign_in("holder", family_name="Benkhelifa")
    other = next(
        one for one in site.sign_ins() if one.role == "holder" and one.email != person.email
    )
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, person)
    page.goto(site.url("/ecrire-a-mon-agence/"))
    page.get_by_label("Mon loyer, mon compte").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Votre message").fill("Ceci ne regarde que moi")
    end_every_session(site)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    enter_again(page, other)

    assert "Ceci ne regarde que moi" not in page.content()
    page.goto(site.url("/ecrire-a-mon-agence/"))
    assert "Ceci ne regarde que moi" not in page.content()


def test_the_warning_comes_two_minutes_before_and_staying_is_one_click(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page("/", viewport=PHONE)
    sign_in(page, site, site.sign_in("holder"))
    page.wait_for_load_state("load")
    page.clock.install()
    page.goto(site.url("/mon-bail/"))
    left(page, 110)
    page.clock.fast_forward("57:00")
    assert not page.get_by_role("dialog").is_visible()
    page.clock.fast_forward("01:30")
    box = page.get_by_role("dialog", name="Votre session va se terminer")
    box.wait_for()
    assert "Voulez-vous rester connecté" in box.inner_text()
    assert_accessible(page)
    page.unroute(STATE)
    box.get_by_role("button", name="Rester connecté").click()
    box.wait_for(state="hidden")
    assert page.url.endswith("/mon-bail/")


def test_at_the_very_end_what_is_typed_stays_on_the_screen(open_page: OpenPage, site: Site) -> None:
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("holder"))
    page.wait_for_load_state("load")
    page.clock.install()
    page.goto(site.url("/mon-profil/corriger/"))
    area = page.locator("main textarea, main input[type=text]").first
    area.press_sequentially("Mon nouveau numéro")
    left(page, 0)
    page.clock.fast_forward("01:00:30")
    page.get_by_role("dialog", name="Votre session est terminée").wait_for()
    page.get_by_role("button", name="Revenir à la page").click()
    assert area.input_value() == "Mon nouveau numéro"


def test_a_page_left_alone_goes_to_the_sign_in(open_page: OpenPage, site: Site) -> None:
    page = open_page("/", viewport=PHONE)
    sign_in(page, site, site.sign_in("holder"))
    page.wait_for_load_state("load")
    page.clock.install()
    page.goto(site.url("/mon-bail/"))
    end_every_session(site)
    page.clock.fast_forward("01:00:30")
    page.wait_for_url("**/connexion/?next=%2Fmon-bail%2F")


def test_a_device_is_closed_from_another(open_page: OpenPage, site: Site) -> None:
    person = site.sign_in("holder", family_name="D’Almeida")
    lost = open_page("/", viewport=PHONE)
    sign_in(lost, site, person)
    mine = open_page("/", viewport=DESK)
    sign_in(mine, site, person)
    mine.goto(site.url("/mon-profil/appareils/"))
    assert_accessible(mine)
    mine.get_by_role("button", name="Déconnecter tous les autres").click()
    assert "Aucun autre appareil n’est connecté." in mine.locator("main").inner_text()
    lost.goto(site.url("/mon-bail/"))
    assert "/connexion/" in lost.url


def test_a_shared_computer_says_so_on_each_page_and_forgets(
    open_page: OpenPage, site: Site, tmp_path: Path
) -> None:
    person = site.sign_in("holder")
    page = open_page("/connexion/", host="localhost", viewport=PHONE)
    page.locator("input[type=email]").fill(person.email)
    page.locator("input[type=password]").fill(person.password)
    page.get_by_label("J’utilise un ordinateur partagé").check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/")
    assert_accessible(page)
    page.goto(site.url("/mon-bail/", host="localhost"))
    seen = {one["value"] for one in page.context.cookies(site.url("/", host="localhost"))}
    page.get_by_role("button", name="Me déconnecter").click()
    page.wait_for_load_state("load")
    # The page one lands on has a form of its own: its guard against forgery is new.
    left = page.context.cookies(site.url("/", host="localhost"))
    assert {one["name"] for one in left} <= {"csrftoken"}
    assert seen.isdisjoint(one["value"] for one in left)
    page.goto(site.url("/connexion/", host="localhost"))
    assert page.locator("input[type=email]").input_value() == ""
