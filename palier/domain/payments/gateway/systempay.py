"""SystemPay / PayZen form v2, through eopayment, under guard.

What eopayment 3.15 would let through, and who stops it here:

* an answer with a wrong signature is reported paid, with ``signed=False``: refused;
* SHA-1 by default: HMAC-SHA-256 is forced;
* the ``ctx_mode`` *of the answer* chooses the key: the mode must be ours before it looks;
* of a field sent twice the first value counts, the other is not signed: refused;
* CREDIT, CANCELLED or WAITING_* with ``vads_result=00`` are reported paid: its verdict is
  not used at all, ``rules.meanings`` decides on the raw fields.

Source: SystemPay "Guide d'implémentation API Formulaire" (form v2).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _
from eopayment import systempayv2
from eopayment.common import ResponseError

from palier.domain.payments.gateway import order_query
from palier.domain.payments.gateway.contract import (
    BankAnswers,
    BankPage,
    BankUnreachable,
    NotFromTheBank,
    Order,
)
from palier.domain.payments.gateway.silence import mute
from palier.domain.payments.rules.guards import BankReport, Expected
from palier.foundation.money import as_decimal

MODES = ("TEST", "PRODUCTION")
MAXIMUM_FIELDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPay:
    """One shop at the bank. ``key`` is the one of ``mode``; it never appears in a repr."""

    site_id: str
    key: str
    mode: str
    url: str
    rest_url: str = ""
    rest_password: str = ""

    name = "systempay"

    def __repr__(self) -> str:
        return f"SystemPay(site_id={self.site_id!r}, mode={self.mode!r})"

    @property
    def can_ask(self) -> bool:
        return bool(self.rest_url and self.rest_password)

    def expected(self, *, order: str, trans_id: str, amount_cents: int) -> Expected:
        return Expected(
            order=order,
            amount_cents=amount_cents,
            shop=self.site_id,
            mode=self.mode,
            trans_id=trans_id,
        )

    def open(self, order: Order) -> BankPage:
        """Sign the form that carries the browser to the bank; calls nobody.

        The bank sends the browser back by GET without any field (``vads_return_mode`` NONE):
        a POST from another site would arrive without the session's SameSite cookie, and what
        the browser says is not believed anyway. Neither name nor e-mail of the person is sent.
        """
        if not (self.key and self.url):
            # Without an address eopayment would fall back on the true bank's.
            raise BankUnreachable(
                _("Le paiement par carte n’est pas réglé. Prévenez votre bailleur.")
            )
        backend = self._backend(order.return_url, order.notification_url)
        backend._vads_trans_id = order.trans_id
        form = backend.request(
            as_decimal(order.amount_cents),
            orderid=order.code,
            vads_trans_date=order.started_at.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S"),
            vads_return_mode="NONE",
            vads_order_info=order.label[:255],
        )[2]
        return BankPage(url=form.url, fields={f["name"]: f["value"] for f in form.fields})

    def read_notification(self, body: str) -> BankReport:
        if not self.key:
            # With an empty key anybody could sign.
            raise NotFromTheBank("no key is set")
        fields = self._single_fields(body)
        if fields.get("vads_ctx_mode") != self.mode:
            raise NotFromTheBank("other mode")
        try:
            response = self._backend("", "").response(body)
        except ResponseError:
            raise NotFromTheBank("incomplete") from None
        if response.signed is not True:
            raise NotFromTheBank("bad signature")
        return BankReport(
            gateway=self.name,
            order=fields.get("vads_order_id", ""),
            transaction=fields.get("vads_trans_uuid", "").replace("-", ""),
            kind=fields.get("vads_operation_type", ""),
            status=fields.get("vads_trans_status", ""),
            amount_cents=_cents(fields.get("vads_amount", "")),
            currency=fields.get("vads_currency", ""),
            shop=fields.get("vads_site_id", ""),
            mode=fields["vads_ctx_mode"],
            trans_id=fields.get("vads_trans_id", ""),
            happened_at=_instant(
                fields.get("vads_effective_creation_date") or fields.get("vads_trans_date", "")
            ),
            authorisation=fields.get("vads_auth_number", ""),
            authorisation_code=fields.get("vads_auth_result", ""),
            raw=fields,
        )

    def ask(self, *, order: str, bank_reference: str) -> BankAnswers:
        return order_query.ask(
            url=self.rest_url,
            site_id=self.site_id,
            password=self.rest_password,
            order=order,
        )

    def _backend(self, return_url: str, notification_url: str) -> Any:
        return systempayv2.Payment(
            {
                "service_url": self.url,
                "secret_test": self.key if self.mode == "TEST" else "",
                "secret_production": self.key if self.mode == "PRODUCTION" else "",
                "signature_algo": "hmac_sha256",
                "vads_ctx_mode": self.mode,
                "vads_site_id": self.site_id,
                "normal_return_url": return_url,
                "automatic_return_url": notification_url,
            },
            logger=mute(),
        )

    @staticmethod
    def _single_fields(body: str) -> dict[str, str]:
        try:
            pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MAXIMUM_FIELDS)
        except ValueError:
            raise NotFromTheBank("too many fields") from None
        fields = dict(pairs)
        if len(fields) != len(pairs):
            raise NotFromTheBank("a field is there twice")
        return fields


def _cents(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() else None


def _instant(written: str) -> dt.datetime | None:
    """Read the bank's UTC stamp ``20261124093015``."""
    try:
        return dt.datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
