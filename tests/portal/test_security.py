"""« Ma sécurité »: second factors, their ways back, the password."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from palier.domain.access.actions import start_recovery
from palier.domain.access.actions.recoveries import use_recovery
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.accounts.models import OpenSession, User
from palier.domain.accounts.second_factors.actions import (
    LastFactor,
    forget_second_factors,
    remove_passkey,
)
from palier.domain.accounts.second_factors.queries import second_factors_of
from palier.domain.audit.actor import Actor
from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from tests.cast import NOW, PASSWORD, Cast
from tests.domain.accounts.passkeys import passkey_of

PAGE = "/mon-profil/securite/"
SET = "/connexion/second-facteur/activer/"
ADD_KEY = "/connexion/second-facteur/cle/"
CODES = "/connexion/second-facteur/codes-de-secours/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def entered(email: str = "awa@exemple.fr") -> Client:
    client = Client()
    client.post("/connexion/", {"login": email, "password": PASSWORD})
    return client


def once_more(client: Client, page: str) -> HttpResponse:
    return client.post(
        f"/connexion/a-nouveau/?next={page}", {"password": PASSWORD, "next": page}, follow=True
    )


def with_application(client: Client) -> None:
    secret = once_more(client, SET).context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post(SET, {"code": code})


@pytest.mark.parametrize("path", [SET, ADD_KEY, f"{PAGE}mot-de-passe/"])
def test_nothing_is_added_without_showing_who_one_is_a_moment_ago(
    cast: Cast, now: dt.datetime, path: str
) -> None:
    client = entered()
    for answer in (client.get(path), client.post(path, {"code": "123456"})):
        assert answer.url.startswith("/connexion/a-nouveau/")
    once_more(client, path)
    assert client.get(path).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("what", ["nom", "retirer"])
def test_nothing_is_changed_without_showing_who_one_is_a_moment_ago(
    cast: Cast, now: dt.datetime, what: str
) -> None:
    code = passkey_of(cast.awa_user)
    client = Client()
    client.force_login(cast.awa_user)
    answer = client.post(f"{PAGE}cles/{code}/{what}/", {"name": "Autre"})
    assert answer.url.startswith("/connexion/a-nouveau/")
    assert str(Authenticator.objects.get()) == "Mon téléphone"


def test_a_tenant_may_add_an_application_and_is_told(
    cast: Cast, now: dt.datetime, django_capture_on_commit_callbacks
) -> None:
    client = entered()
    with django_capture_on_commit_callbacks(execute=True):
        with_application(client)
    assert Letter.objects.filter(template="mail/second_factor_changed").count() == 1
    assert Trace.objects.filter(event="accounts.second_factor_added").exists()
    page = client.get(PAGE).content.decode()
    assert "Une application est enregistrée." in page
    assert "Il vous reste 10 codes de secours." in page


def test_recovery_codes_are_shown_once_and_fetched_once(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    with_application(client)
    shown = client.get(CODES)
    codes = shown.context["unused_codes"]
    assert len(codes) == 10
    kept = client.get(f"{CODES}fichier/")
    assert kept["Content-Disposition"] == 'attachment; filename="codes-de-secours.txt"'
    assert "no-store" in kept["Cache-Control"]
    assert all(code in kept.content.decode() for code in codes)
    for path, status in ((CODES, 200), (f"{CODES}fichier/", 404)):
        again = client.get(path)
        assert again.status_code == status
        assert not any(code in again.content.decode() for code in codes)


def test_the_file_of_codes_is_not_for_another_session(cast: Cast, now: dt.datetime) -> None:
    client = entered()
    with_application(client)
    client.get(CODES)
    thief = Client()
    thief.force_login(cast.awa_user)
    once_more(thief, PAGE)
    assert thief.get(f"{CODES}fichier/").status_code == 404


def test_a_passkey_is_renamed_and_removed_and_its_owner_told(cast: Cast, now: dt.datetime) -> None:
    code = passkey_of(cast.awa_user)
    client = entered_with_again(cast.awa_user)
    client.post(f"{PAGE}cles/{code}/nom/", {"name": "Tablette"})
    assert "Tablette" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}cles/{code}/retirer/")
    assert not Authenticator.objects.exists()
    assert Letter.objects.get(template="mail/second_factor_changed").to == "awa@exemple.fr"
    assert Trace.objects.filter(event="accounts.second_factor_removed").count() == 1


def entered_with_again(user: User) -> Client:
    client = Client()
    client.force_login(user)
    once_more(client, PAGE)
    return client


def test_nobody_touches_somebody_elses_passkey(cast: Cast, now: dt.datetime) -> None:
    code = passkey_of(cast.awa_user)
    client = entered_with_again(cast.jeanne_user)
    for what in ("nom", "retirer"):
        assert client.get(f"{PAGE}cles/{code}/{what}/").status_code == 404
        assert client.post(f"{PAGE}cles/{code}/{what}/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.count() == 1


def test_the_codes_go_with_the_last_factor(cast: Cast, now: dt.datetime) -> None:
    code = passkey_of(cast.awa_user)
    RecoveryCodes.activate(cast.awa_user)
    remove_passkey(user=cast.awa_user, code=code, actor=Actor.system(), now=NOW)
    assert not Authenticator.objects.filter(user=cast.awa_user).exists()


def test_staff_keep_at_least_one_factor_whatever_its_kind(cast: Cast, now: dt.datetime) -> None:
    user = cast.north_advisor.user
    first, second = passkey_of(user, "un"), passkey_of(user, "deux")
    remove_passkey(user=user, code=first, actor=Actor.system(), now=NOW)
    with pytest.raises(LastFactor):
        remove_passkey(user=user, code=second, actor=Actor.system(), now=NOW)
    TOTP.activate(user, SECRET)
    remove_passkey(user=user, code=second, actor=Actor.system(), now=NOW)
    client = entered_with_again(user)
    page = client.get("/connexion/second-facteur/retirer/").content.decode()
    assert "gardent toujours un second facteur" in page
    passkey_of(user, "trois")
    assert client.post("/connexion/second-facteur/retirer/").status_code == 302
    assert second_factors_of(user).count == 1


def test_a_passkey_is_a_second_factor_after_the_password(cast: Cast, now: dt.datetime) -> None:
    passkey_of(cast.north_advisor.user)
    client = Client()
    answer = client.post("/connexion/", {"login": "nora@plaine.example", "password": PASSWORD})
    assert answer.url == "/connexion/code/"
    assert "_auth_user_id" not in client.session
    page = client.get("/connexion/code/")
    assert page.status_code == 200
    assert "Utiliser ma clé d’accès" in page.content.decode()


def test_the_session_gets_a_new_key_at_the_second_factor(cast: Cast, now: dt.datetime) -> None:
    TOTP.activate(cast.awa_user, SECRET)
    client = entered()
    before = client.cookies["sessionid"].value
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    assert client.post("/connexion/code/", {"code": code}).url == "/"
    assert client.cookies["sessionid"].value != before
    assert client.session.kind == "tenant"


def test_a_forged_passkey_opens_nothing(cast: Cast, now: dt.datetime) -> None:
    client = Client()
    client.get("/connexion/cle/", headers={"x-requested-with": "XMLHttpRequest"})
    for credential in ("{}", "null", "[]", '{"response": {"userHandle": "MQ"}}', "pas du json"):
        answer = client.post("/connexion/cle/", {"credential": credential})
        assert answer.url == "/connexion/"
    assert "_auth_user_id" not in client.session


def test_one_way_back_is_not_enough_and_the_page_says_so(cast: Cast, now: dt.datetime) -> None:
    passkey_of(cast.awa_user)
    client = entered_with_again(cast.awa_user)
    assert "Gardez un second moyen de revenir" in client.get(PAGE).content.decode()
    RecoveryCodes.activate(cast.awa_user)
    assert "Gardez un second moyen de revenir" not in client.get(PAGE).content.decode()


def test_lost_factors_are_forgotten_after_an_identity_check(cast: Cast, now: dt.datetime) -> None:
    user = cast.north_advisor.user
    passkey_of(user)
    RecoveryCodes.activate(user)
    signed_in = entered_with_again(user)
    forget_second_factors(user=user, actor=Actor.system(), now=NOW)
    assert second_factors_of(user).count == 0
    assert not OpenSession.objects.filter(user=user).exists()
    assert signed_in.get(PAGE).status_code == 302
    assert Letter.objects.get(template="mail/second_factor_changed").to == user.email
    again = entered("nora@plaine.example")
    assert again.get("/agence/").url == SET


def test_the_agency_gives_back_the_way_in_of_somebody_who_lost_their_key(
    cast: Cast, now: dt.datetime
) -> None:
    passkey_of(cast.awa_user)
    recovery, _secret = start_recovery(
        link=PersonLink.objects.get(user=cast.awa_user),
        means=Recovery.Means.LINK,
        cause=Recovery.Cause.FACTOR,
        checked="questions",
        staff=cast.north_advisor,
        now=NOW,
    )
    assert second_factors_of(cast.awa_user).count == 1
    use_recovery(code=recovery.code, password="sept-otaries-sur-un-banc", now=NOW)
    assert second_factors_of(cast.awa_user).count == 0


def test_a_new_password_signs_the_other_devices_out_and_keeps_this_one(
    cast: Cast, now: dt.datetime
) -> None:
    other, client = entered(), entered()
    path = f"{PAGE}mot-de-passe/"
    once_more(client, path)
    weak = client.post(path, {"password": "diallo-awa-2026"})
    assert weak.status_code == 200
    before = client.cookies["sessionid"].value
    done = client.post(path, {"password": "sept-otaries-sur-un-banc"}, follow=True)
    assert "Votre mot de passe est changé." in done.content.decode()
    assert client.cookies["sessionid"].value != before
    assert other.get(PAGE).status_code == 302
    assert Letter.objects.filter(template="mail/password_changed").count() == 1
    cast.awa_user.refresh_from_db()
    assert cast.awa_user.check_password("sept-otaries-sur-un-banc")


def test_staff_see_the_page_in_the_frame_of_the_desk(cast: Cast, now: dt.datetime) -> None:
    page = entered("nora@plaine.example").get(PAGE).content.decode()
    assert 'class="header header--office"' in page
    assert 'class="header header--office"' not in entered().get(PAGE).content.decode()


def test_the_page_asks_little(cast: Cast, now: dt.datetime, at_most_queries) -> None:
    for name in ("a", "b", "c"):
        passkey_of(cast.awa_user, name)
    client = entered_with_again(cast.awa_user)
    with at_most_queries(12):
        client.get(PAGE)
