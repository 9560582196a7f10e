"""The gallery in a real browser: every component, every frame, narrow and wide."""

import pytest

from tests.rig.browser import (
    DESK,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
)

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
SMALL = {"width": 320, "height": 256}
"""1280 by 1024 enlarged four times."""


@pytest.mark.parametrize(
    ("frame", "viewport"),
    [("portail", PHONE), ("public", DESK), ("agence", DESK)],
    ids=["a tenant's phone", "a visitor's desk", "an advisor's desk"],
)
def test_every_component_is_accessible(open_page: OpenPage, frame: str, viewport: dict[str, int]):
    assert_accessible(open_page(f"/_galerie/?cadre={frame}", viewport=viewport))


@pytest.mark.parametrize("frame", ["portail", "public", "agence"])
def test_no_component_scrolls_sideways_however_small_the_screen(open_page: OpenPage, frame: str):
    page = open_page(f"/_galerie/?cadre={frame}", viewport=SMALL)
    for width in (320, 360, 640, 1000):
        page.set_viewport_size({"width": width, "height": 600})
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, f"at {width} px"


def test_the_first_tab_skips_to_the_content(open_page: OpenPage):
    page = open_page("/aide/")
    assert_keyboard_reaches(page, "a.skip", presses=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_password_can_be_looked_at(open_page: OpenPage):
    page = open_page("/_galerie/")
    box = page.locator("#bon_password")
    box.fill("trois petits chats")
    page.get_by_role("button", name="Afficher : Mot de passe").first.click()
    assert box.get_attribute("type") == "text"
    page.get_by_role("button", name="Masquer : Mot de passe").first.click()
    assert box.get_attribute("type") == "password"


def test_a_message_counts_down(open_page: OpenPage):
    page = open_page("/_galerie/")
    page.locator("#bon_text").fill("Bonjour")
    assert page.get_by_text("Il reste 493 caractères.").count() == 1


def test_without_a_script_the_limit_is_still_told(open_page: OpenPage):
    page = open_page("/_galerie/", javascript=False)
    assert page.get_by_text("500 caractères au plus.").count() == 2
    assert page.locator(".password__toggle").count() == 0


@pytest.mark.parametrize("viewport", [SMALL, PHONE], ids=["400 %", "phone"])
def test_the_bar_under_the_thumb_leaves_room_to_read(open_page: OpenPage, viewport: dict[str, int]):
    page = open_page("/_galerie/", viewport=viewport)
    position = page.locator(".nav").evaluate("one => getComputedStyle(one).position")
    assert position == ("fixed" if viewport["height"] > 480 else "static")
