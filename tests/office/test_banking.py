from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from palier.domain.audit.models import Trace
from palier.domain.banking.models import BankAccount
from tests.cast import Cast, make_staff
from tests.domain.banking import making
from tests.domain.documents.intake.conftest import files
from tests.office.desks import at_desk

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def account(cast: Cast, now: dt.datetime) -> BankAccount:
    """Awa gave an account in the name of Fatou."""
    making.landlord_debits()
    return making.confirmed(cast.awa_user, now, name="Fatou Diallo")


def act(client: Client, account: BankAccount, verb: str, **given: str) -> str:
    case = making.case_of(account)
    address = reverse("office:case-act", args=[case.code, verb])
    response = client.post(address, {"revision": case.revision, **given}, follow=True)
    return response.content.decode()


def test_the_review_compares_the_names_and_masks_the_iban(
    nora: Client, account: BankAccount
) -> None:
    case = making.case_of(account)
    text = nora.get(reverse("office:case", args=[case.code])).content.decode()
    assert "Fatou Diallo" in text
    assert "Awa Diallo" in text
    assert account.masked in text
    assert "0041" not in text
    assert "Deux personnes doivent accepter" in text


def test_two_persons_accept_and_no_one_alone(
    nora: Client, cast: Cast, account: BankAccount
) -> None:
    text = act(nora, account, "accepter")
    assert "Une deuxième personne doit encore confirmer" in text
    account.refresh_from_db()
    assert account.state == "review"
    assert "Une autre personne doit confirmer" in act(nora, account, "accepter")
    second = at_desk(make_staff("leo@plaine.example", "Léo Roy", "advisor", cast.north))
    case = making.case_of(account)
    text = second.get(reverse("office:case", args=[case.code])).content.decode()
    assert "Nora Benali a déjà donné un premier accord" in text
    act(second, account, "accepter")
    account.refresh_from_db()
    assert account.state == "confirmed"


def test_a_refusal_needs_a_reason_and_one_person(nora: Client, account: BankAccount) -> None:
    act(nora, account, "refuser", reason="other_holder")
    account.refresh_from_db()
    assert account.state == "refused"


def test_the_file_shows_mandates_and_accounts_masked_and_records_the_look(
    nora: Client, cast: Cast, now: dt.datetime
) -> None:
    making.landlord_debits()
    mandate = making.signed(cast.awa_user, now)
    address = reverse("office:bank-details", args=[cast.account.code])
    text = nora.get(address).content.decode()
    assert mandate.rum in text
    assert mandate.bank_account.masked in text
    assert "0041" not in text
    assert Trace.objects.filter(event="banking.details_seen").count() == 1
    section = reverse("office:tenant-section", args=[cast.account.code, "banking"])
    assert mandate.rum in nora.get(section).content.decode()


def test_an_advisor_blocks_at_once(nora: Client, cast: Cast, now: dt.datetime) -> None:
    making.landlord_debits()
    account = making.confirmed(cast.awa_user, now)
    address = reverse("office:bank-details-freeze", args=[account.code])
    nora.post(address)
    account.refresh_from_db()
    assert account.state == "frozen"
    assert making.case_of(account).subject.startswith("URGENT")


def test_another_agency_finds_nothing(sacha: Client, cast: Cast, account: BankAccount) -> None:
    assert sacha.get(reverse("office:bank-details", args=[cast.account.code])).status_code == 404
    freeze = reverse("office:bank-details-freeze", args=[account.code])
    assert sacha.post(freeze).status_code == 404
    case = making.case_of(account)
    assert sacha.get(reverse("office:case", args=[case.code])).status_code == 404


def test_technical_support_sees_no_bank_details(cast: Cast, account: BankAccount) -> None:
    support = at_desk(make_staff("aide@plaine.example", "Aide", "technical_support"))
    address = reverse("office:bank-details", args=[cast.account.code])
    assert support.get(address).status_code == 404


def test_the_page_asks_the_database_fifteen_times_at_most(
    nora: Client,
    cast: Cast,
    now: dt.datetime,
    at_most_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    making.landlord_debits()
    making.signed(cast.awa_user, now)
    for address in (
        reverse("office:bank-details", args=[cast.account.code]),
        reverse("office:tenant-section", args=[cast.account.code, "banking"]),
    ):
        nora.get(address)
        with at_most_queries(15):
            assert nora.get(address).status_code == 200
