"""A change in the household, declared as different people can."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.domain.documents.intake import samples
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


def on(page: Page) -> None:
    page.get_by_role("button", name="Continuer").click()


@pytest.mark.parametrize("javascript", [False, True])
def test_a_return_is_declared_one_question_a_page(
    open_page: OpenPage, site: Site, tmp_path: Path, javascript: bool
):
    given = "Samba" if javascript else "Fatou"
    proof = tmp_path / "certificat.pdf"
    proof.write_bytes(samples.pdf(1 + javascript))
    page = open_page("/", viewport=PHONE, javascript=javascript)
    sign_in(page, site, site.sign_in("holder"))
    page.goto(site.url("/mon-foyer/declarer/"))
    page.locator("main form button[type=submit]").first.click()
    page.get_by_label("Quelqu’un arrive dans le logement").check()
    on(page)
    page.get_by_label("Un enfant revient vivre à la maison").check()
    on(page)
    page.get_by_label("Prénoms").fill(given)
    page.get_by_label("Nom de famille").fill("N’Diaye")
    on(page)
    page.locator("main fieldset input").first.wait_for()
    page.go_back()
    assert page.get_by_label("Prénoms").input_value() == given
    on(page)
    on(page)
    assert "Écrivez la date" in page.locator("main").inner_text()
    if javascript:
        assert_accessible(page)
    for box, typed in zip(
        page.locator("main fieldset input").all(), ("1", "11", "2026"), strict=True
    ):
        box.fill(typed)
    on(page)
    page.get_by_role("link", name="Revenir en arrière").click()
    assert page.locator("main fieldset input").first.input_value() == "1"
    on(page)
    page.get_by_label("Un certificat de scolarité").check()
    page.locator("main input[type=file]").first.set_input_files(proof)
    if javascript:
        page.locator("main .upload__files li img").first.wait_for()
        assert_accessible(page)
    on(page)
    assert f"{given} N’Diaye" in page.locator("main").inner_text()
    if javascript:
        assert_accessible(page)
    page.get_by_role("button", name="Envoyer à mon agence").click()
    text = page.locator("main").inner_text()
    assert "Votre agence vérifie" in text
    assert "caf.fr" in text
    if javascript:
        assert_accessible(page)


def test_the_household_and_its_story_are_accessible_and_reached_by_keyboard(
    open_page: OpenPage, site: Site
):
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("holder"))
    page.goto(site.url("/mon-foyer/"))
    assert "en attente d’enregistrement" in page.locator("main").inner_text()
    assert_accessible(page)
    assert_keyboard_reaches(page, "main .button")
    page.get_by_role("link", name="Une naissance").first.click()
    assert "Refaire la déclaration" in page.locator("main").inner_text()
    with zoomed(page, 200):
        assert_accessible(page)
    assert_keyboard_reaches(page, "main form button")
