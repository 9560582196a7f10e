"""Somebody who helps: chooses for whom, is reminded on every page, sees what was opened alone."""

from __future__ import annotations

import pytest

from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, sign_in
from tests.rig.site import SignIn, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def helper(site: Site) -> SignIn:
    return next(one for one in site.sign_ins() if one.role == "delegate")


@pytest.mark.parametrize(("viewport", "javascript"), [(PHONE, False), (DESK, True)])
def test_a_social_worker_acts_for_one_person(
    open_page: OpenPage, site: Site, helper: SignIn, viewport: dict[str, int], javascript: bool
) -> None:
    page = open_page(viewport=viewport, javascript=javascript)
    sign_in(page, site, helper)
    page.wait_for_url("**/aider/")
    if javascript:
        assert_accessible(page)
    page.get_by_role("button", name="Agir pour cette personne").first.click()
    banner = page.get_by_role("region", name="Pour qui vous agissez")
    assert "Vous agissez pour Mme" in banner.inner_text()
    if javascript:
        assert_accessible(page)
    for place in ("/pieces/", "/mon-loyer/"):
        page.goto(site.url(place))
        assert banner.is_visible()
    answer = page.goto(site.url("/mon-profil/coordonnees-bancaires/"))
    assert answer is not None
    assert answer.status == 404
    page.goto(site.url("/aider/"))
    page.get_by_role("button", name="Revenir à mon propre espace").click()
    assert banner.count() == 0
