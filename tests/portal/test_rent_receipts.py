"""``/mon-loyer/quittances/``: the agreement, the list, a receipt and its voiding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from palier.domain.billing.receipts import actions, queries
from palier.domain.billing.receipts.models import Agreement, Receipt
from palier.foundation.money import euros
from palier.foundation.periods import Period
from tests.cast import Cast
from tests.conformance.test_pdf_rent_notice import squeezed, text_of
from tests.domain.billing.receipts.test_following import agree, follow
from tests.domain.documents.test_vault import folder
from tests.domain.ledger.delivery import MONTH_CENTS, deliver_entry, deliver_months
from tests.portal.test_rent_account import text

__all__ = ["folder"]
AtMost = Callable[[int], AbstractContextManager[object]]
LIST = "/mon-loyer/quittances/"
SEPTEMBER = Period(2026, 9)


@pytest.fixture
def receipt(cast: Cast, now: dt.datetime, client: Client) -> Receipt:
    client.force_login(cast.awa_user)
    deliver_months(cast.account, SEPTEMBER, SEPTEMBER)
    agree(cast, now)
    follow(cast, now)
    return Receipt.objects.get(kind="quittance")


def said(client: Client, address: str = LIST) -> str:
    return text(client.get(address).content.decode())


def test_the_agreement_is_asked_kept_and_taken_back(
    cast: Cast, now: dt.datetime, client: Client, run_jobs: Callable[[dt.datetime], int]
) -> None:
    client.force_login(cast.awa_user)
    deliver_months(cast.account, SEPTEMBER, SEPTEMBER)
    assert "Recevoir vos quittances ici" in said(client)
    client.post(f"{LIST}accord/", {"accord": "oui"})
    run_jobs(now)
    shown = said(client)
    assert "Quittance de loyer, septembre 2026" in shown
    assert "Recevoir vos quittances ici" not in shown
    assert "J’accepte de recevoir mes quittances" in Agreement.objects.get().wording
    client.post(f"{LIST}accord/", {"accord": "non"})
    shown = said(client)
    assert "Recevoir vos quittances ici" in shown
    assert "Quittance de loyer, septembre 2026" in shown
    assert Agreement.objects.count() == 2


def test_a_first_visit_has_the_receipts_made(
    cast: Cast, now: dt.datetime, client: Client, run_jobs: Callable[[dt.datetime], int]
) -> None:
    deliver_months(cast.account, SEPTEMBER, SEPTEMBER)
    client.force_login(cast.awa_user)
    assert "se préparent" in said(client)
    run_jobs(now)
    assert "Reçu du paiement du 4 octobre 2026" in said(client).replace("\u00a0", " ")


def test_the_page_and_the_pdf_say_the_same(receipt: Receipt, client: Client) -> None:
    page = squeezed(said(client, f"{LIST}{receipt.code}/"))
    drawn = text_of(client.get(f"{LIST}{receipt.code}.pdf").content)
    facts = queries.facts_of(receipt)
    cents = [one.cents for one in facts.sums]
    cents += [facts.share_cents("rent"), facts.share_cents("charges"), facts.called_cents]
    cents += [facts.help_cents, facts.received_cents]
    for amount in map(squeezed, map(euros, cents)):
        assert amount in page
        assert amount in drawn
    for words in (receipt.number, "L/0012345", "Awa Diallo", "sous réserve de tous ses droits"):
        assert squeezed(words) in page
        assert squeezed(words) in drawn


def test_the_same_bytes_come_back(receipt: Receipt, client: Client) -> None:
    address = f"{LIST}{receipt.code}.pdf"
    first = client.get(address)
    assert "attachment" in first.headers["Content-Disposition"]
    assert client.get(address).content == first.content


def test_a_void_receipt_says_so_first_on_the_page_the_list_and_the_pdf(
    cast: Cast, receipt: Receipt, now: dt.datetime, client: Client
) -> None:
    address = f"{LIST}{receipt.code}"
    good = client.get(f"{address}.pdf").content
    deliver_entry(cast.account, "rejected", MONTH_CENTS, dt.date(2026, 11, 12), rail="transfer")
    follow(cast, now)
    page = said(client, f"{address}/").replace("\u00a0", " ")
    assert "n’a plus de valeur" in page
    assert "Un paiement est revenu impayé le 12 novembre 2026" in page
    assert page.index("n’a plus de valeur") < page.index("Somme reçue")
    assert "Annulée" in said(client)
    void = client.get(f"{address}.pdf").content
    assert void != good
    assert squeezed("n’a plus de valeur").upper() in text_of(void).upper()


def test_the_co_holder_sees_it_and_answers_for_themselves(
    cast: Cast, receipt: Receipt, now: dt.datetime, client: Client
) -> None:
    client.force_login(cast.yanis_user)
    assert client.get(f"{LIST}{receipt.code}/").status_code == 200
    assert "Recevoir vos quittances ici" in said(client)
    client.post(f"{LIST}accord/", {"accord": "non"})
    follow(cast, now)
    assert Agreement.objects.filter(person=cast.yanis, agreed=False).exists()
    assert Receipt.objects.filter(voiding=None).count() == 1


def test_nobody_else_sees_it(cast: Cast, receipt: Receipt, client: Client) -> None:
    for user in (cast.jeanne_user, cast.remi_user, cast.stranger_user):
        client.force_login(user)
        assert client.get(f"{LIST}{receipt.code}/").status_code == 404
        assert client.get(f"{LIST}{receipt.code}.pdf").status_code == 404


def test_a_former_holder_keeps_their_past_and_is_asked_nothing(
    cast: Cast, now: dt.datetime, client: Client
) -> None:
    deliver_months(cast.former_account, Period(2025, 9), Period(2025, 10))
    actions.follow(code=cast.former_account.code, now=now)
    client.force_login(cast.remi_user)
    shown = said(client).replace("\u00a0", " ")
    assert "Reçu du paiement du 4 octobre 2025" in shown
    assert "Recevoir vos quittances ici" not in shown
    assert client.post(f"{LIST}accord/", {"accord": "oui"}).status_code == 404


def test_pages_cost_few_queries(
    cast: Cast, receipt: Receipt, now: dt.datetime, client: Client, at_most_queries: AtMost
) -> None:
    deliver_months(cast.account, Period(2024, 1), Period(2026, 8))
    follow(cast, now)
    client.get(LIST)
    client.get(f"{LIST}{receipt.code}/")
    with at_most_queries(12):
        client.get(LIST)
    client.get(f"{LIST}{receipt.code}/")
    with at_most_queries(12):
        client.get(f"{LIST}{receipt.code}/")
