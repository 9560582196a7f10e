"""Documents, quittances and régularisations with a phone, a keyboard and no script."""

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
)
from tests.rig.site import Site

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(found => { found.open = true })"
LISTS = ("/documents/", "/mon-loyer/quittances/", "/mon-loyer/regularisations/")


def signed_in(open_page: OpenPage, site: Site, **more: object) -> Page:
    page = open_page("/", **more)
    sign_in(page, site, site.sign_in("holder"))
    return page


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESK])
def test_lists_and_what_they_lead_to_are_accessible(
    open_page: OpenPage, site: Site, viewport: dict[str, int]
) -> None:
    page = signed_in(open_page, site, viewport=viewport)
    for address in LISTS:
        page.goto(site.url(address))
        page.evaluate(OPEN_EVERYTHING)
        assert_accessible(page)
        page.locator("main table a").first.click()
        page.wait_for_load_state()
        page.evaluate(OPEN_EVERYTHING)
        assert_accessible(page)


def test_a_document_is_found_and_read_page_by_page_without_a_script(
    open_page: OpenPage, site: Site
) -> None:
    page = signed_in(open_page, site, javascript=False)
    page.goto(site.url("/documents/"))
    page.locator("main input[type=search]").fill("BAIL")
    page.locator("main .search__button").click()
    page.locator("main table a").first.click()
    image = page.locator("img.leaf__image")
    image.scroll_into_view_if_needed()
    picture = page.request.get(site.url(image.get_attribute("src") or ""))
    assert picture.status == 200
    assert picture.headers["content-type"] == "image/jpeg"
    with page.expect_download() as waiting:
        page.locator("main a.download__link").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_the_keyboard_gives_and_takes_back_the_agreement(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, viewport=DESK, javascript=False)
    page.goto(site.url("/mon-loyer/quittances/"))
    agreed = page.locator("main button[name=accord][value=oui]").count() == 0
    for _turn in range(2):
        wanted = "non" if agreed else "oui"
        page.locator(f"main button[name=accord][value={wanted}]").first.focus()
        page.keyboard.press("Enter")
        agreed = not agreed
        other = "non" if agreed else "oui"
        page.locator(f"main button[name=accord][value={other}]").first.wait_for()


def test_the_keyboard_reaches_a_document(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, viewport=DESK)
    page.goto(site.url("/documents/"))
    assert_keyboard_reaches(page, "main table a")
