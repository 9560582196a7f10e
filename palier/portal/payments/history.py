"""Payments of all kinds: card, direct debit, transfer, cheque, cash, aids paid to the landlord."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.ledger.models import Entry
from palier.domain.payments.models import Attempt
from palier.domain.payments.queries.history import (
    PaymentLine,
    payment_lines_of,
    unfinished_attempts_of,
)
from palier.foundation.sentences import read_again
from palier.portal.account_choice import chosen_account
from palier.portal.payments.words import status_of
from palier.ui.parts import Cell, Column, Link, Row, Status, Table

A_PAGE = 24


@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """List what was received and returned, and the card payments that are not finished."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    now = timezone.now()
    page = Paginator(payment_lines_of(view), A_PAGE).get_page(request.GET.get("page"))
    attempts = unfinished_attempts_of(view, now)
    return render(
        request,
        "portal/payments/history.html",
        {
            "reference": view.tenant_account.customer_reference,
            "unfinished": _unfinished(attempts) if attempts else None,
            "table": _table(page.object_list),
            "page": page,
        },
    )


def _table(lines: object) -> Table:
    return Table(
        caption=_("Paiements reçus"),
        caption_hidden=True,
        columns=(
            Column(_("Date"), "date"),
            Column(_("Paiement")),
            Column(_("Montant"), "amount"),
            Column(_("Situation")),
        ),
        rows=tuple(_row(line) for line in lines),  # type: ignore[attr-defined]
        header=1,
        empty=_("Aucun paiement enregistré sur ce compte."),
    )


def _row(line: PaymentLine) -> Row:
    rail = str(Entry.Rail(line.rail).label) if line.rail else ""
    label = read_again(line.label)
    cell = Cell(
        text=label,
        note="" if rail.casefold() in label.casefold() else rail,
        url=reverse("portal:payment", args=[line.attempt]) if line.attempt else "",
    )
    return Row((line.on, cell, line.cents, _situation(line)))


def _situation(line: PaymentLine) -> Status:
    if line.provisional and line.cents > 0 and line.rail == Entry.Rail.DIRECT_DEBIT:
        return Status(_("demandé à votre banque"), "info")
    if line.provisional and line.cents > 0:
        return Status(_("reçu, en cours d’enregistrement"), "info")
    if line.cents < 0:
        return Status(_("repris ou rendu"), "warning")
    return Status(_("enregistré"), "success")


def _unfinished(attempts: list[Attempt]) -> Table:
    return Table(
        caption=_("Paiements par carte en cours ou non aboutis"),
        caption_hidden=True,
        columns=(
            Column(_("Date"), "date"),
            Column(_("Paiement")),
            Column(_("Montant"), "amount"),
            Column(_("Situation")),
        ),
        rows=tuple(
            Row(
                (
                    timezone.localtime(attempt.started_at).date(),
                    Link(
                        _("Carte, par %(who)s") % {"who": attempt.person.full_name},
                        reverse("portal:payment", args=[attempt.code]),
                    ),
                    attempt.amount_cents,
                    status_of(attempt),
                )
            )
            for attempt in attempts
        ),
        header=1,
    )
