"""Mes données, on a phone, with the keyboard's order, without a script, and at the desk's trail."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.rig.browser import DESK, PHONE, OpenPage, assert_accessible, sign_in
from tests.rig.site import SignIn, Site

DATA = "/mon-profil/mes-donnees/"


def again(page: Page, person: SignIn) -> None:
    """Type the password a second time, where the page asks for it."""
    if "/connexion/a-nouveau/" in page.url:
        page.locator("input[type=password]").fill(person.password)
        page.locator("main form button[type=submit]").first.click()


@pytest.mark.parametrize("javascript", [False, True])
def test_a_copy_is_asked_for_prepared_and_downloaded(
    open_page: OpenPage, site: Site, javascript: bool, tmp_path: Path
) -> None:
    name = "Ollivier" if javascript else "Nguyên"
    person = site.sign_in("holder", family_name=name)
    page = open_page("/", viewport=PHONE, javascript=javascript)
    sign_in(page, site, person)
    page.goto(site.url(DATA))
    if javascript:
        assert_accessible(page)
    page.get_by_role("button", name="Demander ma copie").click()
    for _ in range(60):
        page.goto(site.url(DATA))
        if page.get_by_role("link", name="Télécharger ma copie").count():
            break
        page.wait_for_timeout(500)
    if javascript:
        assert_accessible(page)
    page.get_by_role("link", name="Télécharger ma copie").click()
    again(page, person)
    if javascript:
        assert_accessible(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger mes données").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(taken.value.path()).read_bytes()))
    told = json.loads(archive.read("mes-donnees.json"))
    assert told["mon_espace"][0]["adresse_email"] == person.email
    assert told["comptes"]


def test_an_account_is_closed_then_kept_after_all(open_page: OpenPage, site: Site) -> None:
    person = site.sign_in("holder", family_name="Ollivier")
    page = open_page("/", viewport=PHONE)
    sign_in(page, site, person)
    page.goto(site.url(DATA))
    page.get_by_role("link", name="Voir ce que cela change").click()
    assert "Votre loyer reste dû" in page.locator("main").inner_text()
    assert_accessible(page)
    page.get_by_role("link", name="Continuer vers la fermeture").click()
    again(page, person)
    assert_accessible(page)
    page.get_by_role("button", name="Oui, fermer mon espace").click()
    assert "Votre espace fermera" in page.locator("main").inner_text()
    assert_accessible(page)
    page.get_by_role("button", name="Garder mon espace").click()
    assert "Rien n’a été effacé" in page.content()


def test_an_administrator_searches_the_trail(open_page: OpenPage, site: Site) -> None:
    person = site.sign_in("administrator")
    page = open_page("/", viewport=DESK)
    sign_in(page, site, person)
    page.goto(site.url("/agence/journal/"))
    assert_accessible(page)
    page.get_by_role("textbox", name="Locataire").fill("ndiaye")
    page.get_by_role("button", name="Filtrer").click()
    assert "locataire «\u00a0ndiaye\u00a0»" in page.locator("main").inner_text()
    assert page.locator("main table tbody tr").count()
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert_accessible(page)
