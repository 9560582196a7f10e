"""The counter and each review in a browser: accessible, by keyboard, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable

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
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(found => { found.open = true })"
FILE = "/agence/locataires/?q=L/1028336"


@pytest.fixture
def advisor(open_page: OpenPage, site: Site) -> Callable[..., Page]:
    """Sign Camille in, an advisor of the agency of Aïssatou."""

    def enter(*, javascript: bool = True) -> Page:
        page = open_page("/", javascript=javascript, viewport=DESK)
        sign_in(page, site, site.sign_in("advisor", family_name="Roussel"))
        return page

    return enter


def test_the_counter_and_each_review_are_accessible_on_a_desk_and_on_a_phone(
    advisor: Callable[..., Page], site: Site
) -> None:
    page = advisor()
    page.goto(site.url("/agence/"))
    reviews = set(re.findall(r'href="(/agence/(?:demandes|messages)/\w{12}/)', page.content()))
    page.goto(site.url(FILE))
    page.goto(f"{page.url}guichet/")
    counters = set(
        re.findall(r'href="(/agence/[\w/-]+/(?:guichet|nouveau)/[\w/?=-]*)', page.content())
    )
    assert reviews
    assert len(counters) >= 5
    for place in [page.url, *(site.url(each) for each in sorted(reviews | counters))]:
        page.goto(place)
        for viewport in (DESK, PHONE):
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            page.evaluate(OPEN_EVERYTHING)
            assert_accessible(page)


def test_a_message_is_filed_at_the_counter_without_a_script_and_its_receipt_is_shown(
    advisor: Callable[..., Page], site: Site
) -> None:
    page = advisor(javascript=False)
    page.goto(site.url(FILE))
    page.get_by_role("link", name="Déposer au guichet").click()
    page.get_by_role("link", name="Un message à l’agence").click()
    page.get_by_label("Aïssatou").check()
    page.get_by_label("Sujet").select_option("repairs")
    page.get_by_label("Ce que la personne demande").fill("La porte du hall ne ferme plus.")
    page.get_by_role("button", name="Enregistrer et imprimer le reçu").click()
    page.wait_for_url("**/agence/accuses/*/")
    assert page.get_by_text("La porte du hall ne ferme plus.").is_visible()
    assert page.get_by_text("Camille Roussel").first.is_visible()


def test_the_counter_is_reached_with_the_keyboard_alone(
    advisor: Callable[..., Page], site: Site
) -> None:
    page = advisor()
    page.goto(site.url(FILE))
    assert_keyboard_reaches(page, "main a[href$='/guichet/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/guichet/")
    assert_keyboard_reaches(page, "main .task__link")
