"""PayFiP web service: creerPaiementSecurise, recupererDetailPaiementSecurise.

The notification carries only ``idOp``, and no signature: anybody can send one. It is a knock
on the door, after which PayFiP itself is asked. eopayment brings the WSDL and speaks SOAP;
its own verdicts depend on the machine's clock and take an unknown order as settled, so the
raw ``resultrans`` is read here and judged by ``rules.meanings``.

Source: "Guide de mise en œuvre du web service PayFiP" (DGFiP).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import requests
import zeep
from django.utils.translation import gettext as _
from eopayment import payfip_ws

from palier.domain.payments.gateway.contract import (
    BankAnswers,
    BankPage,
    BankUnreachable,
    NotFromTheBank,
    Order,
)
from palier.domain.payments.gateway.silence import hush, mute
from palier.domain.payments.rules.guards import EURO, BankReport, Expected
from palier.domain.payments.rules.meanings import DEBIT
from palier.foundation.money import as_decimal

DESCRIPTION_SECONDS = 15
NOT_YET = "P5"
PURGED = "P1"
PARIS = ZoneInfo("Europe/Paris")
"""PayFiP dates its answers in the State's time, wherever the landlord is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFiP:
    """One client number at the DGFiP. ``mode``: T test, X activation, W production."""

    numcli: str
    mode: str
    wsdl: str = ""
    """Another description of the service than the one published (tests, a proxy)."""

    name = "payfip"
    can_ask = True

    def expected(self, *, order: str, trans_id: str, amount_cents: int) -> Expected:
        return Expected(
            order=order,
            amount_cents=amount_cents,
            shop=self.numcli,
            mode=self.mode,
            trans_id="",
        )

    def open(self, order: Order) -> BankPage:
        if order.bank_reference:
            return BankPage(page_of(order.bank_reference), {}, order.bank_reference)
        backend = self._backend(order.return_url, order.notification_url)
        try:
            id_op, _kind, url = backend.request(
                as_decimal(order.amount_cents),
                email=order.email,
                refdet=order.code,
                exer=str(order.started_at.astimezone(PARIS).year),
                subject=order.label,
            )
        except (payfip_ws.PayFiPError, ValueError):
            raise _unreachable() from None
        return BankPage(url=url, fields={}, bank_reference=id_op)

    def read_notification(self, body: str) -> BankReport:
        fields = parse_qs(body, max_num_fields=20)
        sent = fields.get("idop") or fields.get("idOp") or []
        if len(sent) != 1 or not 10 <= len(sent[0]) <= 64:
            raise NotFromTheBank("no idOp")
        answers = self.ask(order="", bank_reference=sent[0])
        if not answers.reports:
            raise NotFromTheBank("PayFiP knows of no payment under this idOp")
        return answers.reports[0]

    def ask(self, *, order: str, bank_reference: str) -> BankAnswers:
        if not bank_reference:
            return BankAnswers(forgotten=True)
        try:
            found = self._service().get_info_paiement(bank_reference)
        except payfip_ws.PayFiPError as error:
            if error.code == NOT_YET:
                return BankAnswers()
            if error.code == PURGED:
                return BankAnswers(forgotten=True)
            raise _unreachable() from None
        if found is None:
            raise _unreachable()
        return BankAnswers(reports=(self._report(found, bank_reference),))

    def _report(self, found: Any, id_op: str) -> BankReport:
        raw = {key: found[key] for key in found}
        montant = str(raw.get("montant") or "")
        return BankReport(
            gateway=self.name,
            order=str(raw.get("refdet") or ""),
            transaction=id_op,
            kind=DEBIT,
            status=str(raw.get("resultrans") or ""),
            amount_cents=int(montant) if montant.isascii() and montant.isdigit() else None,
            currency=EURO,
            shop=str(raw.get("numcli") or ""),
            mode=str(raw.get("saisie") or ""),
            happened_at=_instant(raw.get("dattrans"), raw.get("heurtrans")),
            authorisation=str(raw.get("numauto") or ""),
            raw=raw,
        )

    def _service(self) -> payfip_ws.PayFiP:
        hush("zeep", "zeep.transports", "zeep.wsdl", "urllib3")
        session = requests.Session()
        # A redirect is refused: only the address of the settings is PayFiP.
        session.max_redirects = 0
        transport = zeep.Transport(session=session, timeout=DESCRIPTION_SECONDS)
        return payfip_ws.PayFiP(
            wsdl_url=self.wsdl or None, zeep_client_kwargs={"transport": transport}
        )

    def _backend(self, return_url: str, notification_url: str) -> Any:
        backend = payfip_ws.Payment(
            {
                "numcli": self.numcli,
                "saisie": self.mode,
                "normal_return_url": return_url,
                "automatic_return_url": notification_url,
            },
            logger=mute(),
        )
        backend.payfip = self._service()
        return backend


def page_of(id_op: str) -> str:
    """Give the address of the payment page for an ``idOp`` already obtained."""
    return f"{payfip_ws.PAYMENT_URL}?{urlencode({'idop': id_op})}"


def _unreachable() -> BankUnreachable:
    return BankUnreachable(
        _(
            "Le service de paiement de l’État ne répond pas pour le moment. Rien n’a été "
            "débité. Essayez de nouveau dans quelques minutes, ou payez par un autre moyen."
        )
    )


def _instant(day: str | None, hour: str | None) -> dt.datetime | None:
    """Read ``24112026`` and ``0930``."""
    try:
        return dt.datetime.strptime(f"{day or ''}{hour or ''}", "%d%m%Y%H%M").replace(tzinfo=PARIS)
    except ValueError:
        return None
