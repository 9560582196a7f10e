"""The catalogue of reasons for a refusal: worded by an administrator, read by tenants."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.rig.browser import (
    DESK,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
    sign_in,
)
from tests.rig.site import Site

SENTENCE = "La photo est trop sombre pour être lue."


def fits(page: Page) -> None:
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        assert_accessible(page)


def test_a_reason_is_worded_with_the_keyboard(open_page: OpenPage, site: Site) -> None:
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("administrator"))
    page.goto(site.url("/agence/motifs/"))
    fits(page)
    assert_keyboard_reaches(page, "main a[href*='/motifs/certificate/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agence/motifs/certificate/*/")
    fits(page)
    address = page.url
    assert_keyboard_reaches(page, "[name=sentence]")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.locator("main form button[type=submit]").first.click()
    assert page.locator("[name=sentence]").get_attribute("aria-invalid") == "true"
    fits(page)
    page.locator("[name=sentence]").fill(SENTENCE)
    page.locator("main form button[type=submit]").first.click()
    page.goto(address)
    assert page.locator("[name=sentence]").input_value() == SENTENCE


def test_the_catalogue_is_worded_without_a_script(open_page: OpenPage, site: Site) -> None:
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, site.sign_in("administrator"))
    page.goto(site.url("/agence/motifs/"))
    page.locator("main a[href*='/motifs/paper/']").first.click()
    remedy = "Demandez-la de nouveau à la mairie."
    page.locator("[name=remedy]").fill(remedy)
    address = page.url
    page.locator("main form button[type=submit]").first.click()
    page.goto(address)
    assert page.locator("[name=remedy]").input_value() == remedy
