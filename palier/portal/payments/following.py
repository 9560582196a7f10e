"""Come back from the bank, wait for its answer, keep the receipt."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.queries import actor_of
from palier.domain.documents.queries import content_of
from palier.domain.payments.actions.attempts import note_return
from palier.domain.payments.actions.receipts import keep_receipt
from palier.domain.payments.models import Attempt
from palier.domain.payments.queries.history import attempt_for, receipt_of
from palier.domain.payments.receipt import words_of
from palier.foundation.doors import public
from palier.foundation.errors import NotYours
from palier.portal.account_choice import accounts_of
from palier.portal.payments.paying import agency_card
from palier.portal.payments.words import outcome_of
from palier.ui.downloads import download
from palier.ui.parts import File, Item

TRY = "essai"
REFRESHES = 20
REFRESH_SECONDS = 4
POLLED_FOR = dt.timedelta(minutes=10)
BANK_PAGE_LASTS = dt.timedelta(minutes=10)
STOP_POLLING = 286
"""htmx stops a poll that is answered with this status."""

_UNDER_WAY = (Attempt.State.OPENING, Attempt.State.OPEN)


@public
@csrf_exempt
def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take the person back from the bank; nothing that the browser says is read.

    A bank that posts comes from another site, so without the session's cookie: answering
    303 makes the browser come again by GET, with it. Whoever has no session any more is told
    that the payment is safe.
    """
    if request.method == "POST":
        response = redirect("portal:payments-return", code=code)
        response.status_code = 303
        return response
    if not request.user.is_authenticated:
        following = reverse("portal:payment", args=[code])
        return render(request, "portal/payments/signed_out.html", {"following": following})
    now = timezone.now()
    attempt, _view = attempt_for(request.user, code, accounts_of(request, Scope.PAYMENT))
    note_return(attempt=attempt, now=now)
    return redirect("portal:payment", code=code)


@require_safe
def payment(request: HttpRequest, code: str) -> HttpResponse:
    """Show where a payment stands, what to do, and its receipt."""
    now = timezone.now()
    attempt, view = attempt_for(request.user, code, accounts_of(request, Scope.PAYMENT))
    receipt = receipt_of(attempt)
    outcome = outcome_of(attempt, undone=receipt is not None and receipt.undone)
    with translation.override("fr"):
        words = words_of(receipt) if receipt else None
    young = now - attempt.started_at < BANK_PAGE_LASTS
    return render(
        request,
        "portal/payments/payment.html",
        {
            "outcome": outcome,
            "code": attempt.code,
            "amount_cents": attempt.amount_cents,
            "words": words,
            "facts": tuple(Item(fact.term, fact.text) for fact in words.facts) if words else (),
            "receipt": _receipt_file(attempt) if receipt else None,
            "bank_url": reverse("portal:payments-bank", args=[code])
            if young and attempt.state in _UNDER_WAY and attempt.user_id == request.user.pk
            else "",
            "refresh": _next_refresh(request, code) if outcome.waits else "",
            "refresh_seconds": REFRESH_SECONDS,
            "polls": outcome.waits and now - attempt.moved_at < POLLED_FOR,
            "agency": agency_card(view),
        },
    )


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the page's poll: nothing new, or "load the page again"."""
    now = timezone.now()
    attempt, _view = attempt_for(request.user, code, accounts_of(request, Scope.PAYMENT))
    if attempt.state not in _UNDER_WAY:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    over = now - attempt.moved_at >= POLLED_FOR
    return HttpResponse(status=STOP_POLLING if over else 204)


@require_safe
def receipt_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the receipt from the vault, drawn the first time."""
    now = timezone.now()
    attempt, _view = attempt_for(request.user, code, accounts_of(request, Scope.PAYMENT))
    receipt = receipt_of(attempt)
    if receipt is None:
        raise NotYours()
    document = keep_receipt(receipt=receipt, actor=actor_of(request.user), now=now)
    return download(
        content_of(document), file_name=document.file_name, media_type=document.file.media_type
    )


def _next_refresh(request: HttpRequest, code: str) -> str:
    """Give the address of the next look without a script, until it has looked often enough."""
    written = request.GET.get(TRY, "0")
    tries = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0
    if tries >= REFRESHES:
        return ""
    return f"{reverse('portal:payment', args=[code])}?{TRY}={tries + 1}"


def _receipt_file(attempt: Attempt) -> File:
    return File(
        label=_("Télécharger le reçu"), url=reverse("portal:payment-receipt", args=[attempt.code])
    )
