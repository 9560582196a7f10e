from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palier.domain.papers import actions
from palier.domain.papers.models import Impediment, Paper
from tests.cast import Cast
from tests.domain.documents.intake import samples
from tests.domain.documents.intake.conftest import files
from tests.domain.papers import making

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
PAPERS = "/pieces/"


@pytest.fixture
def awa(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.awa_user)
    return client


@pytest.fixture
def yanis(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.yanis_user)
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("avis.pdf", samples.pdf(2), "application/pdf")


def test_what_is_asked_is_on_the_home_page_and_on_the_list(
    awa: Client, yanis: Client, cast: Cast, now: dt.datetime
) -> None:
    making.asked(cast, now)
    for address in ("/", PAPERS):
        text = text_of(awa, address)
        assert "Avis d’imposition 2026" in text
        assert "À fournir avant le 15\u00a0décembre\u00a02026" in text
    assert "Avis d’imposition" not in text_of(yanis, "/")


def test_the_paper_is_deposited_from_the_request(awa: Client, cast: Cast, now: dt.datetime) -> None:
    request = making.asked(cast, now, note="Toutes les pages, s’il vous plaît.")
    address = reverse("portal:papers-asked", args=[request.code])
    text = text_of(awa, address)
    assert "l’enquête sur les ressources" in text
    assert "Toutes les pages" in text
    wrong = awa.post(address, {}).content.decode()
    assert "Ajoutez au moins un fichier" in wrong
    response = awa.post(address, {"files": scan()})
    assert response.status_code == 302
    paper = Paper.objects.get()
    assert response["Location"] == reverse("portal:papers-paper", args=[paper.code])
    text = text_of(awa, response["Location"])
    assert "Votre agence vérifie" in text
    assert "accusé de réception" in text
    assert "Remplacer mon document" in text_of(awa, address)
    assert "À fournir" not in text_of(awa, "/")


def test_a_free_deposit_says_what_it_is(awa: Client, cast: Cast, now: dt.datetime) -> None:
    address = reverse("portal:papers-deposit")
    wrong = awa.post(address, {"kind": "other", "files": scan()}).content.decode()
    assert "Dites en quelques mots ce qu’est ce document" in wrong
    # The file stays while the form is corrected.
    assert "avis.pdf" in wrong
    response = awa.post(
        address, {"kind": "caf", "precision": "Attestation d’octobre", "files": scan()}
    )
    assert response.status_code == 302
    paper = Paper.objects.get()
    assert (paper.title, paper.shared, paper.request) == ("Attestation d’octobre", False, None)


def test_one_says_why_it_cannot_be_given(awa: Client, cast: Cast, now: dt.datetime) -> None:
    request = making.asked(cast, now)
    address = reverse("portal:papers-cannot", args=[request.code])
    assert "Choisissez une raison" in awa.post(address, {}).content.decode()
    response = awa.post(address, {"reason": "need_help", "precision": "Je ne sais pas où."})
    assert response.status_code == 302
    assert Impediment.objects.get().precision == "Je ne sais pas où."
    text = text_of(awa, response["Location"])
    assert "Votre agence vous répond bientôt" in text
    assert "Je ne sais pas où." in text


def test_a_refusal_says_why_and_leads_back_to_the_request(
    awa: Client, cast: Cast, now: dt.datetime
) -> None:
    request = making.asked(cast, now)
    paper = making.deposited(cast, now, request)
    given = making.deciding(cast.north_advisor, paper, now)
    actions.refuse_paper(reason_code="too_old", **given)
    text = text_of(awa, reverse("portal:papers-paper", args=[paper.code]))
    assert "Le document est trop ancien." in text
    assert reverse("portal:papers-asked", args=[request.code]) in text
    text = text_of(awa, reverse("portal:papers-asked", args=[request.code]))
    assert "Déposez un document plus récent." in text


def test_a_paper_is_shared_and_unshared_by_its_person_alone(
    awa: Client, yanis: Client, cast: Cast, now: dt.datetime
) -> None:
    paper = making.deposited(cast, now)
    address = reverse("portal:papers-paper", args=[paper.code])
    share = reverse("portal:papers-share", args=[paper.code])
    assert yanis.get(address).status_code == 404
    assert yanis.get(reverse("portal:papers-file", args=[paper.code])).status_code == 404
    assert yanis.post(share, {"shared": "1"}).status_code == 404
    awa.post(share, {"shared": "1"})
    text = text_of(yanis, address)
    assert "Ne plus partager" not in text
    assert "Retirer ce document" not in text
    assert yanis.post(share, {}).status_code == 404
    response = yanis.get(reverse("portal:papers-file", args=[paper.code]))
    assert "attachment" in response["Content-Disposition"]
    awa.post(share, {})
    assert yanis.get(address).status_code == 404


def test_withdrawing_asks_first(awa: Client, cast: Cast, now: dt.datetime) -> None:
    paper = making.deposited(cast, now)
    address = reverse("portal:papers-withdraw", args=[paper.code])
    assert "Oui, retirer" in text_of(awa, address)
    awa.post(address)
    paper.refresh_from_db()
    assert paper.state == "withdrawn"


def test_a_former_holder_reads_and_deposits_no_more(cast: Cast) -> None:
    remi = Client()
    remi.force_login(cast.remi_user)
    assert "Déposer un document" not in text_of(remi, PAPERS)
    assert remi.get(reverse("portal:papers-deposit"))["Location"] == PAPERS


def test_few_queries(
    awa: Client, cast: Cast, now: dt.datetime, at_most_queries: Callable[[int], Any]
) -> None:
    for turn in range(4):
        making.asked(cast, now, precision=f"Pièce {turn}")
        making.deposited(cast, now, pages=turn + 1)
    with at_most_queries(14):
        awa.get(PAPERS)
