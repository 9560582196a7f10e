"""An account given and a mandate signed, as different people can."""

import re

from playwright.sync_api import Page

from tests.rig.browser import (
    DESK,
    PHONE,
    OpenPage,
    assert_accessible,
    assert_keyboard_reaches,
    sign_in,
    zoomed,
)
from tests.rig.site import SignIn, Site

HOME = "/mon-profil/coordonnees-bancaires/"
DEBIT = "/prelevement/"


def on(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def type_password_again(page: Page, person: SignIn) -> None:
    assert "Votre mot de passe, encore une fois" in page.locator("main").inner_text()
    page.locator("main input[type=password]").fill(person.password)
    on(page, "Continuer")


def last_letter(page: Page, site: Site, subject: str) -> str:
    page.goto(site.url("/boite-aux-lettres/"))
    page.get_by_role("link", name=subject).first.click()
    return page.locator("body").inner_text()


def sign_the_paper(page: Page, site: Site, button: str, *, looked_at: bool) -> str:
    """Ask for the code, read it in the mailbox, tick the box and sign; give what is then said."""
    to_sign = page.url
    if looked_at:
        assert_accessible(page)
    on(page, "Recevoir mon code")
    code = re.search(r"\b\d{3} \d{3}\b", last_letter(page, site, "Votre code pour signer"))
    assert code is not None
    page.goto(to_sign)
    on(page, button)
    assert "Cochez la case" in page.locator("main").inner_text()
    if looked_at:
        assert_accessible(page)
    page.get_by_label("Code reçu par e-mail").fill(code[0])
    page.get_by_label("J’ai lu le mandat").check()
    on(page, button)
    if looked_at:
        assert_accessible(page)
    return page.locator("main").inner_text()


def test_the_debited_account_is_changed_then_the_mandate_stopped_and_another_signed(
    open_page: OpenPage, site: Site
):
    """Zoé, who is debited already: without JavaScript, then with it; on a phone."""
    person = site.sign_in("holder", family_name="Ollivier")
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, person)
    page.goto(site.url(f"{HOME}changer/"))
    type_password_again(page, person)
    page.get_by_label("Votre IBAN").fill("DE89 3704 0044 0532 0130 00")
    page.get_by_label("Titulaire du compte").fill("Zoé Ollivier")
    on(page, "Continuer")
    letter = last_letter(page, site, "Confirmez votre nouveau compte bancaire")
    confirm = re.search(r"/mon-profil/coordonnees-bancaires/confirmer/[\w-]+/", letter)
    assert confirm is not None
    page.goto(site.url(confirm[0]))
    on(page, "Oui, c’est mon compte")
    assert "n’est pas encore prélevé sur ce compte" in page.locator("main").inner_text()
    page.get_by_role("link", name="Signer l’avenant").click()
    page.get_by_label("DE89").check()
    on(page, "Lire l’avenant")
    text = page.locator("main").inner_text()
    rum = re.search(r"L\d+-[A-Z0-9]{12}", text)
    assert rum is not None
    assert "Compte débité jusqu’ici" in text
    text = sign_the_paper(page, site, "Signer l’avenant", looked_at=False)
    assert "Avenant signé. Un autre compte est débité" in text
    assert rum[0] in text
    assert "0532" not in text

    page = open_page("/", viewport=PHONE)
    sign_in(page, site, person)
    page.goto(site.url(HOME))
    assert_accessible(page)
    page.goto(site.url(DEBIT))
    assert_accessible(page)
    page.get_by_role("link", name="Arrêter le prélèvement").click()
    assert "Vous pouvez encore changer d’avis jusqu’au" in page.locator("main").inner_text()
    on(page, "Arrêter le prélèvement")
    page.goto(site.url(f"{DEBIT}signer/"))
    assert_accessible(page)
    page.get_by_label("DE89").check()
    page.get_by_label("le 10", exact=True).check()
    on(page, "Lire le mandat")
    type_password_again(page, person)
    text = page.locator("main").inner_text()
    assert "FR72ZZZ123456" in text
    another = re.search(r"L\d+-[A-Z0-9]{12}", text)
    assert another is not None
    assert another[0] != rum[0]
    text = sign_the_paper(page, site, "Signer le mandat", looked_at=True)
    assert "Mandat signé. Premier prélèvement le" in text
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Télécharger le mandat signé").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF")
    page.goto(site.url(DEBIT))
    assert "Votre loyer est prélevé" in page.locator("main").inner_text()


def test_an_account_given_is_stopped_by_whoever_reads_the_mailbox(open_page: OpenPage, site: Site):
    person = site.sign_in("holder", family_name="dos Santos")
    page = open_page("/", viewport=PHONE, javascript=False)
    sign_in(page, site, person)
    page.goto(site.url(f"{HOME}changer/"))
    type_password_again(page, person)
    page.get_by_label("Votre IBAN").fill("fr76 3000 4000 0300 0012 3456 758")
    page.get_by_label("Titulaire du compte").fill("Maria dos Santos")
    on(page, "Continuer")
    assert "la clé de contrôle ne va pas" in page.locator("main").inner_text()
    page.get_by_label("Votre IBAN").fill("fr76 3000 4000 0300 0012 3456 759")
    on(page, "Continuer")
    assert "À confirmer par e-mail" in page.locator("main").inner_text()
    letter = last_letter(page, site, "Confirmez votre nouveau compte bancaire")
    stop = re.search(r"/mon-profil/coordonnees-bancaires/pas-moi/[\w-]+/", letter)
    assert stop is not None
    assert "3000 4000" not in letter
    nobody = open_page(stop[0], viewport=DESK)
    assert_accessible(nobody)
    on(nobody, "Ce n’était pas moi : bloquer ce compte")
    assert "Rien n’y sera prélevé ni versé" in nobody.locator("main").inner_text()
    assert_accessible(nobody)
    page.goto(site.url(HOME))
    assert "/connexion/" in page.url


def test_the_pages_of_the_bank_are_accessible_and_reached_by_keyboard(
    open_page: OpenPage, site: Site
):
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("holder", family_name="Benkhelifa"))
    page.goto(site.url(HOME))
    assert "À confirmer par e-mail" in page.locator("main").inner_text()
    assert_accessible(page)
    assert_keyboard_reaches(page, "main .button")
    page.goto(site.url(DEBIT))
    with zoomed(page, 200):
        assert_accessible(page)
    other = open_page("/", viewport=DESK)
    sign_in(other, site, site.sign_in("holder", family_name="Nguyên"))
    other.goto(site.url(DEBIT))
    assert "Votre loyer est déjà prélevé" in other.locator("main").inner_text()
    assert_accessible(other)


def test_the_desk_reviews_an_account_in_another_name(open_page: OpenPage, site: Site):
    page = open_page("/", viewport=DESK)
    sign_in(page, site, site.sign_in("rent_accountant"))
    page.goto(site.url("/agence/?type=bank_details"))
    page.get_by_role("link", name="Compte bancaire à un autre nom").first.click()
    text = page.locator("main").inner_text()
    assert "Célestine Kouassi" in text
    assert "a déjà donné un premier accord" in text
    assert "0794" not in text
    assert_accessible(page)
