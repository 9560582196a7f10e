"""The language a page is read in: French, unless its reader says otherwise."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.accounts.actions import choose_language
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.models import Trace
from palier.domain.billing.models import RentNotice
from palier.domain.casework.models import Case
from palier.domain.mail.actions import queue_mail
from palier.domain.mail.models import Letter
from tests.cast import Cast
from tests.office.desks import at_desk
from tests.portal.test_home import publish, signed_in, text_of
from tests.portal.test_sign_in import sign_in

ENGLISH_BROWSER = {"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"}


def choose(client: Client, language: str, page: str = "/aide/") -> str:
    answer = client.post("/langue/", {"language": language, "next": page})
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.fixture
def reads_english(cast: Cast, now: dt.datetime) -> Client:
    choose_language(user=cast.awa_user, language="en", actor=Actor.system(), now=now)
    cast.awa_user.refresh_from_db()
    return signed_in(cast.awa_user)


def test_a_first_page_is_french_whatever_the_browser_asks(cast: Cast, client: Client) -> None:
    page = client.get("/aide/", headers=ENGLISH_BROWSER).content.decode()
    assert '<html lang="fr"' in page
    assert "You can read this site in English too." in page


def test_english_is_not_offered_to_a_french_browser(cast: Cast, client: Client) -> None:
    page = client.get("/aide/", headers={"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5"})
    assert "read this site in English" not in page.content.decode()
    assert 'value="en" lang="en">' in page.content.decode()


def test_a_choice_keeps_the_page_and_is_remembered(cast: Cast, client: Client) -> None:
    assert choose(client, "en", "/connexion/?next=/mon-loyer/") == "/connexion/?next=/mon-loyer/"
    answer = client.get("/connexion/")
    page = answer.content.decode()
    assert answer["Content-Language"] == "en"
    assert '<html lang="en"' in page
    assert "Forgotten password" in page or "I have forgotten" in page or "Sign in" in page
    assert 'value="fr" lang="fr">' in page
    choose(client, "fr")
    assert '<html lang="fr"' in client.get("/aide/").content.decode()


@pytest.mark.parametrize("page", ["https://ailleurs.example/", "//ailleurs.example/", "", "aide/"])
def test_a_choice_never_leads_to_another_site(cast: Cast, client: Client, page: str) -> None:
    assert choose(client, "en", page) == "/"


def test_a_language_that_is_not_offered_changes_nothing(cast: Cast, client: Client) -> None:
    choose(client, "xx")
    assert "language" not in client.cookies
    assert '<html lang="fr"' in client.get("/aide/").content.decode()


def test_signed_in_the_choice_is_the_person_s(cast: Cast) -> None:
    publish(cast)
    client = signed_in(cast.awa_user)
    choose(client, "en", "/mon-loyer/")
    cast.awa_user.refresh_from_db()
    assert cast.awa_user.language == "en"
    assert Trace.objects.filter(event=Event.LANGUAGE_CHOSEN).count() == 1
    elsewhere = signed_in(cast.awa_user)
    assert '<html lang="en"' in elsewhere.get("/mon-loyer/").content.decode()
    assert '<html lang="fr"' in signed_in(cast.yanis_user).get("/mon-loyer/").content.decode()


def test_the_language_chosen_at_the_door_goes_along(known: Cast, client: Client) -> None:
    choose(client, "en", "/connexion/")
    sign_in(client)
    known.awa_user.refresh_from_db()
    assert known.awa_user.language == "en"


def test_a_person_s_language_is_known_to_their_browser_after_sign_in(
    known: Cast, client: Client, now: dt.datetime
) -> None:
    choose_language(user=known.awa_user, language="en", actor=Actor.system(), now=now)
    sign_in(client)
    assert client.cookies["language"].value == "en"
    known.awa_user.refresh_from_db()
    assert known.awa_user.language == "en"


def test_the_profile_has_it_too(cast: Cast) -> None:
    client = signed_in(cast.awa_user)
    assert "/mon-profil/langue/" in client.get("/mon-profil/").content.decode()
    answer = client.post("/mon-profil/langue/", {"language": "en"}, follow=True)
    assert "Your preferences have been saved." in answer.content.decode()
    assert "English" in text_of(client, "/mon-profil/")
    refused = client.post("/mon-profil/langue/", {"language": "xx"})
    assert refused.status_code == 200


def test_letters_come_in_the_person_s_language(cast: Cast, now: dt.datetime) -> None:
    context = {"name": "Awa", "removed": False}
    for language in ("fr", "en"):
        queue_mail(
            to="awa@example.org",
            template="mail/second_factor_changed",
            context=context,
            now=now,
            language=language,
        )
    french, english = Letter.objects.order_by("pk").values_list("subject", flat=True)
    assert french != english
    assert "sign" in english.lower()


def test_the_desk_stays_french(cast: Cast, now: dt.datetime) -> None:
    advisor = cast.north_advisor.user
    choose_language(user=advisor, language="en", actor=Actor.system(), now=now)
    advisor.refresh_from_db()
    client = at_desk(cast.north_advisor)
    page = client.get("/agence/", follow=True).content.decode()
    assert '<html lang="fr"' in page
    assert "Rechercher" in page or "Chercher" in page
    assert '<html lang="fr"' in client.get("/agence/nulle-part/").content.decode()
    assert '<html lang="fr"' in client.get("/mon-profil/securite/").content.decode()


def test_what_an_english_reader_asks_reaches_the_desk_in_french(reads_english: Client) -> None:
    reads_english.post("/mon-profil/corriger/", {"body": "My name is misspelt."})
    case = Case.objects.get(kind=Case.Kind.CORRECTION)
    assert case.subject == "Informations à corriger"
    assert "Details to correct" in text_of(reads_english, "/mes-demandes/")


def test_the_trail_is_read_in_the_reader_s_language(reads_english: Client, cast: Cast) -> None:
    choose(reads_english, "fr")
    choose(reads_english, "en")
    assert "The language of the tenant area" in text_of(reads_english, "/activite/")
    french = Trace.objects.filter(event=Event.LANGUAGE_CHOSEN).values_list("facts", flat=True)
    assert {fact["language"] for fact in french} == {"fr", "en"}


def test_an_avis_stays_french_on_an_english_page(reads_english: Client, cast: Cast) -> None:
    publish(cast)
    notice = RentNotice.objects.get()
    page = reads_english.get(f"/mon-loyer/avis/{notice.code}/").content.decode()
    before, paper = page.split('<div class="in-french" lang="fr">')[:2]
    assert "Amount to pay" in before
    assert "Désignation" in paper.split("</div>")[0]
    assert "Download the rent notice" in page


def test_choosing_is_never_a_link(cast: Cast, client: Client) -> None:
    assert client.get("/langue/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/langue/", {"language": "en"}).status_code == 403
