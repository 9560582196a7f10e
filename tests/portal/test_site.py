from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.landlord.models import Setting
from tests.cast import Cast
from tests.portal.test_home import signed_in, text_of

PAGES = ("/aide/", "/est-ce-bien-nous/", "/accessibilite/", "/mentions-legales/", "/plan-du-site/")


def decide(**values: object) -> None:
    for key, value in values.items():
        Setting.objects.create(key=key, value=value, valid_from=dt.date(2020, 1, 1))


@pytest.mark.parametrize("path", PAGES)
def test_the_public_pages_open_for_everybody(cast: Cast, client: Client, path: str):
    assert client.get(path).status_code == 200
    for user in (cast.awa_user, cast.remi_user, cast.stranger_user, cast.north_advisor.user):
        assert signed_in(user).get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_the_public_pages_ask_the_database_little(
    cast: Cast, client: Client, path: str, at_most_queries
):
    with at_most_queries(2):
        client.get(path)


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_every_page_carries_the_phone_number_and_its_hours(client: Client, db: None, path: str):
    decide(phone="01 99 00 20 00", phone_hours="de 9 h à 17 h")
    foot = client.get(path).content.decode().partition("<footer")[2]
    assert 'href="tel:+33199002000"' in foot
    assert "de 9\u00a0h à 17\u00a0h" in foot


def test_a_tenant_is_given_the_number_of_their_own_agency(cast: Cast):
    foot = signed_in(cast.jeanne_user).get("/aide/").content.decode().partition("<footer")[2]
    assert "Agence du Sud" in foot


def test_without_an_audit_the_statement_claims_nothing(client: Client, db: None):
    page = text_of(client, "/accessibilite/")
    assert "Accessibilité\u00a0: non conforme" in page
    assert "Aucun audit" in page


def test_an_audit_is_told_in_the_landlord_s_words(client: Client, db: None):
    decide(accessibility_conformity="partial", accessibility_audit="Audit de mars 2026 : 84 %.")
    page = text_of(client, "/accessibilite/")
    assert "partiellement conforme" in page
    assert "Audit de mars 2026" in page


def test_the_real_addresses_are_named_and_the_iban_only_by_its_end(client: Client, db: None):
    decide(
        sender_addresses=["ne-pas-repondre@plaine.example"],
        transfer_iban="FR76 3000 6000 0112 3456 7890 189",
    )
    page = text_of(client, "/est-ce-bien-nous/")
    assert "ne-pas-repondre@plaine.example" in page
    assert "se termine par 0189" in page
    assert "3000" not in page


def test_the_legal_notice_names_the_publisher(client: Client, db: None):
    decide(
        name="Plaine Habitat", legal_form="office public de l’habitat", registration="123 456 789"
    )
    page = text_of(client, "/mentions-legales/")
    assert "Plaine Habitat, office public de l’habitat" in page
    assert "123 456 789" in page


def test_the_landlord_s_colours_are_a_sheet_of_their_own(client: Client, db: None):
    decide(colours={"accent": "#9c1f5a"})
    page = client.get("/aide/").content.decode()
    address = "/couleurs.css?v=9c1f5af2b632"
    assert address in page
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    assert b"--brand:#" in answer.content


@pytest.mark.parametrize("colours", [{}, {"accent": "rose"}])
def test_without_readable_colours_palier_keeps_its_own(client: Client, db: None, colours: dict):
    decide(colours=colours)
    assert "couleurs.css" not in client.get("/aide/").content.decode()
    assert client.get("/couleurs.css").status_code == 404


def test_the_site_map_lists_the_sections_once_signed_in(cast: Cast):
    page = text_of(signed_in(cast.awa_user), "/plan-du-site/")
    for section in ("Mon loyer", "Mon bail", "Mon profil", "Est-ce bien nous"):
        assert section in page


def test_a_browser_too_old_reads_what_changes_which_do_and_whom_to_call(client: Client, db: None):
    decide(phone="01 99 00 20 00", phone_hours="de 9 h à 17 h")
    notice = client.get("/connexion/").content.decode().partition('class="obsolete"')[2]
    notice = notice.partition("</div>")[0]
    for words in ("trop ancien", "Firefox", "Safari", "01\u00a099\u00a000\u00a020\u00a000", "de 9"):
        assert words in notice


@pytest.mark.parametrize(
    "problem",
    [
        "J’ai oublié mon mot de passe",
        "trop d’essais",
        "quelle adresse e-mail",
        "Je ne reçois pas vos e-mails",
        "Je n’ai plus accès à mon adresse e-mail",
        "J’ai perdu le téléphone qui donne mes codes",
        "La page s’affiche mal",
        "Je ne retrouve pas ma référence client",
    ],
)
def test_help_answers_each_problem_of_access(client: Client, db: None, problem: str):
    assert problem in text_of(client, "/aide/")


@pytest.mark.parametrize("path", ["/connexion/", "/ouvrir-mon-compte/"])
def test_the_address_to_check_comes_before_the_first_box(client: Client, db: None, path: str):
    page = client.get(path).content.decode().partition("<main")[2]
    warning = page.index("Êtes-vous sur le vrai site")
    assert warning < page.index('<input type="text"' if "ouvrir" in path else 'type="email"')
