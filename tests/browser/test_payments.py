"""From the amount to the receipt, at the sample's bank, as different people do it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

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
PAYMENT = re.compile(r"/paiements/[0-9A-Z]{12}/(\?.*)?$")
SOON = 25_000
"""Longer than a lost announcement takes to be asked for."""


def signed_in(open_page: OpenPage, site: Site, **more: object) -> Page:
    page = open_page("/", **more)
    sign_in(page, site, site.sign_in("holder"))
    page.wait_for_load_state()
    return page


def address(page: Page, path: str) -> str:
    return "/".join(page.url.split("/")[:3]) + path


def to_the_check(page: Page, euros: str, *, looks: bool = False) -> None:
    page.goto(address(page, "/paiements/payer/"))
    other = page.locator("input[name=choice][value=other]")
    if other.count():
        other.check()
    page.locator("input[name=amount]").fill(euros)
    if looks:
        assert_accessible(page)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/payer/verifier/**")
    if looks:
        assert_accessible(page)


def to_the_bank(page: Page, euros: str, *, looks: bool = False) -> None:
    to_the_check(page, euros, looks=looks)
    for box in page.locator("input[name=seen]").all():
        box.check()
    page.get_by_role("button", name="Payer sur la page de la banque").click()


def choose_at_the_bank(page: Page, what: str, notice: str = "now") -> None:
    page.wait_for_url("**/banque-essai/**")
    page.locator(f"input[type=radio][name=what][value={what}]").check()
    page.locator(f"input[name=notice][value={notice}]").check()
    page.get_by_role("button", name="Valider").click()
    page.wait_for_url(PAYMENT)


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("accept", "Paiement reçu"),
        ("refuse", "Paiement refusé par la banque"),
        ("abandon", "Paiement abandonné"),
        ("wait", "La banque n’a pas encore confirmé"),
    ],
)
def test_each_answer_of_the_bank_has_its_page(
    open_page: OpenPage, site: Site, what: str, title: str
) -> None:
    page = signed_in(open_page, site, viewport=PHONE)
    to_the_bank(page, "12,50", looks=True)
    page.wait_for_url("**/banque-essai/**")
    assert_accessible(page)
    choose_at_the_bank(page, what)
    expect(page.locator("h1")).to_have_text(title)
    assert_accessible(page)
    page.goto(address(page, "/paiements/"))
    assert_accessible(page)


def test_paying_needs_no_script(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, javascript=False, viewport=DESK)
    to_the_bank(page, "13")
    page.get_by_role("button", name="Aller à la page de la banque").click()
    choose_at_the_bank(page, "accept")
    expect(page.locator("h1")).to_have_text("Paiement reçu")
    with page.expect_download() as waiting:
        page.locator("a.download__link").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_lost_announcement_is_asked_for_while_the_page_waits(
    open_page: OpenPage, site: Site
) -> None:
    page = signed_in(open_page, site)
    to_the_bank(page, "14")
    choose_at_the_bank(page, "accept", "never")
    expect(page.locator("h1")).to_have_text("Nous attendons la réponse de la banque")
    assert_accessible(page)
    expect(page.locator("h1")).to_have_text("Paiement reçu", timeout=SOON)


def test_page_that_waits_without_a_script_refreshes_by_itself(
    open_page: OpenPage, site: Site
) -> None:
    page = signed_in(open_page, site, javascript=False)
    to_the_bank(page, "15")
    page.get_by_role("button", name="Aller à la page de la banque").click()
    choose_at_the_bank(page, "accept", "never")
    expect(page.locator("h1")).to_have_text("Paiement reçu", timeout=SOON)


def test_paying_needs_no_mouse(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, viewport=DESK)
    page.goto(address(page, "/paiements/payer/"))
    if page.locator("input[name=choice]").count():
        assert_keyboard_reaches(page, "input[name=choice]")
        page.keyboard.press("ArrowDown")
    assert_keyboard_reaches(page, "input[name=amount]")
    page.keyboard.type("16")
    page.keyboard.press("Enter")
    page.wait_for_url("**/payer/verifier/**")
    for number in range(page.locator("input[name=seen]").count()):
        assert_keyboard_reaches(page, f"#id_seen_{number}")
        page.keyboard.press("Space")
    assert_keyboard_reaches(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/banque-essai/**")
    assert_keyboard_reaches(page, "form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(PAYMENT)
    expect(page.locator("h1")).to_have_text("Paiement reçu")


def test_second_tab_must_confirm_the_payment_it_names(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site)
    to_the_check(page, "17")
    for box in page.locator("input[name=seen]").all():
        box.check()
    second = page.context.new_page()
    second.goto(address(page, "/paiements/payer/"))
    to_the_bank(second, "17")
    second.wait_for_url("**/banque-essai/**")

    page.get_by_role("button", name="Payer sur la page de la banque").click()
    expect(page.get_by_text("Un paiement de 17,00").first).to_be_visible()
    expect(page.locator(".error-summary, [role=alert]").first).to_be_visible()
    assert_accessible(page)
    choose_at_the_bank(second, "accept")


def test_narrow_screen_never_scrolls_sideways(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, viewport=NARROW)
    to_the_bank(page, "18", looks=True)
    page.wait_for_url("**/banque-essai/**")
    assert_accessible(page)
    choose_at_the_bank(page, "accept")
    assert_accessible(page)


def test_localhost_keeps_its_session_through_the_bank(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site, host="localhost")
    to_the_bank(page, "19")
    choose_at_the_bank(page, "accept")
    assert page.url.startswith("http://localhost:")
    expect(page.locator("h1")).to_have_text("Paiement reçu")


def test_session_lost_at_the_bank_is_told_and_found_again(open_page: OpenPage, site: Site) -> None:
    page = signed_in(open_page, site)
    to_the_bank(page, "20")
    page.wait_for_url("**/banque-essai/**")
    page.locator("input[type=radio][name=what][value=accept]").check()
    page.context.clear_cookies(name=re.compile(".*session.*"))
    page.get_by_role("button", name="Valider").click()
    page.wait_for_url("**/retour/")
    assert_accessible(page)
    page.get_by_role("link", name="Me reconnecter et voir mon paiement").click()
    person = site.sign_in("holder")
    page.locator("input[type=email]").fill(person.email)
    page.locator("input[type=password]").fill(person.password)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Paiement reçu")
