from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from palier.domain.access.models import PersonLink
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case
from palier.domain.ledger.models import Entry
from tests.cast import Cast, make_staff
from tests.office.desks import at_desk

Budget = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def rent(cast: Cast, now: dt.datetime) -> None:
    """Two months of rent, one of them paid, as a delivery writes them."""
    for reference, kind, cents, day in [
        ("E1", "rent", 41_237, dt.date(2026, 10, 1)),
        ("E2", "payment", -41_237, dt.date(2026, 10, 5)),
        ("E3", "rent", 41_237, dt.date(2026, 11, 1)),
    ]:
        Entry.objects.create(
            tenant_account=cast.account,
            kind=kind,
            rail="card" if kind == "payment" else "",
            amount_cents=cents,
            effective_on=day,
            period=day.replace(day=1) if kind == "rent" else None,
            label="Loyer" if kind == "rent" else "Paiement par carte",
            source="erp",
            source_reference=reference,
            delivery_no=1,
            posted_at=now,
        )


def file_of(cast: Cast) -> str:
    return f"/agence/locataires/{cast.account.code}/"


def test_the_file_shows_one_household_on_one_screen(
    cast: Cast, nora: Client, case: Case, rent: None
) -> None:
    page = nora.get(file_of(cast)).content.decode()
    for words in (
        "Mme Awa Diallo",
        "M. Yanis N’Guessan",
        "1 allée des Tilleuls",
        "68,50 m²",
        "P12",
        "Mme Keïta",
        "412,37\u00a0€",
        "novembre 2026",
        "Paiement par carte",
        "L/0012345",
        "adresse électronique connue du bailleur",
        "paiement difficile",
    ):
        assert words in page, words


def test_each_look_is_in_the_trail_and_told_once(cast: Cast, nora: Client) -> None:
    nora.get(file_of(cast))
    nora.get(file_of(cast))
    nora.get(f"{file_of(cast)}compte/")
    looks = Trace.objects.filter(event="office.tenant_file_seen")
    assert [(row.actor_name, row.tenant_account_id, row.agency_id) for row in looks] == [
        ("Nora Benali", cast.account.pk, "AG1")
    ]


def test_the_trail_of_a_file_is_read_by_the_manager_and_that_is_told_too(
    cast: Cast, nora: Client
) -> None:
    nora.get(file_of(cast))
    boss = at_desk(make_staff("chef@plaine.example", "Inès Roy", "manager", cast.north))
    page = boss.get(f"{file_of(cast)}journal/").content.decode()
    assert "Nora Benali" in page
    assert "Dossier consulté." in page
    assert Trace.objects.filter(event="office.trail_seen").count() == 1


def test_the_statement_adds_up(cast: Cast, nora: Client, rent: None) -> None:
    page = nora.get(f"{file_of(cast)}compte/").content.decode()
    assert "Solde\u00a0: <strong>412,37\u00a0€</strong>" in page
    assert "Octobre 2026" in page


def test_a_claim_that_waits_leads_to_the_check(cast: Cast, nora: Client, claim: PersonLink) -> None:
    page = nora.get(file_of(cast)).content.decode()
    assert f"/agence/identites/{claim.code}/" in page


def test_a_former_tenant_s_file_says_so(cast: Cast, nora: Client) -> None:
    page = nora.get(f"/agence/locataires/{cast.former_account.code}/").content.decode()
    assert "Ancien locataire" in page


def test_an_avis_of_another_account_is_not_given(cast: Cast, nora: Client) -> None:
    assert nora.get(f"{file_of(cast)}avis/ABCDEFGHJKMN.pdf").status_code == 404


def test_the_file_asks_a_fixed_number_of_questions(
    cast: Cast, nora: Client, case: Case, rent: None, at_most_queries: Budget
) -> None:
    nora.get(file_of(cast))
    with at_most_queries(15):
        nora.get(file_of(cast))
