"""``/agence/rapprochement/``: the rent accountant compares and decides; others may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.models import Trace
from palier.domain.payments.actions.deliveries import deliver_operations
from palier.domain.payments.models import Attempt, Review, SettlementFile
from tests.cast import Cast
from tests.domain.payments import bank
from tests.office.desks import at_desk

AtMost = Callable[[int], AbstractContextManager[object]]
HEADER = "kind;settled_on;bank_transaction;order;amount\n"


@pytest.fixture
def desk(cast: Cast) -> Client:
    return at_desk(cast.accountant)


@pytest.fixture
def paid(cast: Cast, now: dt.datetime) -> Attempt:
    attempt = bank.to_the_bank(cast.awa_user, cast.account, now)
    return bank.say(attempt, "CAPTURED", now)


@pytest.fixture
def doubtful(cast: Cast, now: dt.datetime) -> Review:
    attempt = bank.to_the_bank(cast.awa_user, cast.account, now)
    bank.say(attempt, "CAPTURED", now, amount_cents=40000)
    return Review.objects.get()


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_day_compares_captures_with_the_bank(
    desk: Client, paid: Attempt, at_most_queries: AtMost
) -> None:
    with at_most_queries(16):
        html = page(desk, "/agence/rapprochement/?jour=2026-11-24")
    assert "412,37" in html
    assert "pas encore au relevé" in html
    assert "L/0012345" in html


def test_yesterday_is_shown_by_default(desk: Client) -> None:
    assert "23" in page(desk, "/agence/rapprochement/").split("<h1>")[1][:80]


def test_settlement_file_is_read_and_differences_listed(desk: Client, paid: Attempt) -> None:
    content = f"{HEADER}capture;2026-11-24;{'a' * 32};;412,36\n"
    response = desk.post(
        "/agence/rapprochement/fichiers/",
        {"file": SimpleUploadedFile("releve.csv", content.encode())},
    )
    assert response.status_code == 302
    html = page(desk, "/agence/rapprochement/ecarts/")
    assert "montants différents" in html
    assert SettlementFile.objects.get().imported_by == "Claire Petit"


def test_file_with_mistakes_is_explained_line_by_line(desk: Client) -> None:
    response = desk.post(
        "/agence/rapprochement/fichiers/",
        {"file": SimpleUploadedFile("r.csv", f"{HEADER}gift;x;y;;z\n".encode())},
    )
    assert "Ligne 2, colonne kind" in response.content.decode()
    assert not SettlementFile.objects.exists()


def test_review_shows_the_bank_s_words_and_leaves_a_trace(desk: Client, doubtful: Review) -> None:
    assert "Montant différent de la demande" in page(desk, "/agence/rapprochement/a-verifier/")
    html = page(desk, f"/agence/rapprochement/a-verifier/{doubtful.code}/")
    assert "vads_trans_status" in html
    assert "400,00" in html
    assert Trace.objects.filter(event="payments.review_seen").count() == 1


def test_accountant_attributes_a_payment(cast: Cast, desk: Client, doubtful: Review) -> None:
    address = f"/agence/rapprochement/a-verifier/{doubtful.code}/"
    wrong = desk.post(address, {"act": "attribute", "reference": "L/9999999"})
    assert "Aucun compte de vos agences" in wrong.content.decode()
    other = desk.post(address, {"act": "attribute", "reference": "L/0054321"})
    assert "pour un autre compte" in other.content.decode()
    right = desk.post(address, {"act": "attribute", "reference": " 12345 "})
    assert right.status_code == 302
    assert bank.balance(cast.account) == -40000
    assert "Claire Petit" in page(desk, address)


def test_accountant_closes_a_payment_for_a_reason(desk: Client, doubtful: Review) -> None:
    address = f"/agence/rapprochement/a-verifier/{doubtful.code}/"
    assert desk.post(address, {"act": "close"}).status_code == 200
    assert desk.post(address, {"act": "close", "reason": "no_money"}).status_code == 302
    doubtful.refresh_from_db()
    assert doubtful.state == Review.State.CLOSED


def test_delivery_is_fetched_again_byte_for_byte(
    cast: Cast, desk: Client, paid: Attempt, now: dt.datetime
) -> None:
    deliver_operations(actor=Actor.system(), now=now)
    assert "Remise n° 1" in page(desk, "/agence/rapprochement/fichiers/")
    first = desk.get("/agence/rapprochement/fichiers/remise-1.csv").content
    assert first == desk.get("/agence/rapprochement/fichiers/remise-1.csv").content
    assert b"-412.37" in first


def test_administrator_sees_but_decides_nothing(cast: Cast, doubtful: Review) -> None:
    admin = at_desk(cast.administrator)
    address = f"/agence/rapprochement/a-verifier/{doubtful.code}/"
    assert "Ajouter au compte" not in page(admin, address)
    admin.post(address, {"act": "close", "reason": "no_money"})
    doubtful.refresh_from_db()
    assert doubtful.state == Review.State.OPEN


def test_accountant_of_another_agency_sees_nothing_of_it(cast: Cast, doubtful: Review) -> None:
    StaffMember.objects.filter(pk=cast.south_advisor.pk).update(role="rent_accountant")
    cast.south_advisor.refresh_from_db()
    south = at_desk(cast.south_advisor)
    assert doubtful.code not in page(south, "/agence/rapprochement/a-verifier/")
    page(south, f"/agence/rapprochement/a-verifier/{doubtful.code}/", status=404)


@pytest.mark.parametrize(
    "place", ["", "ecarts/", "a-verifier/", "fichiers/", "fichiers/remise-1.csv"]
)
def test_nobody_else_comes_in(cast: Cast, paid: Attempt, place: str) -> None:
    page(at_desk(cast.north_advisor), f"/agence/rapprochement/{place}", status=404)
    page(Client(), f"/agence/rapprochement/{place}", status=302)
