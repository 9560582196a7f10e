from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.access.models import PersonLink
from palier.domain.accounts.models import OpenSession
from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from palier.jobs import cli
from tests.cast import PASSWORD, Cast, make_staff
from tests.office.desks import at_desk


@pytest.fixture
def page(cast: Cast, now: dt.datetime) -> str:
    return f"/agence/acces/{PersonLink.objects.get(user=cast.awa_user).code}/appareils/"


@pytest.fixture
def manager(cast: Cast) -> Client:
    return at_desk(make_staff("max@plaine.example", "Max Roy", "manager", cast.north))


def awa_signed_in() -> Client:
    client = Client()
    client.post("/connexion/", {"login": "awa@exemple.fr", "password": PASSWORD})
    assert client.get("/mon-loyer/").status_code == 200
    return client


def test_a_manager_signs_a_tenant_out_everywhere_and_she_is_told(
    manager: Client, page: str, cast: Cast
) -> None:
    phone, computer = awa_signed_in(), awa_signed_in()
    assert manager.get(page).context["signed_in"] == 2
    said = manager.post(page, follow=True).content.decode()
    assert "2 appareils déconnectés." in said
    assert "Il n’y a rien à déconnecter." in said
    for client in (phone, computer):
        assert client.get("/mon-loyer/").status_code == 302
    assert manager.get(page).status_code == 200, "the manager stays signed in"
    assert Letter.objects.get(template="mail/sessions_ended").to == "awa@exemple.fr"
    trace = Trace.objects.get(event="accounts.sessions_ended")
    assert (trace.actor_name, trace.facts) == ("Max Roy", {"closed": 2})
    assert trace.tenant_account_id == cast.account.pk


def test_looking_at_the_page_is_recorded(manager: Client, page: str) -> None:
    manager.get(page)
    assert Trace.objects.filter(event="office.sessions_seen").count() == 1


def test_nobody_is_told_of_nothing(manager: Client, page: str) -> None:
    assert "Aucun appareil n’était connecté." in manager.post(page, follow=True).content.decode()
    assert not Letter.objects.filter(template="mail/sessions_ended").exists()


def test_advisors_and_other_agencies_cannot(
    nora: Client, sacha: Client, page: str, cast: Cast
) -> None:
    phone = awa_signed_in()
    stranger = at_desk(make_staff("eve@plaine.example", "Ève Lot", "manager", cast.south))
    for client in (nora, sacha, stranger):
        assert client.get(page).status_code == 404
        assert client.post(page).status_code == 404
    assert phone.get("/mon-loyer/").status_code == 200


def test_the_file_leads_there(manager: Client, page: str, cast: Cast) -> None:
    assert page in manager.get(page.replace("appareils/", "")).content.decode()


def test_an_operator_signs_everybody_out(manager: Client, page: str, cast: Cast) -> None:
    phone = awa_signed_in()
    assert cli.run(["sessions", "end-all", "--yes"]) == 0
    assert phone.get("/mon-loyer/").status_code == 302
    assert manager.get(page).status_code == 302
    assert not OpenSession.objects.exclude(user=None).exists()
    assert Trace.objects.filter(event="accounts.everybody_signed_out").exists()
