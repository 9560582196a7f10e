"""Papers asked for and given, with a phone, a keyboard and no script."""

from pathlib import Path

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


def test_home_leads_to_what_is_asked_and_every_page_is_accessible(open_page: OpenPage, site: Site):
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("holder"))
    page.get_by_role("link", name="Avis d’imposition").first.click()
    assert "l’enquête sur les ressources" in page.locator("main").inner_text()
    for path in (page.url.replace(site.url(""), "/"), "/pieces/", "/pieces/deposer/"):
        page.goto(site.url("/" + path.lstrip("/")))
        with zoomed(page, 200):
            assert_accessible(page)
    page.goto(site.url("/pieces/"))
    assert_keyboard_reaches(page, "main .task__link")
    page.locator("main table a").first.click()
    assert_accessible(page)


def test_without_a_script_a_paper_is_given_and_another_cannot_be(
    open_page: OpenPage, site: Site, tmp_path: Path
):
    scan = tmp_path / "attestation.pdf"
    scan.write_bytes(samples.pdf(4))
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, site.sign_in("holder"))
    page.goto(site.url("/pieces/"))
    page.get_by_role("link", name="Un document de la CAF").first.click()
    page.get_by_role("link", name="Je ne peux pas la fournir").click()
    page.get_by_label("Je ne l’ai pas encore reçue").check()
    page.get_by_role("button", name="Le dire à mon agence").click()
    assert "Votre agence vous répond bientôt" in page.locator("main").inner_text()
    page.goto(site.url("/pieces/deposer/"))
    page.get_by_label("Un document de votre employeur").check()
    page.locator("main input[type=file]").first.set_input_files(scan)
    page.get_by_role("button", name="Ajouter ces fichiers").click()
    assert "attestation.pdf" in page.locator("main").inner_text()
    page.get_by_role("button", name="Envoyer à mon agence").click()
    assert "Votre agence vérifie" in page.locator("main").inner_text()
