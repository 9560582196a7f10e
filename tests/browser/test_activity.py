"""Who deposited, decided or looked, told to the tenant in plain sentences."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_what_happened_is_read_and_accessible(
    open_page: OpenPage, site: Site, viewport: object
) -> None:
    page = open_page("/", viewport=viewport)
    sign_in(page, site, site.sign_in("holder"))
    page.goto(site.url("/activite/"))
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("main .timeline__when").filter(has_text="Vous").first.is_visible()
    assert_accessible(page)
    if viewport == DESK:
        with zoomed(page, 200):
            assert_accessible(page)


def test_a_look_of_the_agency_is_told_to_the_tenant(open_page: OpenPage, site: Site) -> None:
    holder = site.sign_in("holder")
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, holder)
    looks = page.locator("main .timeline__event").filter(has_text="consulté le dossier")
    page.goto(site.url("/activite/"))
    before = looks.count()
    desk = open_page("/", viewport=DESK)
    sign_in(desk, site, site.sign_in("manager"))
    desk.goto(site.url(f"/agence/locataires/?q={holder.customer_reference}"))
    assert desk.get_by_role("heading", level=1).is_visible()
    page.reload()
    assert looks.count() == before + 1
    assert "Votre agence" in looks.first.inner_text()


def test_the_activity_is_reached_with_the_keyboard(open_page: OpenPage, site: Site) -> None:
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("holder"))
    assert_keyboard_reaches(page, "a[href='/activite/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/activite/")
