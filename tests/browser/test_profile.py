"""The profile as people use it: a phone without JavaScript, a desk; a swindler’s e-mail shown."""

from pathlib import Path

import pytest

from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, sign_in
from tests.rig.site import Site

EML = """From: "Votre bailleur" <loyer@bailleur.example.evil>
Subject: Nouvel IBAN
Date: Mon, 23 Nov 2026 10:00:00 +0100

Payez sur https://evil.example/payer avant ce soir.
"""


@pytest.mark.parametrize("javascript", [False, True])
def test_telephones_and_addresses_are_changed_by_oneself(
    open_page: OpenPage, site: Site, javascript: bool
):
    page = open_page("/", viewport=DESK if javascript else PHONE, javascript=javascript)
    sign_in(page, site, site.sign_in("co_holder"))
    page.goto(site.url("/mon-profil/"))
    if javascript:
        assert_accessible(page)
    page.goto(site.url("/mon-profil/telephones/"))
    page.get_by_label("Téléphone portable").fill("06 39 98")
    page.get_by_role("button", name="Enregistrer").click()
    assert "Il manque des chiffres" in page.locator("main").inner_text()
    if javascript:
        assert_accessible(page)
    page.get_by_label("Téléphone portable").fill(f"+33 (0)6 39 98 07 1{int(javascript)}")
    page.get_by_role("button", name="Enregistrer").click()
    shown = page.locator("main").inner_text()
    assert f"06\u00a039\u00a098\u00a007\u00a01{int(javascript)}" in shown
    assert "Enregistré chez nous" in shown

    page.goto(site.url("/mon-profil/adresse/"))
    page.get_by_label("À une autre adresse").check()
    page.get_by_label("Numéro et rue").fill(f"{8 + javascript} rue des Peupliers")
    page.get_by_label("Code postal").fill("69003")
    page.get_by_label("Ville").fill("Lyon")
    page.get_by_role("button", name="Enregistrer").click()
    assert "rue des Peupliers" in page.locator("main").inner_text()


def test_the_new_e_mail_waits_for_its_link(open_page: OpenPage, site: Site):
    person = site.sign_in("co_holder")
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, person)
    page.goto(site.url("/mon-profil/e-mail/"))
    page.locator("input[type=password]").fill(person.password)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_label("Nouvelle adresse e-mail").fill("autre.adresse@example.org")
    page.get_by_label("Oui", exact=True).check()
    page.get_by_role("button", name="Continuer").click()
    assert "Ouvrez le lien" in page.locator("main").inner_text()
    page.get_by_role("button", name="Annuler ce changement").click()
    assert "Rien n’a changé" in page.locator("main").inner_text()


@pytest.mark.parametrize("path", ["e-mail", "notifications", "avis", "adresse", "corriger"])
def test_each_page_of_the_profile_is_for_everybody(open_page: OpenPage, site: Site, path: str):
    page = open_page("/", viewport=PHONE)
    sign_in(page, site, site.sign_in("co_holder"))
    page.goto(site.url(f"/mon-profil/{path}/"))
    assert_accessible(page)


def test_a_visitor_shows_a_swindler_s_e_mail(open_page: OpenPage, site: Site, tmp_path: Path):
    saved = tmp_path / "message.eml"
    saved.write_text(EML)
    page = open_page("/aide/", viewport=PHONE)
    page.get_by_role("contentinfo").get_by_role("link", name="Signaler un message suspect").click()
    assert_accessible(page)
    page.get_by_label("Un e-mail", exact=True).check()
    page.locator("input[type=file]").set_input_files(saved)
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/merci/")
    assert "Appelez votre banque" in page.locator("main").inner_text()
    assert_accessible(page)
