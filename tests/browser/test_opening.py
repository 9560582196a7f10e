"""Opening an account in a real browser: by thumb, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, zoomed
from tests.rig.site import SignIn, Site

PASSWORD = "sept otaries sur un banc"


@pytest.fixture
def newcomer(site: Site) -> Callable[[int], SignIn]:
    """Give one of the sample's people who have no account yet: each test takes its own."""
    people = [person for person in site.sign_ins() if person.role == "unregistered"]
    return lambda number: people[number % len(people)]


def letter_to(page: Page, site: Site, address: str, subject: str) -> Page:
    """Wait for a letter in the sample's mailbox and open it."""
    link = page.get_by_role("link", name=subject)
    for _ in range(20):
        page.goto(site.url(f"/boite-aux-lettres/?a={address}"))
        if link.count():
            break
        page.wait_for_timeout(500)
    link.first.click()
    return page


def confirmation(page: Page, site: Site, address: str) -> str:
    letter = letter_to(page, site, address, "Confirmez votre adresse e-mail")
    link = letter.get_by_role("link", name="/confirmer/").get_attribute("href")
    assert link is not None
    return "/" + link.split("/", 3)[3]


def submit(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def type_and_send(page: Page, person: SignIn, address: str) -> None:
    page.locator("[name=reference]").fill(person.customer_reference)
    page.locator("[name=family_name]").fill(person.family_name)
    submit(page)
    page.locator("[name=email]").fill(address)
    submit(page)
    page.locator("[name=password]").fill(PASSWORD)
    submit(page)


@pytest.mark.parametrize(("viewport", "javascript"), [(PHONE, True), (PHONE, False), (DESK, True)])
def test_from_the_paper_avis_to_the_second_proof(
    open_page: OpenPage,
    site: Site,
    newcomer: Callable[[int], SignIn],
    viewport: dict[str, int],
    javascript: bool,
) -> None:
    number = 1 + 2 * javascript + (viewport is DESK)
    address = f"lectrice{number}@exemple.fr"
    page = open_page("/ouvrir-mon-compte/", viewport=viewport, javascript=javascript)
    type_and_send(page, newcomer(number), address)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Regardez"))

    page.goto(site.url(confirmation(page, site, address)))
    submit(page)

    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("prouver que c’est bien|votre prénom")
    )
    page.goto(site.url("/mon-loyer/"))
    assert "€" not in page.locator("main").inner_text()


def test_every_page_of_the_opening_is_accessible(
    open_page: OpenPage, site: Site, newcomer: Callable[[int], SignIn]
) -> None:
    person, address = newcomer(5), "axe@exemple.fr"
    page = open_page("/ouvrir-mon-compte/")
    assert_accessible(page)
    page.locator("[name=reference]").fill("appt 304")
    page.locator("[name=family_name]").fill(person.family_name)
    submit(page)
    assert_accessible(page)
    page.locator("[name=reference]").fill(person.customer_reference)
    submit(page)
    assert_accessible(page)
    page.locator("[name=email]").fill("axe@gmial.com")
    submit(page)
    assert_accessible(page)
    page.get_by_role("link", name="Taper une autre adresse").click()
    page.locator("[name=email]").fill(address)
    submit(page)
    with page.expect_response("**/avis/"):
        page.locator("[name=password]").type("motdepasse2026")
    expect(page.locator(".field__opinion")).to_have_text(re.compile("devine trop vite"))
    assert_accessible(page)
    page.locator("[name=password]").fill(PASSWORD)
    submit(page)
    assert_accessible(page)
    link = confirmation(page, site, address)
    elsewhere = open_page(link)
    assert_accessible(elsewhere)
    elsewhere.locator("[name=password]").fill(PASSWORD)
    submit(elsewhere)
    assert_accessible(elsewhere)


@pytest.mark.parametrize(
    "path",
    [
        "/connexion/",
        "/mot-de-passe-oublie/",
        "/mot-de-passe-oublie/envoye/",
        "/ecrire-a-mon-agence/",
    ],
)
@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_pages_of_the_door_are_accessible(
    open_page: OpenPage, path: str, viewport: dict[str, int]
) -> None:
    page = open_page(path, viewport=viewport)
    assert_accessible(page)
    if viewport is DESK:
        with zoomed(page, 200):
            assert_accessible(page)


def test_the_keyboard_alone_opens_an_account(
    open_page: OpenPage, newcomer: Callable[[int], SignIn]
) -> None:
    person = newcomer(6)
    page = open_page("/ouvrir-mon-compte/", viewport=DESK)
    for name, text in (
        ("reference", person.customer_reference),
        ("family_name", person.family_name),
    ):
        _tab_to(page, f"[name={name}]")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/adresse/")
    _tab_to(page, "[name=email]")
    page.keyboard.type("clavier@exemple.fr")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mot-de-passe/")
    _tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Regardez"))


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key")
