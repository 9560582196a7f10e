from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from palier.domain.accounts.actions import create_staff
from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from tests.cast import NOW, PASSWORD, Cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET = "/connexion/second-facteur/activer/"

# A desk of one page, so that these tests stand on the sign-in alone.
urlpatterns = [
    path("agence/", lambda request: HttpResponse("le guichet")),
    path("", include("palier.config.urls")),
]
pytestmark = pytest.mark.urls(__name__)


def code_of(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def advisor(cast: Cast) -> StaffMember:
    return create_staff(
        email="lea@plaine.example",
        display_name="Léa Simon",
        role="advisor",
        password=PASSWORD,
        agency_ids=[cast.north.erp_id],
        totp_secret=SECRET,
        actor=Actor.system(),
        now=NOW,
    )


def password(client: Client, email: str = "lea@plaine.example") -> HttpResponse:
    return client.post("/connexion/", {"login": email, "password": PASSWORD})


def once_more(client: Client, page: str) -> HttpResponse:
    """Show the password again, as every change of the second factor asks."""
    return client.post(
        f"/connexion/a-nouveau/?next={page}", {"password": PASSWORD, "next": page}, follow=True
    )


def test_an_advisor_gives_a_code_after_the_password(advisor: StaffMember, client: Client) -> None:
    assert password(client).url == "/connexion/code/"
    assert client.get("/agence/").url.startswith("/connexion/")
    wrong = client.post("/connexion/code/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "pas le bon code" in wrong.content.decode()
    assert client.post("/connexion/code/", {"code": code_of()}).url == "/agence/"
    assert client.get("/agence/").content.decode() == "le guichet"


def test_a_code_serves_once(advisor: StaffMember) -> None:
    for expected in (302, 200):
        client = Client()
        password(client)
        assert client.post("/connexion/code/", {"code": code_of()}).status_code == expected


def test_the_secret_lies_sealed_in_the_database(advisor: StaffMember) -> None:
    kept = Authenticator.objects.get(user=advisor.user, type="totp").data["secret"]
    assert SECRET not in kept


def test_staff_without_a_second_factor_are_led_to_set_one(cast: Cast, client: Client) -> None:
    assert password(client, "nora@plaine.example").url == "/agence/"
    assert client.get("/agence/").url == SET
    assert client.get(SET).url.startswith("/connexion/a-nouveau/")
    page = once_more(client, SET)
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert client.post(SET, {"code": "000000"}).status_code == 200
    done = client.post(SET, {"code": code_of(secret)}, follow=True)
    assert done.request["PATH_INFO"] == "/connexion/second-facteur/codes-de-secours/"
    assert client.get("/agence/").content.decode() == "le guichet"


@pytest.mark.urls("palier.config.urls")
def test_whoever_has_just_set_a_second_factor_is_let_in_to_the_desk(
    cast: Cast, client: Client
) -> None:
    password(client, "nora@plaine.example")
    secret = once_more(client, SET).context["form"].secret
    assert client.get("/agence/locataires/").url == SET
    client.post(SET, {"code": code_of(secret)})

    assert client.get("/agence/locataires/").status_code == 200
    # The next visit asks for it, as every visit does.
    client.post("/deconnexion/")
    assert password(client, "nora@plaine.example").url == "/connexion/code/"


def test_setting_a_second_factor_is_told_and_recorded(
    cast: Cast, client: Client, django_capture_on_commit_callbacks
) -> None:
    password(client, "nora@plaine.example")
    secret = once_more(client, SET).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SET, {"code": code_of(secret)})
    assert Letter.objects.filter(template="mail/second_factor_changed").exists()
    assert Trace.objects.filter(event="accounts.second_factor_added").exists()


def test_staff_never_remove_their_second_factor(advisor: StaffMember, client: Client) -> None:
    password(client)
    client.post("/connexion/code/", {"code": code_of()})
    answer = once_more(client, "/connexion/second-facteur/retirer/")
    assert "gardent toujours" in answer.content.decode()
    assert Authenticator.objects.filter(user=advisor.user, type="totp").exists()


def test_recovery_codes_are_replaced_and_one_opens_the_desk(advisor: StaffMember) -> None:
    client = Client()
    password(client)
    client.post("/connexion/code/", {"code": code_of()})
    page = "/connexion/second-facteur/codes-de-secours/nouveaux/"
    assert once_more(client, page).status_code == 200
    shown = client.post(page, follow=True)
    codes = shown.context["unused_codes"]
    assert len(codes) == 10
    phone_lost = Client()
    password(phone_lost)
    assert phone_lost.post("/connexion/code/", {"code": codes[0]}).url == "/agence/"


def test_a_tenant_may_do_without(cast: Cast, client: Client) -> None:
    assert client.post("/connexion/", {"login": "awa@exemple.fr", "password": PASSWORD}).url == "/"


def test_the_desk_is_closed_to_those_who_left(advisor: StaffMember, client: Client) -> None:
    from palier.domain.accounts.actions import end_staff
    from palier.domain.accounts.queries import staff_for
    from palier.foundation.errors import NotYours

    end_staff(member=advisor, actor=Actor.system(), now=NOW)
    with pytest.raises(NotYours):
        staff_for(advisor.user)
