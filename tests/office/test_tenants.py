from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from palier.domain.audit.models import Trace
from tests.cast import Cast

Budget = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize(
    "typed", ["diallo", "awa dial", "1 allée des tilleuls", "awa@exemple.fr", "nguessan"]
)
def test_a_tenant_is_found(cast: Cast, nora: Client, typed: str) -> None:
    page = nora.get("/agence/locataires/", {"q": typed}).content.decode()
    assert f"/agence/locataires/{cast.account.code}/" in page
    assert "L/0012345" in page


@pytest.mark.parametrize("typed", ["L/0012345", "12345", "L 0012345", "C1", "B1"])
def test_a_reference_alone_leads_straight_to_the_file(cast: Cast, nora: Client, typed: str) -> None:
    answer = nora.get("/agence/locataires/", {"q": typed})
    assert answer["Location"] == f"/agence/locataires/{cast.account.code}/"


@pytest.mark.parametrize(
    "typed", ["d’artagnan", "54321", "jeanne", "2 allée des tilleuls", "%", "é"]
)
def test_nothing_of_another_agency_is_found(cast: Cast, nora: Client, typed: str) -> None:
    page = nora.get("/agence/locataires/", {"q": typed}).content.decode()
    assert "Personne ne répond à cette recherche" in page
    assert cast.arrears_account.code not in page


def test_somebody_who_left_is_found_and_shown_as_such(cast: Cast, nora: Client) -> None:
    page = nora.get("/agence/locataires/", {"q": "lefevre"}).content.decode()
    assert "ancien locataire" in page


def test_a_search_is_recorded_without_what_was_typed(cast: Cast, nora: Client) -> None:
    nora.get("/agence/locataires/", {"q": "diallo"})
    trace = Trace.objects.get(event="office.tenant_searched")
    assert trace.facts == {"found": "1 résultat"}


def test_an_empty_search_shows_what_can_be_typed(nora: Client) -> None:
    assert "12 allée des tilleuls" in nora.get("/agence/locataires/").content.decode()


def test_a_search_asks_a_fixed_number_of_questions(
    cast: Cast, nora: Client, at_most_queries: Budget
) -> None:
    nora.get("/agence/locataires/")
    for typed in ("diallo", "allée tilleuls", "zzz"):
        with at_most_queries(10):
            nora.get("/agence/locataires/", {"q": typed})
