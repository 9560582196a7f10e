"""Messages in a browser: a tenant writes, an advisor answers; no script, keyboard, axe, phone."""

from __future__ import annotations

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


@pytest.fixture
def person(open_page: OpenPage, site: Site) -> Callable[..., Page]:
    def enter(role: str, *, javascript: bool = True, viewport: object = PHONE, **who: str) -> Page:
        page = open_page("/", javascript=javascript, viewport=viewport)
        sign_in(page, site, site.sign_in(role, **who))
        return page

    return enter


def test_a_message_and_its_answer_without_a_script(person: Callable[..., Page], site: Site) -> None:
    tenant = person("holder", family_name="Benkhelifa", javascript=False)
    tenant.goto(site.url("/ecrire-a-mon-agence/"))
    tenant.get_by_label("Mon loyer, mon compte").check()
    tenant.get_by_label("En quelques mots").fill("je ne peux pas payer")
    tenant.get_by_role("button", name="Continuer").click()
    assert tenant.get_by_text("Peut-être avez-vous déjà la réponse").is_visible()
    tenant.get_by_label("Votre message").fill("Bonjour, je voudrais un échéancier.")
    tenant.get_by_role("button", name="Garder pour plus tard").click()
    tenant.get_by_role("link", name="je ne peux pas payer").click()
    tenant.get_by_role("button", name="Envoyer", exact=True).click()
    tenant.wait_for_url("**/messages/*/")
    code = tenant.url.rstrip("/").rsplit("/", 1)[1]
    assert tenant.get_by_text("Pas encore lu par l’agence").is_visible()

    advisor = person("advisor", family_name="Roussel", javascript=False, viewport=DESK)
    advisor.goto(site.url(f"/agence/messages/{code}/"))
    advisor.get_by_label("Partir d’un modèle").select_option("call-us")
    advisor.get_by_role("button", name="Insérer le modèle").click()
    assert "Benkhelifa" in advisor.get_by_label("Votre message").input_value()
    advisor.get_by_role("button", name="Enregistrer dans la conversation").click()
    assert advisor.get_by_text("Pas encore lu par le locataire").is_visible()

    tenant.goto(site.url("/"))
    assert tenant.get_by_text("Votre agence vous a écrit.").first.is_visible()
    tenant.goto(site.url(f"/messages/{code}/"))
    assert tenant.get_by_text("Appelez-nous au").is_visible()
    tenant.get_by_role("button", name="C’est réglé").click()
    assert tenant.get_by_text("Terminée").first.is_visible()


def test_with_a_script_answers_are_offered_and_a_draft_keeps_itself(
    person: Callable[..., Page], site: Site
) -> None:
    page = person("holder", family_name="D’Almeida")
    page.goto(site.url("/messages/nouveau/"))
    page.get_by_label("En quelques mots").press_sequentially("attestation assurance")
    page.locator("summary", has_text="Comment envoyer mon attestation").wait_for()
    assert_accessible(page)
    page.get_by_label("Mon assurance").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_load_state("load")
    page.get_by_label("Votre message").press_sequentially("Mon assureur a changé")
    page.get_by_text("Brouillon gardé le").wait_for()
    page.goto(site.url("/messages/"))
    assert page.get_by_text("Commencés, pas encore envoyés").is_visible()


def test_the_keyboard_alone_writes_a_message(person: Callable[..., Page], site: Site) -> None:
    page = person("co_holder", viewport=DESK)
    page.goto(site.url("/messages/nouveau/"))
    assert_keyboard_reaches(page, "input[name=sujet]")
    page.keyboard.press("Space")
    assert_keyboard_reaches(page, "input[name=mots]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ecrire/**")
    assert_keyboard_reaches(page, "textarea[name=text]")
    page.keyboard.type("Bonjour")
    assert_keyboard_reaches(page, "main form button.button--primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/*/")


def test_the_pages_of_both_sides_are_accessible(person: Callable[..., Page], site: Site) -> None:
    tenant = person("holder")
    tenant.goto(site.url("/messages/"))
    threads = [str(link.get_attribute("href")) for link in tenant.locator("main table a").all()]
    assert threads
    for path in ("/messages/", "/messages/nouveau/", "/messages/nouveau/ecrire/?sujet=rent",
                 *threads):  # fmt: skip
        tenant.goto(site.url(path))
        for viewport in (PHONE, DESK):
            tenant.set_viewport_size(viewport)  # type: ignore[arg-type]
            tenant.evaluate(OPEN_EVERYTHING)
            assert_accessible(tenant)
    chief = person("administrator", viewport=DESK)
    chief.goto(site.url("/agence/?type=message"))
    chief.locator("main table a").first.click()
    places = [chief.url, site.url("/agence/messages/"),
              site.url("/agence/messages/modeles/call-us/"),
              site.url("/agence/messages/questions/password/"),
              site.url("/agence/messages/delais/toutes/")]  # fmt: skip
    advisor = person("advisor", family_name="Roussel", viewport=DESK)
    advisor.goto(site.url("/agence/?type=message"))
    advisor.locator("main table a").first.click()
    for page, addresses in ((chief, places), (advisor, [advisor.url])):
        for address in addresses:
            page.goto(address)
            for viewport in (DESK, PHONE):
                page.set_viewport_size(viewport)  # type: ignore[arg-type]
                page.evaluate(OPEN_EVERYTHING)
                assert_accessible(page)
