"""Passkeys, with the browser's own virtual authenticator: a tenant's, and an advisor's."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, sign_in
from tests.rig.site import SignIn, Site

SECURITY = "/mon-profil/securite/"


def authenticator(page: Page) -> None:
    """Give the browser a device that keeps keys and checks a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def here(site: Site, path: str) -> str:
    return site.url(path, host="localhost")


def show_password_again(page: Page, person: SignIn) -> None:
    page.locator("input[type=password]").fill(person.password)
    page.get_by_role("button", name="Continuer").click()


def add_passkey(page: Page, site: Site, person: SignIn, name: str) -> None:
    page.goto(here(site, SECURITY))
    page.get_by_role("link", name=re.compile("Ajouter une (autre )?clé")).click()
    show_password_again(page, person)
    assert_accessible(page)
    page.get_by_label("Nom de cette clé").fill(name)
    page.get_by_role("button", name="Créer la clé").click()
    page.wait_for_url(re.compile("(codes-de-secours|securite)/$"))


def enter_with_passkey(page: Page, site: Site) -> None:
    page.goto(here(site, "/connexion/"))
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()


def sign_out(page: Page, site: Site) -> None:
    page.goto(here(site, "/deconnexion/"))
    page.locator("main form button").first.click()
    page.wait_for_load_state("load")


def test_a_tenant_adds_a_passkey_signs_in_with_it_and_removes_it(
    open_page: OpenPage, site: Site
) -> None:
    person = site.sign_in("holder")
    page = open_page("/", host="localhost", viewport=PHONE)
    authenticator(page)
    sign_in(page, site, person)

    add_passkey(page, site, person, "Mon téléphone")

    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    assert_accessible(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Télécharger le fichier").click()
    kept = Path(fetched.value.path()).read_text(encoding="utf-8")
    assert all(code in kept for code in codes)
    page.reload()
    assert codes[0] not in page.content()
    assert "10 codes" in page.locator("main").inner_text()

    page.goto(here(site, SECURITY))
    assert "Mon téléphone" in page.locator("main").inner_text()
    assert_accessible(page)
    sign_out(page, site)

    enter_with_passkey(page, site)
    page.wait_for_url(here(site, "/"))
    expect(page.locator("h1")).to_be_visible()

    page.goto(here(site, SECURITY))
    page.get_by_role("link", name="Renommer Mon téléphone").click()
    show_password_again(page, person)
    page.get_by_label("Nom de cette clé").fill("Téléphone du salon")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Retirer Téléphone du salon").click()
    assert "C’est la dernière" in page.locator("main").inner_text()
    page.get_by_role("button", name="Oui, la retirer").click()
    assert "La clé d’accès est retirée." in page.locator("main").inner_text()
    sign_out(page, site)

    enter_with_passkey(page, site)
    page.get_by_text("Cette clé d’accès n’est pas reconnue").wait_for()


def test_an_advisor_adds_a_passkey_and_reaches_the_desk_with_it_alone(
    open_page: OpenPage, site: Site
) -> None:
    person = site.sign_in("advisor")
    page = open_page("/", host="localhost", viewport=DESK)
    authenticator(page)
    sign_in(page, site, person)
    page.wait_for_url("**/agence/")

    add_passkey(page, site, person, "Poste de l’agence")
    page.goto(here(site, SECURITY))
    assert "Poste de l’agence" in page.locator("main").inner_text()
    assert page.locator(".header--office").is_visible()
    assert_accessible(page)
    sign_out(page, site)

    enter_with_passkey(page, site)
    page.wait_for_url("**/agence/")
    assert page.locator("h1").is_visible()

    page.goto(here(site, SECURITY))
    page.get_by_role("link", name="Retirer Poste de l’agence").click()
    show_password_again(page, person)
    page.get_by_role("button", name="Oui, la retirer").click()
    assert "La clé d’accès est retirée." in page.locator("main").inner_text()


def test_a_passkey_also_answers_after_the_password(open_page: OpenPage, site: Site) -> None:
    person = site.sign_in("holder", family_name="D’Almeida")
    page = open_page("/", host="localhost", viewport=PHONE)
    authenticator(page)
    sign_in(page, site, person)
    add_passkey(page, site, person, "Ma tablette")
    page.goto(here(site, SECURITY))
    sign_out(page, site)

    sign_in(page, site, person)
    page.wait_for_url("**/connexion/code/")
    assert_accessible(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(here(site, "/"))

    page.goto(here(site, SECURITY))
    page.get_by_role("link", name="Retirer Ma tablette").click()
    page.get_by_role("link", name="Utiliser plutôt ma clé d’accès").click()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.get_by_role("button", name="Oui, la retirer").click()
    assert "La clé d’accès est retirée." in page.locator("main").inner_text()


def test_a_browser_without_script_is_told_and_signs_in_as_ever(
    open_page: OpenPage, site: Site
) -> None:
    person = site.sign_in("holder")
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, person)
    page.goto(site.url("/connexion/second-facteur/cle/"))
    show_password_again(page, person)

    said = page.locator("main").inner_text()
    assert "ne sait pas garder une clé d’accès" in said
    assert page.get_by_role("link", name="Ajouter une application").is_visible()


def test_at_a_bare_address_the_sample_says_where_to_go(open_page: OpenPage, site: Site) -> None:
    person = site.sign_in("holder")
    page = open_page("/", viewport=PHONE)
    sign_in(page, site, person)
    page.goto(site.url("/connexion/second-facteur/cle/"))
    show_password_again(page, person)
    assert page.get_by_role("link", name="http://localhost").is_visible()


def test_the_scripts_of_a_page_stay_small() -> None:
    root = Path(__file__).parents[2] / "palier"
    sizes = {
        path.name: len(gzip.compress(path.read_bytes(), 9))
        for path in (
            root / "ui/static/ui/js/palier.js",
            root / "ui/static/ui/js/session.js",
            root / "portal/static/portal/passkeys.js",
        )
    }
    assert sum(sizes.values()) < 20_000, sizes
