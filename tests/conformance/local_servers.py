"""Small suppliers on 127.0.0.1: PayFiP's SOAP service and the bank's REST order query."""

from __future__ import annotations

import base64
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import eopayment
from lxml import etree

RESOURCES = Path(eopayment.__file__).parent / "resource"
SERVICE = (
    "http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/"
    "contrat_paiement_securise/PaiementSecuriseService"
)
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


@contextmanager
def _serving(
    answer: Callable[[str, dict[str, str], bytes], tuple[int, str, bytes]],
) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, kind, content = answer(self.path, dict(self.headers), body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class FakePayFiP:
    """Orders by idOp; an operation without a result answers P5, an unknown one P1."""

    orders: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    fault: str = ""
    wsdl: str = ""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        root = etree.fromstring(body)
        call = root.find(f"{{{SOAP}}}Body")[0]
        name = etree.QName(call).localname
        self.calls.append(name)
        arguments = {etree.QName(e).localname: e.text or "" for e in call.iter() if e.text}
        if self.fault == "html":
            return 503, "text/html", b"<html>maintenance</html>"
        if self.fault:
            return self._fault(self.fault)
        if name == "creerPaiementSecurise":
            id_op = f"0123456789abcdef-{len(self.orders) + 1}"
            self.orders[id_op] = arguments
            return self._return(name, {"idOp": id_op})
        order = self.orders.get(arguments.get("idOp", ""))
        if order is None:
            return self._fault("P1")
        if "resultrans" not in order:
            return self._fault("P5")
        return self._return(name, order | {"idOp": arguments["idOp"]})

    def pay(self, id_op: str, code: str, **changed: str) -> None:
        self.orders[id_op] |= {
            "resultrans": code,
            "dattrans": "24112026",
            "heurtrans": "1032",
            "numauto": "112233445566-tip",
        } | changed

    def _return(self, name: str, values: dict[str, str]) -> tuple[int, str, bytes]:
        known = (
            "dattrans exer heurtrans idOp mel montant numauto numcli objet refdet resultrans saisie"
        )
        content = "".join(
            f"<{key}>{escape(values[key])}</{key}>" for key in known.split() if key in values
        )
        return (
            200,
            "text/xml",
            self._envelope(
                f'<n:{name}Response xmlns:n="{SERVICE}"><return>{content}</return>'
                f"</n:{name}Response>"
            ),
        )

    def _fault(self, code: str) -> tuple[int, str, bytes]:
        return (
            500,
            "text/xml",
            self._envelope(
                f"<s:Fault xmlns:s='{SOAP}'><faultcode>s:Server</faultcode>"
                "<faultstring>fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur"
                f"</faultstring><detail><n:FonctionnelleErreur xmlns:n='{SERVICE}'>"
                f"<code>{code}</code><libelle>Erreur</libelle><severite>2</severite>"
                "</n:FonctionnelleErreur></detail></s:Fault>"
            ),
        )

    @staticmethod
    def _envelope(content: str) -> bytes:
        return (
            f'<?xml version="1.0"?><s:Envelope xmlns:s="{SOAP}"><s:Body>{content}</s:Body>'
            "</s:Envelope>"
        ).encode()


@contextmanager
def payfip_service(folder: Path) -> Iterator[FakePayFiP]:
    """Serve PayFiP from the bundled description, its address turned to this machine."""
    fake = FakePayFiP()
    with _serving(fake.answer) as address:
        for resource in RESOURCES.iterdir():
            shutil.copy(resource, folder)
        path = folder / "PaiementSecuriseService.wsdl"
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(r'soap:address location="[^"]+"', f'soap:address location="{address}/"', text),
            "utf-8",
        )
        fake.wsdl = path.as_uri()
        yield fake


@dataclass
class FakeOrderQuery:
    """The bank's REST V4 ``Order/Get``."""

    site: str
    password: str
    transactions: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    breakage: str = ""
    url: str = ""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        if self.breakage:
            return 200, "application/json", self.breakage.encode()
        credentials = base64.b64encode(f"{self.site}:{self.password}".encode()).decode()
        if headers.get("Authorization") != f"Basic {credentials}":
            return 401, "application/json", b"{}"
        assert path == "/api-payment/V4/Order/Get"
        order = json.loads(body)["orderId"]
        self.asked.append(order)
        found = self.transactions.get(order)
        if not found:
            return self._json("ERROR", {"errorCode": "PSP_010", "errorMessage": "not found"})
        return self._json(
            "SUCCESS",
            {
                "shopId": self.site,
                "orderDetails": {"orderId": order, "mode": "TEST", "orderCurrency": "EUR"},
                "transactions": found,
            },
        )

    def add(self, order: str, **changed: object) -> None:
        self.transactions.setdefault(order, []).append(
            {
                "shopId": self.site,
                "uuid": "5b158f084502428499b2d34ad074df05",
                "amount": 41237,
                "currency": "EUR",
                "status": "PAID",
                "detailedStatus": "AUTHORISED",
                "operationType": "DEBIT",
                "creationDate": "2026-11-24T09:32:15+00:00",
                "transactionDetails": {
                    "cardDetails": {
                        "legacyTransId": "A1b2C3",
                        "authorizationResponse": {
                            "authorizationNumber": "3fd205",
                            "authorizationResult": "0",
                        },
                    }
                },
            }
            | changed
        )

    @staticmethod
    def _json(status: str, answer: dict[str, object]) -> tuple[int, str, bytes]:
        content = {"webService": "Order/Get", "version": "V4", "status": status, "answer": answer}
        return 200, "application/json", json.dumps(content).encode()


@contextmanager
def order_query(site: str, password: str) -> Iterator[FakeOrderQuery]:
    fake = FakeOrderQuery(site, password)
    with _serving(fake.answer) as address:
        fake.url = f"{address}/api-payment"
        yield fake
