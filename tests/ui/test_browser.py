"""The gallery in a real browser: every component, every frame, narrow and wide."""

import pytest

from tests.rig.browser import (
    DESK,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
    chromium,
    open_page,
    site,
)

__all__ = ["chromium", "open_page", "site"]
pytestmark = pytest.mark.browser
FRAMES = ("portail", "public", "agence")
SMALL = {"width": 320, "height": 256}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "viewport", [DESK, {"width": 360, "height": 740}, SMALL], ids=["desk", "phone", "400 %"]
)
def test_every_component_is_accessible_and_never_scrolls_sideways(
    open_page: OpenPage, frame: str, viewport: dict[str, int]
):
    assert_accessible(open_page(f"/_galerie/?cadre={frame}", viewport=viewport))


def test_the_first_tab_skips_to_the_content(open_page: OpenPage):
    page = open_page("/_galerie/")
    page.evaluate("document.activeElement.blur()")
    assert_keyboard_reaches(page, "a.skip", presses=1)


def test_a_password_can_be_looked_at(open_page: OpenPage):
    page = open_page("/_galerie/")
    box = page.locator("#bon_password")
    box.fill("trois petits chats")
    page.get_by_role("button", name="Afficher : Mot de passe").first.click()
    assert box.get_attribute("type") == "text"
    page.get_by_role("button", name="Masquer : Mot de passe").first.click()
    assert box.get_attribute("type") == "password"


def test_a_message_counts_down(open_page: OpenPage):
    page = open_page("/_galerie/")
    page.locator("#bon_text").fill("Bonjour")
    assert page.get_by_text("Il reste 493 caractères.").count() == 1


def test_without_a_script_the_limit_is_still_told(open_page: OpenPage):
    page = open_page("/_galerie/", javascript=False)
    assert page.get_by_text("500 caractères au plus.").count() == 2
    assert page.locator(".password__toggle").count() == 0


@pytest.mark.parametrize("viewport", [SMALL, {"width": 360, "height": 740}], ids=["400 %", "phone"])
def test_the_bar_under_the_thumb_leaves_room_to_read(open_page: OpenPage, viewport: dict[str, int]):
    page = open_page("/_galerie/", viewport=viewport)
    position = page.locator(".nav").evaluate("one => getComputedStyle(one).position")
    assert position == ("fixed" if viewport["height"] > 480 else "static")
