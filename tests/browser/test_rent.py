"""The rent account and the avis, as people with a phone, a keyboard or no script have them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.rig.browser import (
    DESK,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
    sign_in,
    zoomed,
)
from tests.rig.site import Site

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(found => { found.open = true })"


def signed_in(open_page: OpenPage, site: Site, **more: object) -> Page:
    page = open_page("/", **more)
    sign_in(page, site, site.sign_in("holder"))
    return page


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESK])
def test_account_list_and_avis_are_accessible(
    open_page: OpenPage, site: Site, viewport: dict[str, int]
) -> None:
    page = signed_in(open_page, site, viewport=viewport)

    page.goto(site.url("/mon-loyer/"))
    page.evaluate(OPEN_EVERYTHING)
    assert_accessible(page)
    page.goto(site.url("/mon-loyer/avis/"))
    assert_accessible(page)
    page.locator("main table a").first.click()
    page.wait_for_url("**/mon-loyer/avis/*/")
    assert_accessible(page)


def test_a_month_opens_and_an_avis_is_read_without_a_script(
    open_page: OpenPage, site: Site
) -> None:
    page = signed_in(open_page, site, javascript=False)

    page.goto(site.url("/mon-loyer/"))
    month = page.locator("main details.disclosure").nth(2)
    month.locator("summary").click()
    assert month.locator(".bill__line").first.is_visible()
    page.goto(site.url("/mon-loyer/avis/"))
    page.locator("main table a").first.click()
    assert page.get_by_text("n’est pas une quittance").first.is_visible()


def test_the_pdf_of_an_avis_downloads_under_its_own_name(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site)
    page.goto(site.url("/mon-loyer/avis/"))
    page.locator("main table a").first.click()

    with page.expect_download() as waiting:
        page.locator("a.download__link").click()
    assert waiting.value.suggested_filename.startswith("avis-d-echeance-de-")
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_the_keyboard_opens_a_month_and_reaches_the_files(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, viewport=DESK)
    page.goto(site.url("/mon-loyer/"))

    assert_keyboard_reaches(page, "main details.disclosure > summary")
    was_open = page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is not was_open
    assert_keyboard_reaches(page, 'a[href*="releve.pdf"]')


def test_the_account_reads_at_four_hundred_per_cent(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, viewport=DESK)
    page.goto(site.url("/mon-loyer/"))

    with zoomed(page, 400):
        assert_accessible(page)
