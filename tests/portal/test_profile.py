from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from django.test import Client

from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor
from palier.domain.casework.models import Case
from palier.domain.contact_details import actions
from palier.domain.contact_details.models import Change, DeliveryChoice, EmailChange
from palier.domain.contact_details.queries import stop_token, token_of
from palier.domain.mail.actions import queue_mail
from palier.domain.mail.models import Letter, Refusal
from palier.domain.mail.preferences import unsubscribe_url
from palier.domain.mail.topics import Topic
from tests.cast import NOW, Cast
from tests.domain.contact_details.making import NEW_EMAIL, new_email, new_mobile
from tests.portal.test_home import publish, signed_in, text_of

HUB = "/mon-profil/"
PAGES = ("", "corriger/", "telephones/", "adresse/", "e-mail/", "notifications/", "avis/")


def recently(user: User) -> Client:
    """Sign in as somebody who has just typed their password."""
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def awa(cast: Cast, now: dt.datetime) -> Client:
    return recently(cast.awa_user)


def test_the_reader_sees_what_the_landlord_knows_of_them_alone(awa: Client) -> None:
    page = text_of(awa, HUB)
    assert "awa@exemple.fr" in page
    assert "+33" not in page
    assert "06\u00a039\u00a098\u00a000\u00a011" in page
    assert "yanis" not in page.lower()


def test_what_the_landlord_does_not_have_is_said(cast: Cast, now) -> None:
    assert "Nous ne l’avons pas" in text_of(signed_in(cast.jeanne_user), HUB)


def test_the_hub_leads_only_where_something_answers(awa: Client) -> None:
    page = awa.get(HUB)
    for place in page.context["places"]:
        assert awa.get(place.url).status_code in (200, 302), place.url
    assert "/activite/" in [place.url for place in page.context["places"]]


def test_a_yes_is_kept_with_its_day(awa: Client, cast: Cast) -> None:
    assert awa.post(HUB)["Location"] == "/"
    cast.awa.refresh_from_db()
    assert cast.awa.details_confirmed_at == NOW
    assert "24\u00a0novembre\u00a02026" in text_of(awa, HUB)


def test_a_no_becomes_a_task_of_the_agency_with_a_promised_day(awa: Client, cast: Cast) -> None:
    answer = awa.post(f"{HUB}corriger/", {"body": "Mon nom est mal écrit."}, follow=True)
    case = Case.objects.get()
    assert (case.kind, case.agency_id, case.person) == ("correction", "AG1", cast.awa)
    assert "Votre agence vous répond au plus tard le" in answer.content.decode()


def test_an_empty_correction_says_what_is_missing(awa: Client) -> None:
    page = awa.post(f"{HUB}corriger/", {"body": " "}).content.decode()
    assert "Écrivez ce qui a changé." in page
    assert "<title>Erreur" in page


@pytest.mark.parametrize("page", PAGES)
def test_without_a_proven_account_there_is_nothing_to_change(cast: Cast, now, page: str) -> None:
    if page == "notifications/":
        return
    stranger = recently(cast.stranger_user)
    assert stranger.get(HUB + page)["Location"] == "/"
    assert stranger.post(HUB + page)["Location"] == "/"
    assert not Change.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_each_page_asks_the_database_little(awa: Client, page: str, at_most_queries) -> None:
    with at_most_queries(12):
        assert awa.get(HUB + page).status_code == 200


@pytest.mark.parametrize("former", ["/mes-informations/", "/mes-informations/corriger/"])
def test_the_former_address_leads_to_the_profile(awa: Client, former: str) -> None:
    assert awa.get(former)["Location"].startswith(HUB)


def test_a_telephone_is_read_as_typed_and_its_state_is_shown(awa: Client, cast: Cast) -> None:
    typed = {"mobile": "+33 (0)6 39 98 00 42", "phone": ""}
    assert awa.post(f"{HUB}telephones/", typed)["Location"] == HUB
    assert Change.objects.get().value == "+33639980042"
    page = text_of(awa, HUB)
    assert "06\u00a039\u00a098\u00a000\u00a042" in page
    assert "Enregistré chez nous le 24\u00a0novembre\u00a02026" in page
    assert "C’est la vôtre qui compte" in page


def test_a_wrong_telephone_says_what_is_wrong_and_keeps_what_was_typed(awa: Client) -> None:
    page = awa.post(f"{HUB}telephones/", {"mobile": "06 39 98", "phone": ""}).content.decode()
    assert "Il manque des chiffres" in page
    assert "06 39 98" in page
    landline = awa.post(f"{HUB}telephones/", {"mobile": "01 99 00 45 67", "phone": ""})
    assert "n’est pas un numéro de portable" in landline.content.decode()
    assert not Change.objects.exists()


def test_an_address_elsewhere_wants_its_lines(awa: Client) -> None:
    page = awa.post(f"{HUB}adresse/", {"where": "elsewhere"}).content.decode()
    assert "Écrivez le numéro et la rue." in page
    there = {
        "where": "elsewhere",
        "extra": "Chez Mme Diallo",
        "street": "8 rue des Lilas",
        "postcode": "69003",
        "town": "Lyon",
        "country": "",
    }
    assert awa.post(f"{HUB}adresse/", there)["Location"] == HUB
    assert "8 rue des Lilas" in text_of(awa, HUB)
    assert awa.post(f"{HUB}adresse/", {"where": "home"})["Location"] == HUB
    assert "À votre logement" in text_of(awa, HUB)


def test_a_foreign_postcode_wants_its_country(awa: Client) -> None:
    there = {"where": "elsewhere", "street": "1 Main St", "postcode": "SW1A 1AA", "town": "London"}
    assert "écrivez aussi le pays" in awa.post(f"{HUB}adresse/", there).content.decode()
    answer = awa.post(f"{HUB}adresse/", {**there, "country": "Royaume-Uni"})
    assert answer["Location"] == HUB


def test_changing_the_e_mail_wants_the_password_again(cast: Cast, now) -> None:
    answer = signed_in(cast.awa_user).get(f"{HUB}e-mail/")
    assert answer["Location"].startswith("/connexion/a-nouveau/")


def test_an_e_mail_goes_through_its_link_and_its_delay(awa: Client, cast: Cast, run_jobs) -> None:
    asked = awa.post(f"{HUB}e-mail/", {"email": NEW_EMAIL, "old": "read"})
    assert asked["Location"] == f"{HUB}e-mail/"
    assert "Ouvrez le lien" in text_of(awa, f"{HUB}e-mail/")
    run_jobs(NOW)
    change = EmailChange.objects.get()
    link = f"{HUB}e-mail/confirmer/{change.code}/{token_of(change)}/"
    assert link in Letter.objects.get(to=NEW_EMAIL).text

    visitor = Client()
    assert "Oui, c’est mon adresse" in visitor.get(link).content.decode()
    change.refresh_from_db()
    assert change.state == "asked", "opening a link confirms nothing"
    assert "en service le" in visitor.post(link).content.decode()
    assert "la remplacera le" in text_of(awa, HUB)
    assert visitor.get(link).status_code == 404


def test_the_page_is_the_same_whether_an_address_is_used_or_not(awa: Client, cast: Cast) -> None:
    pages = []
    for email in ("jeanne@exemple.fr", "personne@exemple.fr"):
        awa.post(f"{HUB}e-mail/", {"email": email, "old": "read"})
        pages.append(awa.get(f"{HUB}e-mail/").content.decode().replace(email, "…"))
        awa.post(f"{HUB}e-mail/annuler/")
        awa.get(HUB)  # reads the message that says so
    first, second = (page.partition("<main")[2] for page in pages)
    assert _no_tokens(first) == _no_tokens(second)


def _no_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_probable_slip_is_asked_about_once(awa: Client) -> None:
    page = awa.post(f"{HUB}e-mail/", {"email": "awa@gmial.com", "old": "read"}).content.decode()
    assert "Vouliez-vous écrire awa@gmail.com" in page
    again = {"email": "awa@gmial.com", "old": "read", "sure": "awa@gmial.com"}
    assert awa.post(f"{HUB}e-mail/", again)["Location"] == f"{HUB}e-mail/"


def test_it_was_not_me_stops_everything(awa: Client, cast: Cast, run_jobs) -> None:
    change = new_email(cast, NOW)
    run_jobs(NOW)
    actions.confirm_email_change(change=change, actor=Actor.visitor(), now=NOW)
    link = f"{HUB}e-mail/arreter/{change.code}/{stop_token(change)}/"
    assert link in Letter.objects.get(template="mail/email_changing").text
    visitor = Client()
    assert "tout arrêter" in visitor.get(link).content.decode()
    assert awa.get(HUB).status_code == 200
    assert "Tout est arrêté" in visitor.post(link).content.decode()
    assert awa.get(HUB)["Location"].startswith("/connexion/")
    wrong = f"{HUB}e-mail/arreter/{change.code}/{token_of(change)}/"
    assert visitor.get(wrong).status_code == 404


def test_a_refused_subject_is_not_written_about(awa: Client, cast: Cast) -> None:
    kept = {topic.value: "on" for topic in Topic if topic is not Topic.INSURANCE}
    awa.post(f"{HUB}notifications/", kept)
    assert [row.topic for row in Refusal.objects.all()] == ["insurance"]
    for template in ("mail/insurance_reminder", "mail/insurance_demand"):
        context = {"name": "Awa", "code": "X", "ends_on": "demain", "deadline_on": "demain"}
        queue_mail(to="Awa@exemple.fr", template=template, context=context, now=NOW)
    states = dict(Letter.objects.values_list("template", "state"))
    assert states["mail/insurance_reminder"] == "unwanted"
    assert states["mail/insurance_demand"] == "queued"
    assert "Tous sauf 1" in text_of(awa, HUB)


def test_security_letters_cannot_be_refused_and_the_page_says_why(awa: Client) -> None:
    awa.post(f"{HUB}notifications/", {})
    assert not Refusal.objects.filter(topic__in=["security", "legal"]).exists()
    assert "ne peuvent pas être arrêtés" in text_of(awa, f"{HUB}notifications/")


def test_one_click_stops_a_subject_without_signing_in(cast: Cast, now) -> None:
    letter = queue_mail(
        to="awa@exemple.fr", template="mail/rent_notice",
        context={"name": "Awa", "month": "octobre"}, now=NOW,
    )  # fmt: skip
    link = letter.unsubscribe_url
    path = link[link.index(HUB) :]
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.get(path).status_code == 200
    assert not Refusal.objects.exists(), "programs open links too"
    answer = visitor.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Refusal.objects.get().topic == "rent"
    assert visitor.get(path[:-5] + "x/").status_code == 404


def test_there_is_no_link_to_stop_what_always_comes() -> None:
    assert unsubscribe_url("awa@exemple.fr", Topic.SECURITY) == ""


def test_an_agreement_is_kept_with_the_text_that_was_read(awa: Client, cast: Cast) -> None:
    publish(cast)
    page = text_of(awa, f"{HUB}avis/")
    assert "à partir de l’avis de décembre 2026" in page
    awa.post(f"{HUB}avis/", {"avis": "en_ligne"})
    choice = DeliveryChoice.objects.get()
    assert (choice.online, choice.wording_version) == (True, "2026-11")
    assert choice.wording in text_of(awa, f"{HUB}avis/")
    assert "uniquement en ligne" in choice.wording
    assert choice.first_period == dt.date(2026, 12, 1)
    assert "Yanis N’Guessan" in text_of(awa, HUB), "the co-holder has not agreed yet"

    recently(cast.yanis_user).post(f"{HUB}avis/", {"avis": "en_ligne"})
    assert "En ligne, sans papier" in text_of(awa, HUB)
    assert Change.objects.get().value == "en_ligne"

    awa.post(f"{HUB}avis/", {"avis": "papier"})
    assert "Sur papier" in text_of(awa, HUB)
    assert [row.value for row in Change.objects.order_by("pk")] == ["en_ligne", "papier"]


def test_a_former_tenant_has_no_avis_to_choose(cast: Cast, now) -> None:
    remi = recently(cast.remi_user)
    assert remi.get(f"{HUB}avis/")["Location"] == "/"
    assert remi.get(HUB).status_code == 200


def test_a_refused_change_says_why(awa: Client, cast: Cast) -> None:
    change = new_mobile(cast, NOW)
    Change.objects.filter(pk=change.pk).update(state="refused", erp_message="numéro inconnu.")
    assert "Refusé le 24\u00a0novembre\u00a02026\u00a0: numéro inconnu." in text_of(awa, HUB)
