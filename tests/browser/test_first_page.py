"""The first page, as different people have it."""

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


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_first_page_is_accessible(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/", viewport=viewport)

    assert page.locator("h1").count() == 1
    assert_accessible(page)


def test_the_first_page_reads_without_scripts_and_enlarged(open_page: OpenPage) -> None:
    page = open_page("/", viewport=DESK, javascript=False)

    with zoomed(page, 400):
        assert page.get_by_role("link", name="connecter").first.is_visible()


def test_the_keyboard_reaches_the_sign_in(open_page: OpenPage) -> None:
    page = open_page("/")

    assert_keyboard_reaches(page, 'a[href*="connexion"]')


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_holder_signs_in_and_out(open_page: OpenPage, site: Site, host: str) -> None:
    page = open_page("/", host=host)

    sign_in(page, site, site.sign_in("holder"))
    assert "/connexion/" not in page.url
    assert_accessible(page)

    page.goto(site.url("/deconnexion/", host=host))
    page.locator("main form button[type=submit]").first.click()
    page.goto(site.url("/mon-bail/", host=host))
    assert "/connexion/" in page.url


@pytest.mark.parametrize("role", ["advisor", "administrator"])
def test_staff_sign_in_with_their_second_factor(open_page: OpenPage, site: Site, role: str) -> None:
    page = open_page("/", viewport=DESK)

    sign_in(page, site, site.sign_in(role))
    page.goto(site.url("/agence/"))

    assert "/agence/" in page.url
