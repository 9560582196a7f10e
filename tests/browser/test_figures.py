"""What the agencies promised and kept, read at a desk and on a phone."""

from __future__ import annotations

import pytest

from tests.rig.browser import (
    DESK,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
    sign_in,
)
from tests.rig.site import Site


def test_a_year_of_figures_is_asked_for_with_the_keyboard(open_page: OpenPage, site: Site) -> None:
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("manager"))
    page.goto(site.url("/agence/"))
    assert_keyboard_reaches(page, "a[href='/agence/chiffres/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agence/chiffres/")
    table = page.get_by_role("table", name="Chiffres par agence")
    assert table.get_by_role("columnheader", name="Délai médian").is_visible()
    assert_keyboard_reaches(page, "[name=jours]")
    page.keyboard.type("1 an")
    assert_keyboard_reaches(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agence/chiffres/?*jours=365*")
    assert page.locator("[name=jours]").input_value() == "365"
    assert table.get_by_role("row").count() > 1


@pytest.mark.parametrize("javascript", [True, False])
def test_the_figures_of_one_kind_fit_both_screens(
    open_page: OpenPage, site: Site, javascript: bool
) -> None:
    page = open_page("/", viewport=DESK, javascript=javascript)
    sign_in(page, site, site.sign_in("manager"))
    page.goto(site.url("/agence/chiffres/"))
    page.locator("[name=type]").select_option("certificate")
    page.locator("main form button[type=submit]").click()
    assert page.locator("[name=type]").input_value() == "certificate"
    for viewport in (DESK, PHONE):
        page.set_viewport_size(viewport)
        if javascript:
            assert_accessible(page)
        else:
            assert page.get_by_role("table", name="Chiffres par agence").is_visible()
