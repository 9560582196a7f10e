"""The pages of the « Banque d’essai »."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from palier.demo.bank import book, protocol
from palier.foundation.doors import public

LATE_SECONDS = 20
SESSION = dt.timedelta(minutes=10)
REFUSALS = {"refuse": "51", "refuse_expired": "54", "refuse_unconfirmed": "A1"}


def shop() -> protocol.Shop:
    """Give the only shop this bank knows: the sample's."""
    known = settings.PALIER_SYSTEMPAY
    return protocol.Shop(known["site_id"], known["key"], known["mode"], known["rest_password"])


@public
@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take the merchant's form: verify it, open a session, show the page."""
    now = timezone.now()
    fields = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
    faults = protocol.faults_of(fields, shop(), now)
    if faults:
        return render(request, "demo/bank/refused.html", {"faults": faults}, status=400)
    code = fields["vads_order_id"]
    known = book.order(code)
    if known is None:
        book.remember(
            {"fields": fields, "transactions": [], "done": False, "received": now.isoformat()}
        )
    return redirect("demo:bank-page", code=code)


@public
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is to be paid and the ways it may go."""
    order = _order(code)
    return render(
        request,
        "demo/bank/page.html",
        {
            "order": order["fields"],
            "cents": int(order["fields"]["vads_amount"]),
            "done": order["done"],
            "over": _is_over(order),
            "late": LATE_SECONDS,
        },
    )


@public
@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Accept, refuse or abandon; tell the merchant's server, then send the browser back."""
    order = _order(code)
    fields = order["fields"]
    if not order["done"] and not _is_over(order):
        what = request.POST.get("what", "abandon")
        made = _transaction(order, what)
        order["done"] = what not in REFUSALS or request.POST.get("again") != "1"
        if made is not None:
            order["transactions"].append(made)
        book.remember(order)
        _announce(order, made, "PAY", request.POST.get("notice", "now"))
        if not order["done"]:
            return redirect("demo:bank-page", code=code)
    response = redirect(fields["vads_url_return"])
    response.status_code = 303
    return response


@public
@require_safe
def back_office(request: HttpRequest) -> HttpResponse:
    """List the transactions, with what a merchant may do about them at the bank."""
    return render(request, "demo/bank/back_office.html", {"orders": _listed(book.orders())})


@public
@require_POST
def act(request: HttpRequest, code: str, uuid: str) -> HttpResponse:
    """Capture, cancel or refund, and announce it."""
    order = _order(code)
    row = next((row for row in order["transactions"] if row["uuid"] == uuid), None)
    if row is None:
        raise Http404
    what = request.POST.get("what")
    if what == "capture" and row["status"] == "AUTHORISED":
        row["status"] = "CAPTURED"
    elif what == "cancel" and row["status"] == "AUTHORISED":
        row["status"] = "CANCELLED"
    elif what in ("refund", "refund_half") and row["status"] == "CAPTURED":
        cents = row["cents"] if what == "refund" else row["cents"] // 2
        row = protocol.new_transaction(
            order["fields"],
            kind="CREDIT",
            cents=cents,
            status="CAPTURED",
            auth="00",
            now=timezone.now(),
        )
        order["transactions"].append(row)
    else:
        raise Http404
    book.remember(order)
    _announce(order, row, "MERCH_BO", request.POST.get("notice", "now"))
    return redirect("demo:bank")


@public
@require_safe
def settlement(request: HttpRequest) -> HttpResponse:
    """Pay out what was authorised, as the bank does each night, and tell what was paid out."""
    lines = ["kind;settled_on;bank_transaction;order;amount"]
    for order in book.orders():
        for row in order["transactions"]:
            if row["status"] == "AUTHORISED":
                row["status"] = "CAPTURED"
                book.remember(order)
            if row["status"] == "CAPTURED":
                kind = "capture" if row["kind"] == "DEBIT" else "refund"
                day = f"{row['created'][:4]}-{row['created'][4:6]}-{row['created'][6:8]}"
                euros = f"{row['cents'] // 100},{row['cents'] % 100:02d}"
                code = order["fields"]["vads_order_id"]
                lines.append(f"{kind};{day};{row['uuid']};{code};{euros}")
    response = HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="releve-banque-essai.csv"'
    return response


@public
@csrf_exempt
@require_POST
def order_get(request: HttpRequest) -> HttpResponse:
    """Answer REST V4 ``Order/Get`` (HTTP basic, JSON)."""
    known = shop()
    wanted = base64.b64encode(f"{known.site_id}:{known.rest_password}".encode()).decode()
    if not hmac.compare_digest(request.headers.get("Authorization", ""), f"Basic {wanted}"):
        return JsonResponse({"status": "ERROR", "answer": {"errorCode": "INT_905"}}, status=401)
    try:
        asked = json.loads(request.body)["orderId"]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"status": "ERROR", "answer": {"errorCode": "INT_902"}})
    order = book.order(str(asked))
    if order is None or not order["transactions"]:
        return JsonResponse(protocol.NOT_FOUND)
    return JsonResponse(protocol.order_answer(order["fields"], order["transactions"], known))


def _order(code: str) -> dict[str, Any]:
    order = book.order(code)
    if order is None:
        raise Http404
    return order


def _is_over(order: dict[str, Any]) -> bool:
    received = dt.datetime.fromisoformat(order["received"])
    return timezone.now() - received > SESSION


def _transaction(order: dict[str, Any], what: str) -> dict[str, Any] | None:
    """Make the transaction of a choice; an abandoned payment has none."""
    choices = {
        "accept": ("AUTHORISED", "00"),
        "capture": ("CAPTURED", "00"),
        "wait": ("WAITING_AUTHORISATION", "00"),
        **{name: ("REFUSED", auth) for name, auth in REFUSALS.items()},
    }
    if what not in choices:
        return None
    status, auth = choices[what]
    return protocol.new_transaction(
        order["fields"],
        kind="DEBIT",
        cents=int(order["fields"]["vads_amount"]),
        status=status,
        auth=auth,
        now=timezone.now(),
    )


def _announce(order: dict[str, Any], row: dict[str, Any] | None, source: str, notice: str) -> None:
    """Tell the merchant: at once, late, twice, or never."""
    url = order["fields"].get("vads_url_check", "")
    if notice == "never" or not url:
        return
    protocol.announce(
        url,
        protocol.notification(order["fields"], row, shop(), source),
        after_seconds=LATE_SECONDS if notice == "late" else 0,
        times=2 if notice == "twice" else 1,
    )


def _listed(orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "code": order["fields"]["vads_order_id"],
            "received": dt.datetime.fromisoformat(order["received"]),
            "cents": int(order["fields"]["vads_amount"]),
            "done": order["done"],
            "transactions": order["transactions"],
        }
        for order in orders
    ]
