from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.mail.models import Letter
from palier.domain.rights import actions
from palier.domain.rights.models import Closing
from tests.cast import PASSWORD, Cast

DATA = "/mon-profil/mes-donnees/"
FETCH = f"{DATA}telecharger/"
FILE = f"{DATA}mes-donnees.zip"
CLOSING = "/mon-profil/fermer-mon-espace/"


def signed_in(user: User, *, typed_password: bool = False) -> Client:
    client = Client()
    client.force_login(user)
    if typed_password:
        again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
        assert again.status_code == 302
    return client


@pytest.fixture
def ready(cast: Cast, now: dt.datetime, tmp_path: Any, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    user = cast.awa_user
    asked = actions.ask_copy(user=user, actor=actor_of(user), now=now)
    actions.prepare_copy(code=asked.code, now=now)


def test_a_copy_is_asked_for_and_its_preparation_is_said(cast: Cast) -> None:
    client = signed_in(cast.awa_user)
    page = client.post(DATA, follow=True).content.decode()
    assert "C’est demandé" in page
    assert "se prépare" in page
    assert "Une seule se prépare" in client.post(DATA, follow=True).content.decode()


def test_the_password_is_typed_again_before_the_file_is_given(cast: Cast, ready: None) -> None:
    for address in (FETCH, FILE):
        answer = signed_in(cast.awa_user).get(address)
        assert answer.status_code == 302
        assert "/connexion/a-nouveau/" in answer["Location"]
    assert FILE in signed_in(cast.awa_user, typed_password=True).get(FETCH).content.decode()


def test_the_file_is_a_private_download(cast: Cast, ready: None) -> None:
    answer = signed_in(cast.awa_user, typed_password=True).get(FILE)
    assert answer.status_code == 200
    assert answer.streaming
    assert b"".join(answer).startswith(b"PK")
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


def test_nobody_else_gets_the_file(cast: Cast, ready: None) -> None:
    for user in (cast.yanis_user, cast.stranger_user, cast.administrator.user):
        answer = signed_in(user, typed_password=True).get(FILE)
        assert not answer.streaming
        assert answer.status_code == 302


def test_closing_says_what_goes_and_asks_for_the_password(cast: Cast) -> None:
    client = signed_in(cast.awa_user)
    page = client.get(CLOSING).content.decode()
    assert "Votre loyer reste dû" in page
    assert "/connexion/a-nouveau/" in client.get(f"{CLOSING}confirmer/")["Location"]
    assert "/connexion/a-nouveau/" in client.post(f"{CLOSING}confirmer/")["Location"]
    assert not Closing.objects.exists()


def test_a_closing_is_asked_for_and_taken_back_on_the_page(cast: Cast) -> None:
    client = signed_in(cast.awa_user, typed_password=True)
    page = client.post(f"{CLOSING}confirmer/", follow=True).content.decode()
    assert "Garder mon espace" in page
    client.post(f"{CLOSING}annuler/")
    assert Closing.objects.get().state == "cancelled"


def test_the_link_of_the_letter_works_for_whoever_is_signed_out(
    cast: Cast, now: dt.datetime
) -> None:
    actions.ask_closing(user=cast.awa_user, actor=actor_of(cast.awa_user), now=now)
    text = Letter.objects.get(template="mail/closing_asked").text
    found = re.search(r"(/mon-profil/fermer-mon-espace/annuler/\S+)", text)
    assert found
    client = Client()
    assert client.get(found[1]).status_code == 200
    assert Closing.objects.get().state == "asked"
    assert "Rien n’a été effacé" in client.post(found[1]).content.decode()
    assert client.get(found[1]).status_code == 404
    assert client.get(found[1][:-9] + "aaaaaaaa/").status_code == 404


def test_a_member_of_the_staff_is_sent_to_an_administrator(cast: Cast) -> None:
    user = cast.north_advisor.user
    assert "administrateur" in signed_in(user).get(CLOSING).content.decode()
    signed_in(user, typed_password=True).post(f"{CLOSING}confirmer/")
    assert not Closing.objects.exists()


def test_both_pages_ask_few_questions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = signed_in(cast.awa_user)
    client.get(DATA)
    for address in (DATA, CLOSING):
        with django_assert_max_num_queries(12):
            client.get(address)
