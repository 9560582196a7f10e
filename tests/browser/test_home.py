"""The home page, the lease and the public pages, as different people have them."""

import pytest
from playwright.sync_api import Request

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

PUBLIC = (
    "/",
    "/aide/",
    "/est-ce-bien-nous/",
    "/accessibilite/",
    "/mentions-legales/",
    "/plan-du-site/",
)
TENANT = ("/", "/mon-bail/", "/mon-profil/", "/mon-profil/corriger/")


def test_the_public_pages_are_accessible_on_a_phone(open_page: OpenPage, site: Site):
    page = open_page("/")
    for path in PUBLIC:
        page.goto(site.url(path))
        assert_accessible(page)


@pytest.mark.parametrize("role", ["holder", "co_holder", "former_tenant"])
def test_a_tenant_s_pages_are_accessible_enlarged_too(open_page: OpenPage, site: Site, role: str):
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in(role))
    for path in TENANT:
        page.goto(site.url(path))
        with zoomed(page, 200):
            assert_accessible(page)


def test_without_a_script_home_says_what_is_owed_and_leads_to_the_lease(
    open_page: OpenPage, site: Site
):
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, site.sign_in("holder"))
    assert page.locator(".figure__value").inner_text().endswith("€")
    page.get_by_role("link", name="Mon bail").first.click()
    assert "bail" in page.locator("h1").inner_text()


def test_the_keyboard_alone_reaches_the_sections_and_the_way_out(open_page: OpenPage, site: Site):
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("holder"))
    page.goto(site.url("/"))
    assert_keyboard_reaches(page, ".header__out")
    assert_keyboard_reaches(page, ".nav__link")


def test_the_page_weighs_less_than_sixty_kilobytes(open_page: OpenPage, site: Site):
    page = open_page("/", viewport=PHONE)
    sign_in(page, site, site.sign_in("holder"))
    weights: dict[str, int] = {}

    def weigh(request: Request) -> None:
        # Once for each address: a preload and its use are one transfer, told twice.
        weights[request.url] = request.sizes()["responseBodySize"]

    page.on("requestfinished", weigh)
    session = page.context.new_cdp_session(page)
    session.send("Network.clearBrowserCache")
    page.goto(site.url("/"), wait_until="networkidle")
    assert 5_000 < sum(weights.values()) < 60_000
