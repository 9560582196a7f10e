"""The language switched by keyboard, without JavaScript, on a phone; kept after sign-in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, sign_in
from tests.rig.site import Site


def language_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


@pytest.mark.parametrize(("viewport", "javascript"), [(PHONE, False), (DESK, True)])
def test_the_page_is_kept_when_its_language_changes(
    open_page: OpenPage, site: Site, viewport: dict[str, int], javascript: bool
):
    page = open_page("/aide/", viewport=viewport, javascript=javascript)
    assert language_of(page) == "fr"
    english = page.get_by_role("button", name="English")
    assert english.get_attribute("lang") == "en"
    english.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Help").wait_for()
    assert page.url.endswith("/aide/")
    assert language_of(page) == "en"
    if javascript:
        assert_accessible(page)
    sign_in(page, site, site.sign_in("co_holder"))
    assert language_of(page) == "en"
    assert "My rent" in page.locator("body").inner_text()
    if javascript:
        assert_accessible(page)
    page.goto(site.url("/mon-profil/langue/"))
    page.get_by_label("Français").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", level=1, name="Mon profil").wait_for()
    assert language_of(page) == "fr"
    assert "Vos préférences sont enregistrées." in page.locator("main").inner_text()


def test_english_is_offered_to_an_english_browser_once(open_page: OpenPage, site: Site):
    page = open_page("/", viewport=PHONE, locale="en-GB")
    assert language_of(page) == "fr"
    assert_accessible(page)
    offer = page.get_by_role("complementary", name="English")
    assert offer.get_attribute("lang") == "en"
    offer.get_by_role("button", name="Read in English").click()
    page.get_by_role("heading", level=1, name="Your tenant area").wait_for()
    assert page.get_by_role("complementary", name="English").count() == 0
    page.goto(site.url("/connexion/"))
    assert language_of(page) == "en"


def test_nothing_overflows_in_either_language(open_page: OpenPage, site: Site):
    page = open_page("/", viewport={"width": 320, "height": 640})
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator(".language__button").click()
        page.wait_for_load_state()
