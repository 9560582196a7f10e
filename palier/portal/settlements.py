"""``/mon-loyer/regularisations/``: once a year, provisions compared with real charges."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.audit.actor import Actor
from palier.domain.billing.settlements import actions, queries
from palier.domain.billing.settlements.models import Settlement
from palier.domain.billing.settlements.page import NaturePart, SettlementPage, page_of, title_of
from palier.domain.billing.settlements.rules import papers_window
from palier.domain.documents.models import Document
from palier.domain.documents.queries import content_of
from palier.domain.documents.vault import FileMissing
from palier.foundation.sentences import read_again
from palier.portal.account_choice import accounts_of, chosen_account, remember, today_of
from palier.portal.frame import address, settings_of
from palier.ui.downloads import download
from palier.ui.french import long_date
from palier.ui.parts import Cell, Column, File, Item, Link, PhoneCard, Row, Status, Table

PDF = "application/pdf"


@require_safe
def settlements(request: HttpRequest) -> HttpResponse:
    """List the décomptes of the account."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    table = Table(
        caption=_("Régularisations de charges"),
        caption_hidden=True,
        columns=(
            Column(_("Année")),
            Column(_("Différence"), "amount"),
            Column(_("Envoyée le"), "date"),
            Column(_("Version")),
        ),
        rows=tuple(_row(one) for one in queries.settlements_of(view)),
        empty=_("Aucune régularisation pour l’instant."),
    )
    context = {"table": table, "documents_url": reverse("portal:documents")}
    return render(request, "portal/settlements/list.html", context)


@require_safe
def settlement(request: HttpRequest, code: str) -> HttpResponse:
    """Show one décompte by nature of charge, with its papers and their countdown."""
    asked = queries.settlement_among(accounts_of(request, Scope.PAYMENT), code)
    found, newest = asked.settlement, asked.newest
    remember(request, asked.view, Scope.PAYMENT)
    papers = queries.papers_of(asked)
    settings = settings_of(request)
    window = papers_window(
        found.issue_on, int(settings["settlement_papers_months"]), today_of(request)
    )
    page, paper = _pages(request, found)
    context = {
        "page": page,
        "natures": page.natures,
        **_twin(paper),
        "window_open": window.is_open,
        "papers": tuple(_paper(one) for one in papers.invoices),
        "pdf": File(
            label=_("Télécharger le décompte"),
            url=reverse("portal:settlement-pdf", args=[code]),
            size=_size(papers.own or found.document),
        ),
        "newest_url": reverse("portal:settlement", args=[newest.code])
        if newest.pk != found.pk
        else "",
        "question_url": _question_url(found),
        "list_url": reverse("portal:settlements"),
        "agency": PhoneCard(
            name=page.agency.name,
            phone=page.agency.phone,
            hours=page.agency.hours,
            email=page.agency.email,
            address=page.agency.address_lines,
        ),
    }
    return render(request, "portal/settlements/page.html", context)


@require_safe
def settlement_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the PDF of a décompte: the landlord's own, or Palier's."""
    asked = queries.settlement_among(accounts_of(request, Scope.PAYMENT), code)
    document = queries.papers_of(asked).own or actions.keep_pdf(
        settlement=asked.settlement, actor=Actor.system(), now=timezone.now()
    )
    try:
        content = content_of(document)
    except FileMissing as missing:
        messages.warning(request, missing.sentence)
        return redirect("portal:settlement", code=code)
    return download(content, file_name=document.file_name, media_type=PDF)


urlpatterns = [
    path("", settlements, name="settlements"),
    path("<slug:code>/", settlement, name="settlement"),
    path("<slug:code>.pdf", settlement_pdf, name="settlement-pdf"),
]


def settlement_status(one: queries.SettlementSummary) -> Status | None:
    """Give the word that a list shows beside a décompte."""
    if one.replaced:
        return Status(_("Remplacé"), "neutral")
    return Status(_("Corrigé"), "info") if one.version > 1 else None


def _row(one: queries.SettlementSummary) -> Row:
    return Row(
        (
            Link(title_of(one.year), reverse("portal:settlement", args=[one.code])),
            one.difference_cents,
            one.issue_on,
            settlement_status(one),
        ),
        muted=one.replaced,
    )


def _pages(request: HttpRequest, found: Settlement) -> tuple[SettlementPage, SettlementPage]:
    """Give the décompte in the reader's language, and in French as its paper says it."""
    settings = settings_of(request)
    to, neighbours = queries.around(found, settings)
    lines, around = queries.lines_of(found), neighbours.around(to)
    months, spread = (
        int(settings[name]) for name in ("settlement_papers_months", "late_settlement_months")
    )
    window = papers_window(found.issue_on, months, today_of(request))
    page = page_of(found, lines, around, window, spread_months=spread)
    with translation.override("fr"):
        return page, page_of(found, lines, around, window, spread_months=spread)


def _twin(page: SettlementPage) -> dict[str, Any]:
    """Give what the paper itself says, in French."""
    with translation.override("fr"):
        return {
            "table": _table(page),
            "about": tuple(
                Item(named.label, named.value) for named in (*page.about, *page.identity)
            ),
            "legal": page.legal,
        }


def _table(page: SettlementPage) -> Table:
    return Table(
        caption=_("Toutes les natures de charges"),
        columns=(
            Column(_("Nature")),
            Column(_("Vos provisions"), "amount"),
            Column(_("Dépense réelle de tous"), "amount"),
            Column(_("Votre part"), "amount"),
            Column(_("Différence"), "amount"),
        ),
        rows=tuple(_nature_row(part) for part in page.natures),
        total=_nature_row(page.total),
    )


def _nature_row(part: NaturePart) -> Row:
    return Row(
        (
            Cell(text=part.label, note=part.key),
            part.provisions,
            part.real or None,
            part.share,
            part.difference,
        )
    )


def _paper(document: Document) -> Link:
    return Link(
        read_again(document.title),
        reverse("portal:document", args=[document.code]),
        hint=_("du %(day)s") % {"day": long_date(document.issued_on)},
    )


def _size(document: Document | None) -> int | None:
    return document.file.size if document else None


def _question_url(found: Settlement) -> str:
    """Begin a message about this very décompte; without messages, write to the agency."""
    begin = address("portal:messages-write")
    if not begin:
        return address("portal:contact")
    words = _("Question sur la régularisation n° %(number)s") % {"number": found.number}
    return f"{begin}?{urlencode({'sujet': 'charges', 'mots': words})}"
