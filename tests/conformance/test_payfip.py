"""PayFiP web service, against a local SOAP service made from the bundled WSDL."""

from __future__ import annotations

import datetime as dt
import logging
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from palier.domain.payments.gateway import BankUnreachable, NotFromTheBank, Order
from palier.domain.payments.gateway.payfip import PayFiP
from palier.domain.payments.rules.guards import Doubt, doubts_about
from palier.domain.payments.rules.meanings import Meaning
from tests.conformance.local_servers import FakePayFiP, payfip_service

pytestmark = pytest.mark.enable_socket
ORDER = Order(
    code="ABCDEFGH2345",
    trans_id="A1b2C3",
    amount_cents=41237,
    started_at=dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC),
    email="awa@exemple.fr",
    label="Loyer d’été – référence L/1234567",
    return_url="https://compte.example/paiements/ABCDEFGH2345/retour/",
    notification_url="https://compte.example/api/banque/",
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[FakePayFiP]:
    with payfip_service(tmp_path) as fake:
        yield fake


@pytest.fixture
def payfip(service: FakePayFiP) -> PayFiP:
    return PayFiP(numcli="012345", mode="T", wsdl=service.wsdl)


def _opened(payfip: PayFiP, service: FakePayFiP) -> str:
    return payfip.open(ORDER).bank_reference


def test_open_asks_for_an_operation_and_gives_its_page(payfip: PayFiP, service: FakePayFiP) -> None:
    page = payfip.open(ORDER)
    assert page.url.endswith(f"paiementws.web?idop={page.bank_reference}")
    assert page.fields == {}
    asked = service.orders[page.bank_reference]
    assert asked["montant"] == "41237"
    assert asked["refdet"] == ORDER.code
    assert asked["exer"] == "2027", "the financial year is the one of the State's clock"
    assert asked["saisie"] == "T"
    assert asked["numcli"] == "012345"
    assert asked["objet"] == "Loyer dete reference L1234567"
    assert asked["urlnotif"] == ORDER.notification_url


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("P", Meaning.MONEY_IN),
        ("V", Meaning.MONEY_IN),
        ("R", Meaning.REFUSED),
        ("Z", Meaning.UNDONE),
        ("A", Meaning.ABANDONED),
        ("Q", Meaning.UNKNOWN),
    ],
)
@pytest.mark.parametrize("name", ["idop", "idOp"])
def test_notification_makes_us_ask_payfip(
    payfip: PayFiP, service: FakePayFiP, name: str, code: str, meaning: Meaning
) -> None:
    id_op = _opened(payfip, service)
    service.pay(id_op, code)
    report = payfip.read_notification(f"{name}={id_op}")
    assert report.meaning is meaning
    assert report.order == ORDER.code
    assert report.transaction == id_op
    assert report.happened_at is not None
    assert report.happened_at.astimezone(dt.UTC) == dt.datetime(2026, 11, 24, 9, 32, tzinfo=dt.UTC)
    assert service.calls[-1] == "recupererDetailPaiementSecurise"


@pytest.mark.parametrize(
    "body", ["", "idop=", "idop=x", "idop=aaaaaaaaaaaa&idop=bbbbbbbbbbbb", "montant=100"]
)
def test_notification_without_an_operation_is_refused_without_a_call(
    payfip: PayFiP, service: FakePayFiP, body: str
) -> None:
    with pytest.raises(NotFromTheBank):
        payfip.read_notification(body)
    assert service.calls == []


def test_notification_of_an_operation_not_paid_yet_is_not_believed(
    payfip: PayFiP, service: FakePayFiP
) -> None:
    id_op = _opened(payfip, service)
    with pytest.raises(NotFromTheBank):
        payfip.read_notification(f"idop={id_op}")


def test_ask_tells_not_yet_from_purged(payfip: PayFiP, service: FakePayFiP) -> None:
    id_op = _opened(payfip, service)
    not_yet = payfip.ask(order=ORDER.code, bank_reference=id_op)
    assert not_yet.reports == ()
    assert not not_yet.forgotten
    purged = payfip.ask(order=ORDER.code, bank_reference="gone-0123456789")
    assert purged.reports == ()
    assert purged.forgotten


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"montant": "41236"}, Doubt.OTHER_AMOUNT),
        ({"refdet": "ANOTHER"}, Doubt.UNKNOWN_ORDER),
        ({"numcli": "999999"}, Doubt.OTHER_SHOP),
        ({"saisie": "W"}, Doubt.OTHER_MODE),
        ({"resultrans": "Q"}, Doubt.UNKNOWN_STATUS),
    ],
)
def test_answer_that_disagrees_with_the_attempt_is_doubted(
    payfip: PayFiP, service: FakePayFiP, changed: dict[str, str], doubt: Doubt
) -> None:
    id_op = _opened(payfip, service)
    service.pay(id_op, "P", **changed)
    report = payfip.read_notification(f"idop={id_op}")
    expected = payfip.expected(order=ORDER.code, trans_id="A1b2C3", amount_cents=41237)
    assert doubt in doubts_about(report, expected)


@pytest.mark.parametrize("fault", ["html", "T1"])
def test_silence_of_the_service_is_told_and_nothing_is_assumed(
    payfip: PayFiP, service: FakePayFiP, fault: str
) -> None:
    id_op = _opened(payfip, service)
    service.fault = fault
    with pytest.raises(BankUnreachable):
        payfip.open(ORDER)
    with pytest.raises(BankUnreachable):
        payfip.ask(order=ORDER.code, bank_reference=id_op)


def test_a_redirect_is_never_followed(payfip: PayFiP, service: FakePayFiP, tmp_path: Path) -> None:
    description = tmp_path / "PaiementSecuriseService.wsdl"
    said = description.read_text("utf-8")
    [true_address] = re.findall(r'soap:address location="([^"]+)"', said)

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(307)
            self.send_header("Location", true_address)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}/"
        description.write_text(said.replace(true_address, here), "utf-8")
        with pytest.raises(BankUnreachable):
            payfip.open(ORDER)
        server.shutdown()
    assert not service.orders


def test_exchanges_are_not_logged(
    payfip: PayFiP, service: FakePayFiP, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _opened(payfip, service)
    assert "awa@exemple.fr" not in caplog.text
