"""``/mon-loyer/regularisations/``: nature by nature, in plain words, with its papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from palier.domain.billing.settlements.models import Settlement
from palier.domain.documents.models import Document
from palier.foundation.money import euros
from tests.cast import Cast
from tests.conformance.pdf_structure import opened, tree_of, untagged_text
from tests.conformance.test_pdf_rent_notice import squeezed, text_of
from tests.domain.billing.settlements.delivery import LINES, deliver_settlement
from tests.domain.documents.test_vault import folder, keep
from tests.portal.test_rent_account import text

__all__ = ["folder"]
AtMost = Callable[[int], AbstractContextManager[object]]
LIST = "/mon-loyer/regularisations/"


@pytest.fixture
def settlement(cast: Cast, now: dt.datetime, client: Client) -> Settlement:
    client.force_login(cast.awa_user)
    return deliver_settlement(cast.account)


def said(client: Client, address: str = LIST) -> str:
    return text(client.get(address).content.decode()).replace("\u00a0", " ")


def of(settlement: Settlement) -> str:
    return f"{LIST}{settlement.code}/"


def test_page_and_pdf_say_the_same_by_nature(settlement: Settlement, client: Client) -> None:
    page = squeezed(said(client, of(settlement)))
    drawn = text_of(client.get(f"{LIST}{settlement.code}.pdf").content)
    cents = [settlement.provisions_cents, settlement.share_cents, settlement.difference_cents]
    for _nature, label, advance, real, key, _own, part in LINES:
        cents += [advance, part, *([real] if real else [])]
        for words in (label, key):
            assert squeezed(words) in page
            assert squeezed(words) in drawn
        assert squeezed(euros(part - advance, sign=True)) in page
        assert squeezed(euros(part - advance, sign=True)) in drawn
    for amount in map(squeezed, map(euros, cents)):
        assert amount in page
        assert amount in drawn


def test_the_pdf_is_tagged(settlement: Settlement, client: Client) -> None:
    pdf = opened(client.get(f"{LIST}{settlement.code}.pdf").content)
    assert untagged_text(pdf) == []
    (table,) = tree_of(pdf).all("Table")
    assert len(table.all("TH")) == 5


def test_the_countdown_of_the_papers_is_told(settlement: Settlement, client: Client) -> None:
    assert "jusqu’au 3 février 2027 : il reste 71 jours" in said(client, of(settlement))


def test_once_it_is_over_the_page_says_so(cast: Cast, now: dt.datetime, client: Client) -> None:
    client.force_login(cast.awa_user)
    old = deliver_settlement(cast.account, issue_on=dt.date(2026, 3, 2))
    assert "pouvaient se consulter jusqu’au 2 septembre 2026" in said(client, of(old))


def test_its_papers_are_a_link_away_and_others_are_not(
    cast: Cast, settlement: Settlement, now: dt.datetime, client: Client
) -> None:
    mine = keep(cast, now, b"1", kind=Document.Kind.CHARGE_PAPER, title="Facture de gaz",
                reference=settlement.number)  # fmt: skip
    keep(cast, now, b"2", kind=Document.Kind.CHARGE_PAPER, title="Autre", reference="RC1")
    page = client.get(of(settlement)).content.decode()
    assert f"/documents/{mine.code}/" in page
    assert "Autre" not in text(page)


def test_the_landlords_own_pdf_is_given_when_it_came(
    cast: Cast, settlement: Settlement, now: dt.datetime, client: Client
) -> None:
    keep(cast, now, b"%PDF-own", kind=Document.Kind.SETTLEMENT, reference=settlement.number)
    assert client.get(f"{LIST}{settlement.code}.pdf").content == b"%PDF-own"


def test_a_question_begins_a_message_about_it(settlement: Settlement, client: Client) -> None:
    page = client.get(of(settlement)).content.decode()
    assert "/messages/nouveau/ecrire/?sujet=charges" in page
    assert settlement.number in page


def test_a_late_one_may_be_paid_in_twelve(cast: Cast, now: dt.datetime, client: Client) -> None:
    client.force_login(cast.awa_user)
    late = deliver_settlement(
        cast.account, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 12, 31)
    )
    assert "vous payez en 12 fois" in said(client, of(late))


def test_a_corrected_one_leads_to_the_version_in_force(
    cast: Cast, settlement: Settlement, client: Client
) -> None:
    newer = deliver_settlement(cast.account, LINES[:1], version=2)
    assert "Ce décompte a été corrigé" in said(client, of(settlement))
    assert newer.code in client.get(of(settlement)).content.decode()
    shown = said(client)
    assert "Remplacé" in shown
    assert "Corrigé" in shown


def test_one_that_gives_money_back_says_so(cast: Cast, now: dt.datetime, client: Client) -> None:
    client.force_login(cast.awa_user)
    back = deliver_settlement(cast.account, LINES[1:])
    shown = said(client, of(back))
    assert "Vous avez trop versé" in shown
    assert euros(1_500).replace("\u00a0", " ") in shown


def test_a_former_holder_sees_the_one_of_their_time(
    cast: Cast, now: dt.datetime, client: Client
) -> None:
    client.force_login(cast.remi_user)
    mine = deliver_settlement(cast.former_account)
    assert client.get(of(mine)).status_code == 200


def test_nobody_else_sees_it(cast: Cast, settlement: Settlement, client: Client) -> None:
    for user in (cast.jeanne_user, cast.remi_user, cast.stranger_user):
        client.force_login(user)
        assert client.get(of(settlement)).status_code == 404
        assert client.get(f"{LIST}{settlement.code}.pdf").status_code == 404


def test_pages_cost_few_queries(
    settlement: Settlement, client: Client, at_most_queries: AtMost
) -> None:
    client.get(LIST)
    client.get(of(settlement))
    with at_most_queries(12):
        client.get(LIST)
    client.get(of(settlement))
    with at_most_queries(15):
        client.get(of(settlement))
