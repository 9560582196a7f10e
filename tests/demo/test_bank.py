"""The sample's bank: it takes no form that is not signed, and plays every part of a true one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from palier.demo.bank import pages, protocol
from palier.domain.payments.actions.answers import ask_bank
from palier.domain.payments.actions.attempts import open_bank_page
from palier.domain.payments.actions.settlements import import_settlement
from palier.domain.payments.gateway import order_query
from palier.domain.payments.models import Attempt, Operation
from tests.cast import Cast
from tests.conformance.bank_signature import sign
from tests.domain.payments import bank

State = Attempt.State
Visit = Callable[..., Attempt]


@pytest.fixture(autouse=True)
def empty_memory(db: None) -> None:
    cache.clear()


@pytest.fixture
def posts() -> Iterator[None]:
    """Let the bank's announcements and our questions reach the application without a socket."""

    def post(url: str, **more: object) -> object:
        path = "/" + url.split("/", 3)[3]
        if "json" in more:
            name, password = more["auth"]  # type: ignore[misc]
            answer = Client().post(
                path,
                more["json"],
                content_type="application/json",
                headers={"Authorization": _basic(name, password)},
            )
        else:
            answer = form(Client(enforce_csrf_checks=True), path, more["data"])
        return mock.Mock(
            status_code=answer.status_code,
            json=lambda: answer.json(),
            raise_for_status=lambda: None,
        )

    with (
        mock.patch.object(protocol.requests, "post", post),
        mock.patch.object(order_query.requests, "post", post),
    ):
        yield


def form(client: Client, path: str, fields: object) -> HttpResponse:
    """Post as a browser does: a test client's own way is multipart."""
    content = urlencode(fields)  # type: ignore[arg-type]
    return client.post(path, content, content_type="application/x-www-form-urlencoded")


def _basic(name: str, password: str) -> str:
    import base64

    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@pytest.fixture
def visit(cast: Cast, now: dt.datetime, posts: None) -> Visit:
    """Go to the bank, choose, come back; give the attempt as it stands."""

    def go(what: str = "accept", notice: str = "now", cents: int = 41237) -> Attempt:
        attempt = bank.start(cast.awa_user, cast.account, now, cents=cents)
        page = open_bank_page(
            attempt=attempt,
            return_url=f"http://testserver/paiements/{attempt.code}/retour/",
            notification_url="http://testserver/api/banque/systempay/",
            actor=bank.tenant(cast.awa_user),
            now=now,
        )
        client = Client()
        taken = form(client, page.url, page.fields)
        assert taken.status_code == 302, taken.content.decode()
        shown = client.get(taken["Location"])
        assert "412,37" in shown.content.decode()
        back = client.post(f"{taken['Location']}choix/", {"what": what, "notice": notice})
        assert back.status_code == 303
        assert back["Location"] == f"http://testserver/paiements/{attempt.code}/retour/"
        attempt.refresh_from_db()
        return attempt

    return go


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("accept", State.PAID),
        ("refuse", State.REFUSED),
        ("refuse_expired", State.REFUSED),
        ("wait", State.WAITING),
        ("abandon", State.ABANDONED),
    ],
)
def test_each_choice_is_announced_and_understood(visit: Visit, what: str, state: str) -> None:
    assert visit(what).state == state


def test_announcement_twice_pays_once(cast: Cast, visit: Visit) -> None:
    assert visit("accept", "twice").state == State.PAID
    assert bank.balance(cast.account) == -41237


def test_lost_announcement_is_found_by_asking(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    attempt = visit("accept", "never")
    assert attempt.state == State.OPEN
    ask_bank(code=attempt.code, now=now)
    attempt.refresh_from_db()
    assert attempt.state == State.PAID
    assert bank.balance(cast.account) == -41237


def test_announcement_after_our_question_changes_nothing(
    cast: Cast, visit: Visit, now: dt.datetime
) -> None:
    attempt = visit("accept", "never")
    ask_bank(code=attempt.code, now=now)
    order = pages.book.order(attempt.code)
    assert order is not None
    pages._announce(order, order["transactions"][0], "RETRY", "now")
    assert bank.balance(cast.account) == -41237


def test_back_office_captures_refunds_and_cancels(cast: Cast, visit: Visit) -> None:
    attempt = visit()
    client = Client()
    uuid = pages.book.order(attempt.code)["transactions"][0]["uuid"]  # type: ignore[index]
    address = f"/banque-essai/{attempt.code}/{uuid}/"
    client.post(address, {"what": "capture"})
    client.post(address, {"what": "refund_half"})
    assert bank.balance(cast.account) == -41237 + 20618
    attempt.refresh_from_db()
    assert attempt.state == State.PAID
    assert attempt.ask_at is None


def test_merchant_s_cancellation_takes_the_payment_back(cast: Cast, visit: Visit) -> None:
    attempt = visit()
    uuid = pages.book.order(attempt.code)["transactions"][0]["uuid"]  # type: ignore[index]
    Client().post(f"/banque-essai/{attempt.code}/{uuid}/", {"what": "cancel"})
    attempt.refresh_from_db()
    assert attempt.state == State.CANCELLED
    assert bank.balance(cast.account) == 0


def test_settlement_file_is_read_by_the_portal(cast: Cast, visit: Visit, now: dt.datetime) -> None:
    attempt = visit()
    uuid = pages.book.order(attempt.code)["transactions"][0]["uuid"]  # type: ignore[index]
    Client().post(f"/banque-essai/{attempt.code}/{uuid}/", {"what": "capture"})
    content = Client().get("/banque-essai/releve.csv").content
    import_settlement(content=content, name="r.csv", actor=bank.tenant(cast.awa_user), now=now)
    assert Operation.objects.get().transaction in content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"vads_amount": "1"},
        {"signature": "x"},
        {"vads_site_id": "99999999"},
        {"vads_ctx_mode": "PRODUCTION"},
        {"vads_trans_id": "9AAAAA"},
        {"vads_trans_date": "20200101000000"},
    ],
)
def test_form_that_is_not_the_merchant_s_is_refused(
    cast: Cast, now: dt.datetime, changed: dict[str, str]
) -> None:
    attempt = bank.start(cast.awa_user, cast.account, now)
    page = open_bank_page(
        attempt=attempt,
        return_url="http://testserver/r/",
        notification_url="http://testserver/n/",
        actor=bank.tenant(cast.awa_user),
        now=now,
    )
    fields = dict(page.fields) | changed
    if changed.keys() & {"vads_trans_id", "vads_trans_date"}:
        fields["signature"] = sign(fields, settings.PALIER_SYSTEMPAY["key"])
    response = form(Client(), "/banque-essai/paiement/", fields)
    assert response.status_code == 400


def test_order_query_wants_the_shop_s_password(posts: None) -> None:
    response = Client().post(
        "/banque-essai/V4/Order/Get", {"orderId": "X"}, content_type="application/json"
    )
    assert response.status_code == 401


def test_two_writings_of_the_signature_agree() -> None:
    fields = {"vads_b": "é’ü", "vads_a": "1", "other": "x", "vads_A": "+"}
    assert protocol.signature_of(fields, "k") == sign(fields, "k")
