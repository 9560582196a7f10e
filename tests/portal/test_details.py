from __future__ import annotations

import pytest
from django.test import Client

from palier.domain.casework.models import Case
from tests.cast import NOW, Cast
from tests.portal.test_home import signed_in, text_of

ADDRESS = "/mes-informations/"


@pytest.fixture
def awa(cast: Cast) -> Client:
    return signed_in(cast.awa_user)


def test_the_reader_sees_what_the_landlord_knows_of_them_alone(awa: Client):
    page = text_of(awa, ADDRESS)
    assert "awa@exemple.fr" in page
    assert "+33" not in page
    assert "06\u00a039\u00a098\u00a000\u00a011" in page
    assert "yanis" not in page.lower()


def test_what_the_landlord_does_not_have_is_said(cast: Cast):
    assert "nous ne l’avons pas" in text_of(signed_in(cast.jeanne_user), ADDRESS)


def test_a_yes_is_kept_with_its_day(awa: Client, cast: Cast, now):
    assert awa.post(ADDRESS)["Location"] == "/"
    cast.awa.refresh_from_db()
    assert cast.awa.details_confirmed_at == NOW
    assert "24\u00a0novembre\u00a02026" in text_of(awa, ADDRESS)


def test_a_no_becomes_a_task_of_the_agency_with_a_promised_day(awa: Client, cast: Cast, now):
    answer = awa.post(f"{ADDRESS}corriger/", {"body": "J’ai un nouveau téléphone."}, follow=True)
    case = Case.objects.get()
    assert (case.kind, case.agency_id, case.person) == ("correction", "AG1", cast.awa)
    assert "Votre agence vous répond au plus tard le" in answer.content.decode()


def test_an_empty_correction_says_what_is_missing(awa: Client):
    page = awa.post(f"{ADDRESS}corriger/", {"body": " "}).content.decode()
    assert "Écrivez ce qui a changé." in page
    assert "<title>Erreur" in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("path", [ADDRESS, f"{ADDRESS}corriger/"])
def test_without_a_proven_account_there_is_nothing_to_see(cast: Cast, path: str):
    assert signed_in(cast.stranger_user).get(path)["Location"] == "/"
    assert signed_in(cast.stranger_user).post(path)["Location"] == "/"
    assert not Case.objects.exists()
