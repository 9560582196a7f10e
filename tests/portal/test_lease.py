from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from palier.domain.tenancy.models import AccountHolder, Lease
from tests.cast import Cast
from tests.portal.test_home import signed_in, text_of

ADDRESS = "/mon-bail/"


@pytest.fixture
def awa(cast: Cast) -> Client:
    return signed_in(cast.awa_user)


def test_the_lease_tells_everything_the_landlord_gave(awa: Client, cast: Cast):
    Lease.objects.filter(pk=cast.lease.pk).update(
        special_conditions="Pas de barbecue.\n\nCave n° 4."
    )
    page = text_of(awa, ADDRESS)
    for expected in (
        "20\u00a0février\u00a02019",
        "1er\u00a0mars\u00a02019",
        "421,50\u00a0€",
        "Pas de barbecue.",
        "Cave n° 4.",
        "1 allée des Tilleuls",
        "Appartement, 3\u00a0pièces",
        "68,50\u00a0m²",
        "1er étage",
        "Classe énergie (DPE) D",
        "Awa Diallo",
        "Yanis N’Guessan",
        "Agence du Nord",
        "Mme Keïta",
        "L/0012345",
    ):
        assert expected in page


def test_an_open_ended_lease_has_no_end(awa: Client, cast: Cast):
    page = text_of(awa, ADDRESS)
    assert "Ce bail n’a pas de date de fin." in page


def test_the_tacit_period_is_told_when_the_landlord_gives_it(awa: Client, cast: Cast):
    Lease.objects.filter(pk=cast.lease.pk).update(tacit_period_ends_on=dt.date(2028, 2, 29))
    assert "jusqu’au 29\u00a0février\u00a02028" in text_of(awa, ADDRESS)


def test_a_fixed_term_is_counted_to_its_last_day(awa: Client, cast: Cast):
    page = text_of(awa, f"{ADDRESS}{cast.parking_lease.code}/")
    assert "1\u00a0mois et 21\u00a0jours" in page
    assert "jeudi 14\u00a0janvier\u00a02027" in page
    assert "P12" in page


def test_two_leases_are_switched_and_never_mixed(awa: Client, cast: Cast):
    home = text_of(awa, ADDRESS)
    parking = text_of(awa, f"{ADDRESS}{cast.parking_lease.code}/")
    assert "P12" not in home.partition("Le contrat")[2]
    assert "allée des Tilleuls" not in parking.partition("Le contrat")[2].partition("Mon agence")[0]
    for page in (home, parking):
        assert "Logement" in page
        assert "Stationnement" in page


@pytest.mark.parametrize("who", ["jeanne_user", "remi_user", "stranger_user"])
def test_the_lease_of_others_is_not_found(cast: Cast, who: str):
    client = signed_in(getattr(cast, who))
    answer = client.get(f"{ADDRESS}{cast.lease.code}/")
    assert answer.status_code in (302, 404)
    assert answer.status_code == 404 or answer["Location"] == "/"


def test_a_lease_of_ones_other_account_leads_there(cast: Cast, awa: Client):
    AccountHolder.objects.create(
        erp_id="H9",
        tenant_account=cast.arrears_account,
        person=cast.awa,
        role="co_holder",
        starts_on=dt.date(2020, 1, 1),
        delivery_no=1,
    )
    awa.get(f"/?compte={cast.account.code}")
    answer = awa.get(f"{ADDRESS}{cast.arrears_lease.code}/", follow=True)
    assert answer.status_code == 200
    assert "2 allée des Tilleuls" in answer.content.decode()
    assert "1 allée des Tilleuls" not in answer.content.decode().partition("<main")[2]


def test_a_former_tenant_reads_that_the_lease_is_over_and_no_one_else(cast: Cast):
    page = text_of(signed_in(cast.remi_user), ADDRESS)
    assert "Ce bail a pris fin le 31\u00a0octobre\u00a02025." in page
    assert "Ancien titulaire Rémi Lefèvre" in page


def test_a_judge_s_decision_is_told_with_its_date(cast: Cast):
    Lease.objects.filter(pk=cast.former_lease.pk).update(
        judicial_termination_on=dt.date(2025, 9, 15)
    )
    page = text_of(signed_in(cast.remi_user), ADDRESS)
    assert "résilié par décision de justice le 15\u00a0septembre\u00a02025" in page


def test_an_account_without_a_lease_says_so(cast: Cast, awa: Client):
    Lease.objects.update(delivery_no=99)
    assert "Nous n’avons pas de bail" in text_of(awa, ADDRESS)


def test_the_page_asks_the_database_few_questions(awa: Client, cast: Cast, at_most_queries):
    awa.get(ADDRESS)
    with at_most_queries(12):
        awa.get(ADDRESS)
