"""``/mon-loyer/``: the balance, the months, the files, for those who may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from html.parser import HTMLParser

import pytest
from django.test import Client

from palier.domain.audit.actor import Actor
from palier.domain.ledger import actions
from palier.domain.ledger.models import Entry
from palier.foundation.periods import Period
from tests.cast import TODAY, Cast
from tests.conformance.pdf_structure import opened, tree_of, untagged_text
from tests.conformance.test_pdf_rent_notice import text_of
from tests.domain.ledger.delivery import deliver_entry, deliver_months

AtMost = Callable[[int], AbstractContextManager[object]]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return " ".join(" ".join(reader.words).split())


@pytest.fixture
def page(cast: Cast, client: Client) -> Callable[..., str]:
    def read(address: str = "/mon-loyer/", user: object = None, status: int = 200) -> str:
        client.force_login(user or cast.awa_user)  # type: ignore[arg-type]
        response = client.get(address)
        assert response.status_code == status
        return response.content.decode()

    return read


def test_the_balance_is_said_with_its_freshness(cast: Cast, page: Callable[..., str]) -> None:
    deliver_months(cast.account, Period(2026, 1), Period(2026, 10), unpaid=[Period(2026, 10)])
    said = text(page())
    assert "Vous devez 340,70 €" in said
    assert "D’après votre bailleur, le 24 novembre 2026 à 10 h 00." in said
    assert "octobre 2026 Demandé" not in said


def test_an_account_in_credit_owes_nothing(cast: Cast, page: Callable[..., str]) -> None:
    deliver_entry(cast.account, "payment", -5_000, TODAY)
    said = text(page())
    assert "Solde en votre faveur 50,00 €" in said
    assert "Ce qui reste à payer" not in said


def test_a_card_payment_shows_as_being_registered(
    cast: Cast, page: Callable[..., str], now: dt.datetime
) -> None:
    deliver_entry(cast.account, "rent", 30_000, TODAY)
    actions.post(
        tenant_account=cast.account, kind=Entry.Kind.PAYMENT, amount_cents=-30_000,
        effective_on=TODAY, label="Paiement par carte", source_reference="portal:1",
        portal_payment_reference="1", actor=Actor.system(), now=now,
    )  # fmt: skip
    said = text(page())
    assert "Votre compte est à jour" in said
    assert "Reçu, en cours d’enregistrement" in said


def test_each_line_is_explained_and_its_allocation_said(
    cast: Cast, page: Callable[..., str]
) -> None:
    deliver_months(cast.account, Period(2026, 9), Period(2026, 10), lettered=True)
    said = text(page())
    assert "Le loyer de votre logement pour ce mois, sans les charges." in said
    assert "Sert à payer octobre 2026." in said
    assert "(indicatif)" not in said


def test_a_year_can_be_chosen(cast: Cast, page: Callable[..., str]) -> None:
    deliver_months(cast.account, Period(2024, 1), Period(2026, 10))
    said = text(page("/mon-loyer/?annee=2024"))
    assert "Mars 2024" in said
    assert "Mars 2025" not in said


@pytest.mark.parametrize("year", ["0000", "abcd", "99999", "-1", "²²²²"])
def test_a_year_that_is_none_falls_back_to_the_last_months(
    cast: Cast, page: Callable[..., str], year: str
) -> None:
    assert "Mon compte de loyer" in page(f"/mon-loyer/?annee={year}")


def test_another_persons_account_is_not_found(cast: Cast, page: Callable[..., str]) -> None:
    page(f"/mon-loyer/?compte={cast.arrears_account.code}", status=404)
    page(f"/mon-loyer/releve.pdf?compte={cast.arrears_account.code}", status=404)
    page(f"/mon-loyer/releve.csv?compte={cast.arrears_account.code}", status=404)


def test_two_accounts_of_one_person_never_mix(cast: Cast, page: Callable[..., str]) -> None:
    cast.arrears_account.holders.update(person=cast.awa)
    deliver_entry(cast.account, "rent", 11_100, TODAY, label="Loyer du premier")
    deliver_entry(cast.arrears_account, "rent", 22_200, TODAY, label="Loyer du second")
    second = text(page(f"/mon-loyer/?compte={cast.arrears_account.code}"))
    assert "222,00 €" in second
    assert "111,00" not in second
    assert "Loyer du premier" not in second
    assert "222,00 €" in text(page("/mon-loyer/")), "the last choice is remembered"


def test_a_former_holder_sees_his_own_time_only(cast: Cast, page: Callable[..., str]) -> None:
    deliver_months(cast.former_account, Period(2025, 6), Period(2025, 9))
    said = text(page("/mon-loyer/?annee=2025", user=cast.remi_user))
    assert "Septembre 2025" in said


def test_a_stranger_is_sent_home(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger_user)
    assert client.get("/mon-loyer/").status_code == 302


def test_nobody_is_sent_to_the_sign_in_page(db: None, client: Client) -> None:
    assert "/connexion/" in client.get("/mon-loyer/").headers["Location"]


@pytest.mark.parametrize("months", [3, 24])
def test_the_page_asks_the_database_as_often_whatever_the_account(
    cast: Cast, client: Client, at_most_queries: AtMost, months: int
) -> None:
    deliver_months(cast.account, Period(2026, 10).shifted(1 - months), Period(2026, 10))
    client.force_login(cast.awa_user)
    with at_most_queries(12):
        client.get("/mon-loyer/")


def test_the_page_is_light(cast: Cast, page: Callable[..., str]) -> None:
    deliver_months(cast.account, Period(2024, 11), Period(2026, 10))
    assert len(page().encode()) < 100_000


def test_the_csv_is_a_private_download(cast: Cast, client: Client) -> None:
    deliver_entry(cast.account, "rent", 100, TODAY)
    client.force_login(cast.awa_user)
    response = client.get("/mon-loyer/releve.csv")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="releve-')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"\xef\xbb\xbf")


def test_the_pdf_says_the_same_as_the_page_and_is_tagged(
    cast: Cast, client: Client, page: Callable[..., str]
) -> None:
    deliver_months(cast.account, Period(2025, 1), Period(2026, 10), unpaid=[Period(2026, 8)])
    client.force_login(cast.awa_user)
    content = client.get("/mon-loyer/releve.pdf").content
    drawn = text_of(content)
    assert "340,70€" in drawn
    assert "Référenceclient:L/0012345" in drawn
    pdf = opened(content)
    assert untagged_text(pdf) == []
    assert len(tree_of(pdf).all("TH")) == 5
    assert bool(pdf.Root.MarkInfo.Marked)
    assert client.get("/mon-loyer/releve.pdf").content == content
