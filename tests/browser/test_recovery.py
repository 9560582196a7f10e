"""The way in is lost: found again by thumb, without scripts, and with two advisors."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_opening import letter_to, submit
from tests.rig.browser import (
    DESK,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
    sign_in,
)
from tests.rig.site import SignIn, Site

NEW = "neuf castors dans un bain chaud"
FORGOTTEN = "/mot-de-passe-oublie/"


def holders(site: Site) -> list[SignIn]:
    """Give those who sign in nowhere else in these tests, the last ones first."""
    return [one for one in site.sign_ins() if one.role == "holder"][::-1]


def guess(page: Page, site: Site, email: str, password: str) -> None:
    page.goto(site.url("/connexion/"))
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    submit(page)


def link_of(letter: Page, part: str) -> str:
    found = letter.get_by_role("link", name=part).first.get_attribute("href")
    assert found is not None
    return "/" + found.split("/", 3)[3]


def at(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))


def test_a_lockout_leads_to_a_new_password_without_scripts(open_page: OpenPage, site: Site) -> None:
    person = holders(site)[0]
    page = open_page("/connexion/", viewport=PHONE, javascript=False)
    for number in range(6):
        guess(page, site, person.email, f"pas-le-bon-{number}")
    at(page, "Faisons une pause")
    expect(page.get_by_text(re.compile("réessayer"))).to_be_visible()
    assert page.locator("main a[href^='tel:']").count() == 1
    assert page.get_by_role("link", name="Écrire à mon agence").count() >= 1
    page.get_by_role("link", name="Choisir un nouveau mot de passe").click()
    page.locator("[name=email]").fill(person.email)
    submit(page)
    at(page, "Regardez vos e-mails")
    letter = letter_to(page, site, person.email, "Choisissez un nouveau mot de passe")
    page.goto(site.url(link_of(letter, "/nouveau/")))
    page.locator("[name=password1]").fill(NEW)
    submit(page)
    at(page, "Votre mot de passe est changé")
    guess(page, site, person.email, NEW)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Bonjour"))


def test_a_forgotten_address_comes_by_letter_to_the_mailbox(
    open_page: OpenPage, site: Site
) -> None:
    person = holders(site)[1]
    page = open_page(FORGOTTEN, viewport=PHONE, javascript=False)
    page.get_by_role("link", name="Je ne sais plus quelle adresse").click()
    page.locator("[name=reference]").fill(person.customer_reference)
    page.locator("[name=family_name]").fill(person.family_name)
    submit(page)
    at(page, "Regardez vos e-mails")
    assert person.email not in page.content()
    letter_to(page, site, person.email, "Votre adresse de connexion")
    assert person.email in page.content()


def test_two_advisors_give_an_access_back_at_the_counter(open_page: OpenPage, site: Site) -> None:
    person = next(one for one in holders(site) if "Canal" in one.agency)
    first, second = [
        one for one in site.sign_ins() if one.role == "advisor" and "Canal" in one.agency
    ][:2]
    desk = open_page("/connexion/", viewport=DESK)
    sign_in(desk, site, first)
    desk.goto(site.url(f"/agence/locataires/?q={person.customer_reference}"))
    if "/agence/locataires/?" in desk.url:
        desk.locator("main a[href^='/agence/locataires/']").first.click()
    desk.get_by_role("link", name=re.compile("redonner l’accès")).first.click()
    at(desk, "Redonner l’accès")
    assert_accessible(desk)
    where = desk.url
    counter = desk.locator("form", has=desk.locator("input[value=counter]"))
    counter.locator("[name=paper][value=passport]").check(force=True)
    counter.locator("[name=same]").check(force=True)
    counter.locator("[name=cause][value=mailbox]").check(force=True)
    counter.locator("[name=means][value=hand]").check(force=True)
    counter.locator("button[type=submit]").click()
    code = desk.locator(".letter__code").inner_text()
    colleague = open_page("/connexion/", viewport=DESK)
    sign_in(colleague, site, second)
    colleague.goto(where)
    colleague.get_by_role("button", name="le code marche tout de suite").click()
    page = open_page(f"{FORGOTTEN}code/", viewport=PHONE)
    page.locator("[name=reference]").fill(person.customer_reference)
    page.locator("[name=code]").fill(code)
    submit(page)
    at(page, "Choisissez un nouveau mot de passe")
    expect(page.get_by_text(person.email)).to_be_visible()
    assert_accessible(page)
    page.locator("[name=password]").fill(NEW)
    submit(page)
    at(page, "Votre mot de passe est changé")


@pytest.mark.parametrize("viewport", [PHONE, DESK])
@pytest.mark.parametrize("where", ["", "adresse/", "adresse/envoye/", "agence/", "agence/demande/",
                                   "code/", "choisir/", "envoye/"])  # fmt: skip
def test_each_page_is_accessible(open_page: OpenPage, where: str, viewport: dict[str, int]) -> None:
    assert_accessible(open_page(FORGOTTEN + where, viewport=viewport))


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_page_of_whoever_waits_is_accessible(
    open_page: OpenPage, site: Site, viewport: dict[str, int]
) -> None:
    page = open_page("/connexion/", viewport=viewport)
    for number in range(6):
        guess(page, site, f"personne{viewport['width']}@exemple.fr", f"pas-le-bon-{number}")
    at(page, "Faisons une pause")
    assert_accessible(page)


def test_a_keyboard_reaches_the_way_back(open_page: OpenPage) -> None:
    page = open_page(FORGOTTEN, viewport=DESK)
    assert_keyboard_reaches(page, "a[href='/mot-de-passe-oublie/adresse/']")
    assert_keyboard_reaches(page, "a[href='/mot-de-passe-oublie/agence/']")
