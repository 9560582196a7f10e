"""``/mon-profil/proches/`` and ``/aider/``: asking for help, helping, and stopping."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from palier.domain.access.actions import delegations
from palier.domain.access.models import Delegation
from palier.domain.accounts.models import User
from palier.domain.audit.models import Trace
from palier.domain.documents.intake.actions import keep_draft
from palier.domain.mail.models import Letter
from palier.domain.messaging.models import Thread
from palier.domain.papers.models import Paper
from tests.cast import Cast
from tests.domain.access.test_delegations import helping, invited
from tests.domain.documents.intake.conftest import files
from tests.domain.messaging.making import thread

__all__ = ["files", "keep_draft"]
AtMost = Callable[[int], AbstractContextManager[object]]
WANTED = {
    "kind": "social_worker", "name": "Lucie Garnier", "organisation": "Maison des solidarités",
    "email": "lucie@solidarites.example", "scopes": ["papers", "payment"],
    "ends_on_day": "31", "ends_on_month": "5", "ends_on_year": "2027",
}  # fmt: skip


@pytest.fixture
def awa(cast: Cast, now: dt.datetime) -> Client:
    """Awa, who has just typed her password."""
    client = Client()
    client.force_login(cast.awa_user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(cast.awa_user.pk)
    session.save()
    return client


def acting(delegation: Delegation) -> Client:
    client = Client()
    assert delegation.user is not None
    client.force_login(delegation.user)
    assert client.post(f"/aider/{delegation.code}/agir/").status_code == 302
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def link_of(letter: Letter) -> str:
    found = re.search(r"/aider/\S+", letter.text)
    assert found
    return found.group()


def test_a_newcomer_is_invited_opens_an_account_and_acts(cast: Cast, awa: Client) -> None:
    assert "Personne n’agit pour vous" in read(awa, "/mon-profil/proches/")
    page = awa.post("/mon-profil/proches/inviter/", WANTED, follow=True).content.decode()
    assert "L’invitation est envoyée" in page
    link = link_of(Letter.objects.get(template="mail/delegate_invited"))
    lucie = Client()
    page = read(lucie, link)
    assert "Mme Awa Diallo vous demande de l’aider" in page
    assert "L/0012345" not in page
    lucie.post(link, {"password": "sept-lampes-dans-un-grenier"})
    user = User.objects.get(email="lucie@solidarites.example")
    delegation = Delegation.objects.get()
    assert (delegation.state, delegation.user) == ("active", user)
    assert "Mme Awa Diallo" in read(lucie, "/aider/")
    lucie.post(f"/aider/{delegation.code}/agir/")
    for place in ("/", "/pieces/", "/mon-loyer/"):
        assert "Vous agissez pour Mme Awa Diallo" in read(lucie, place)
    assert lucie.get("/messages/").status_code == 404
    assert lucie.get(link).status_code == 404


def test_whoever_has_an_account_accepts_with_it(cast: Cast, now: dt.datetime) -> None:
    invited(cast, now)
    link = link_of(Letter.objects.get(template="mail/delegate_invited"))
    jeanne = Client()
    jeanne.force_login(cast.jeanne_user)
    assert "Vous êtes connecté" in read(jeanne, link)
    jeanne.post(link)
    page = read(jeanne, "/pieces/")
    assert "Vous agissez pour Mme Awa Diallo" in page
    jeanne.post("/aider/revenir/")
    page = read(jeanne, "/pieces/")
    assert "Vous agissez" not in page
    assert "L/0054321" in read(jeanne, "/mon-loyer/")


def test_a_tenant_who_helps_turns_to_them_from_every_page(cast: Cast, now: dt.datetime) -> None:
    jeanne = Client()
    jeanne.force_login(cast.jeanne_user)
    assert "/aider/" not in read(jeanne, "/mon-loyer/")
    row = invited(cast, now)
    delegations.accept_delegation(delegation=row, user=cast.jeanne_user, now=now)
    for page in ("/", "/mon-loyer/", "/messages/", "/aide/", "/mon-profil/"):
        assert 'href="/aider/"' in read(jeanne, page)
    jeanne.post(f"/aider/{row.code}/agir/")
    page = read(jeanne, "/pieces/")
    assert page.count('href="/aider/"') == 1  # « Changer », beside for whom one acts


def test_who_only_helps_finds_the_way_back_on_every_page(cast: Cast, now: dt.datetime) -> None:
    _row, lucie = helping(cast, now)
    client = Client()
    client.force_login(lucie)
    for page in ("/aide/", "/est-ce-bien-nous/"):
        assert 'href="/aider/"' in read(client, page)


def test_the_menu_shows_what_the_scope_opens(cast: Cast, now: dt.datetime) -> None:
    row, _lucie = helping(cast, now, scopes=["messages"])
    page = read(acting(row), "/")
    assert 'href="/messages/"' in page
    for shut in ("/mon-loyer/", "/pieces/", "/mon-profil/", "/activite/"):
        assert f'<a class="nav__link" href="{shut}"' not in page
    thread(cast, now)
    assert "Eau chaude" in read(acting(row), "/messages/")


@pytest.mark.parametrize(
    "place",
    [
        "/mon-profil/", "/mon-profil/proches/", "/mon-profil/coordonnees-bancaires/",
        "/mon-profil/telephones/", "/mon-profil/adresse/", "/activite/", "/prelevement/",
    ],
)  # fmt: skip
def test_what_is_the_holder_s_alone_stays_shut(cast: Cast, now: dt.datetime, place: str) -> None:
    row, _lucie = helping(cast, now, scopes=["papers", "payment", "messages"])
    assert acting(row).get(place).status_code == 404


def test_withdrawn_nothing_opens_at_the_next_request(
    cast: Cast, awa: Client, now: dt.datetime
) -> None:
    row, _lucie = helping(cast, now)
    lucie = acting(row)
    assert lucie.get("/pieces/").status_code == 200
    awa.post(f"/mon-profil/proches/{row.code}/retirer/")
    answer = lucie.get("/pieces/", follow=True)
    assert "L/0012345" not in answer.content.decode()
    assert "Vous ne pouvez plus agir" in answer.content.decode()


@pytest.mark.usefixtures("files")
def test_what_a_helper_deposits_is_the_holder_s_and_marked(
    cast: Cast, awa: Client, now: dt.datetime
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.domain.documents.intake.samples import pdf

    row, lucie = helping(cast, now)
    sent = {"kind": "caf", "files": SimpleUploadedFile("caf.pdf", pdf(), "application/pdf")}
    acting(row).post("/pieces/deposer/", sent)
    paper = Paper.objects.get()
    assert (paper.person, paper.user) == (cast.awa, lucie)
    trace = Trace.objects.filter(actor_kind="delegate", subject_kind="papers.paper").first()
    assert trace is not None
    page = read(awa, "/activite/")
    assert "Fait par une personne qui aide" in page
    assert "Lucie Garnier" in page


@pytest.mark.usefixtures("files")
def test_a_helper_never_opens_what_is_the_holder_s_to_the_co_holder(
    cast: Cast, now: dt.datetime
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.domain.documents.intake.samples import pdf

    row, _lucie = helping(cast, now, scopes=["papers", "messages"])
    lucie = acting(row)
    for page in ("/pieces/deposer/", "/messages/nouveau/ecrire/?sujet=rent"):
        assert "artager" not in read(lucie, page)
    sent = {"kind": "caf", "files": SimpleUploadedFile("caf.pdf", pdf(), "application/pdf")}
    lucie.post("/pieces/deposer/", sent | {"shared": "on"})
    paper = Paper.objects.get()
    assert not paper.shared
    assert "artager" not in read(lucie, f"/pieces/{paper.code}/")
    assert lucie.post(f"/pieces/{paper.code}/partager/", {"shared": "1"}).status_code == 404
    said = {"topic": "rent", "text": "Bonjour", "key": "K", "share": "on"}
    lucie.post("/messages/nouveau/ecrire/", said)
    written = Thread.objects.get()
    assert not written.shares.exists()
    assert "Qui peut lire" not in read(lucie, f"/messages/{written.code}/")
    assert lucie.post(f"/messages/{written.code}/partage/").status_code == 404


def test_the_holder_prolongs(cast: Cast, awa: Client, now: dt.datetime) -> None:
    row, _lucie = helping(cast, now)
    longer = {"ends_on_day": "1", "ends_on_month": "11", "ends_on_year": "2027"}
    awa.post(f"/mon-profil/proches/{row.code}/prolonger/", longer)
    row.refresh_from_db()
    assert row.ends_on == dt.date(2027, 11, 1)
    page = awa.post(
        f"/mon-profil/proches/{row.code}/prolonger/", longer | {"ends_on_year": "2029"}
    ).content.decode()
    assert "dans un an au plus" in page


def test_inviting_asks_for_the_password_again(cast: Cast, now: dt.datetime) -> None:
    client = Client()
    client.force_login(cast.awa_user)
    answer = client.get("/mon-profil/proches/inviter/")
    assert answer.status_code == 302
    assert "/connexion/a-nouveau/" in answer.headers["Location"]


def test_pages_ask_few_questions(
    cast: Cast, awa: Client, now: dt.datetime, at_most_queries: AtMost
) -> None:
    row, _lucie = helping(cast, now)
    lucie = acting(row)
    places = ("/mon-profil/proches/", f"/mon-profil/proches/{row.code}/")
    for client, place in (*((awa, place) for place in places), (lucie, "/"), (lucie, "/aider/")):
        client.get(place)
        with at_most_queries(12):
            client.get(place)
