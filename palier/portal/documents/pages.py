"""The list of documents, and one document page by page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.documents import actions
from palier.domain.documents.intake.pages import page_count, page_image
from palier.domain.documents.models import Document
from palier.domain.documents.queries import content_of, dates_of, official_document_among
from palier.domain.documents.retention import After, retentions
from palier.domain.documents.vault import FileHeld, FileMissing
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.sentences import read_again
from palier.portal.account_choice import (
    PARAMETER,
    accounts_of,
    chosen_account,
    remember,
)
from palier.portal.documents.shelves import headings, matching, papers_of, shelves_of
from palier.portal.frame import settings_of
from palier.ui.downloads import download
from palier.ui.french import long_date
from palier.ui.parts import File, Item, Link

PDF = "application/pdf"
PICTURED = (PDF,)
SIZES = {"": 1080, "grande": 1600, "petite": 480}


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """List the documents by kind and year, those that hold what was typed."""
    view = chosen_account(request, Scope.PAPERS)
    if view is None:
        return redirect("portal:home")
    papers = papers_of(view)
    typed = request.GET.get("q", "")[:80].strip()
    kind = request.GET.get("sorte", "")
    found = [paper for paper in matching(papers, typed) if kind in ("", paper.kind)]
    several = len(accounts_of(request, Scope.PAPERS)) > 1
    context = {
        "typed": typed,
        "searching": bool(typed),
        "shelves": shelves_of(found, opened=bool(typed)),
        "count": len(found),
        "total": len(papers),
        "kinds": _kind_links({paper.kind for paper in papers}, kind, typed),
        "archives": _archives(
            {paper.year for paper in papers if not paper.void},
            view.tenant_account.code if several else "",
        ),
        "reset_url": reverse("portal:documents"),
        "receipts_url": reverse("portal:rent-receipts"),
        "notices_url": reverse("portal:rent-notices"),
    }
    return render(request, "portal/documents/list.html", context)


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Show one document, a page at a time as a picture, and how long it is kept."""
    found = official_document_among(accounts_of(request, Scope.PAPERS), code)
    for view in accounts_of(request, Scope.PAPERS):
        if view.tenant_account.pk == found.tenant_account_id:
            remember(request, view, Scope.PAPERS)
    preview, trouble = _preview(request, found)
    context = {
        "title": read_again(found.title),
        "facts": _facts(request, found),
        "preview": preview,
        "trouble": trouble,
        "pdf": File(
            label=_("Télécharger le document"),
            url=reverse("portal:document-file", args=[code]),
            kind="PDF" if found.file.media_type == PDF else _("Fichier"),
            size=found.file.size,
        ),
        "list_url": reverse("portal:documents"),
    }
    return render(request, "portal/documents/page.html", context)


@require_safe
def document_page(request: HttpRequest, code: str, page_no: int) -> HttpResponse:
    """Give one page as a picture."""
    found = official_document_among(accounts_of(request, Scope.PAPERS), code)
    if found.file.media_type not in PICTURED:
        raise NotYours()
    longest = SIZES.get(request.GET.get("taille", ""), SIZES[""])
    try:
        picture = page_image(found.file, page_no, longest=longest)
    except DomainError as unreadable:
        raise NotYours() from unreadable
    response = HttpResponse(picture, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def document_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give the file of one document."""
    found = official_document_among(accounts_of(request, Scope.PAPERS), code)
    try:
        content = content_of(found)
    except (FileMissing, FileHeld) as unavailable:
        messages.warning(request, unavailable.sentence)
        return redirect("portal:document", code=code)
    return download(content, file_name=found.file_name, media_type=found.file.media_type)


@dataclass(frozen=True, slots=True)
class Preview:
    """One page as a picture, and the way to the others."""

    number: int
    count: int
    url: str
    large_url: str
    alternative: str
    previous_url: str
    next_url: str


def _preview(request: HttpRequest, found: Document) -> tuple[Preview | None, str]:
    """Give the page asked for, or the sentence that says why there is no picture."""
    if found.file.media_type not in PICTURED:
        return None, ""
    try:
        count = page_count(found.file)
    except DomainError as unreadable:
        return None, unreadable.sentence
    if found.file.pages is None:
        actions.note_pages(stored=found.file, pages=count)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    number = min(max(number, 1), count)
    here = reverse("portal:document", args=[found.code])
    picture = reverse("portal:document-page", args=[found.code, number])
    return (
        Preview(
            number=number,
            count=count,
            url=picture,
            large_url=f"{picture}?taille=grande",
            alternative=_("Page %(number)d sur %(count)d : %(title)s")
            % {"number": number, "count": count, "title": read_again(found.title)},
            previous_url=f"{here}?page={number - 1}#apercu" if number > 1 else "",
            next_url=f"{here}?page={number + 1}#apercu" if number < count else "",
        ),
        "",
    )


def _facts(request: HttpRequest, found: Document) -> tuple[Item, ...]:
    rows = [
        Item(_("Sorte"), headings().get(found.kind, found.get_kind_display())),
        Item(_("Daté du"), long_date(found.issued_on)),
        Item(_("Vient de"), found.get_origin_display()),
        Item(_("Vu par"), found.get_visibility_display()),
    ]
    if found.valid_to:
        rows.append(Item(_("Valable jusqu’au"), long_date(found.valid_to)))
    if found.reference:
        rows.append(Item(_("Référence"), found.reference))
    rows.append(_kept(request, found))
    return tuple(rows)


def _kept(request: HttpRequest, found: Document) -> Item:
    """Say until when the document is kept, and by which text."""
    rule = retentions(settings_of(request)["document_retention"]).get(found.kind)
    if rule is None:
        return Item(_("Conservé"), _("durée à confirmer par l’agence"))
    end = rule.end_for(dates_of(found))
    if end is not None:
        return Item(_("Conservé jusqu’au"), long_date(end), note=rule.source)
    words = {
        After.LEASE_END: _("pendant le bail, puis %(years)d ans après sa fin"),
    }.get(rule.after, _("%(years)d ans"))
    return Item(_("Conservé"), words % {"years": rule.years}, note=rule.source)


def _kind_links(kinds: set[str], chosen: str, typed: str) -> tuple[Link, ...]:
    here = reverse("portal:documents")
    if len(kinds) < 2:
        return ()

    def url(kind: str) -> str:
        asked = {name: value for name, value in (("sorte", kind), ("q", typed)) if value}
        return f"{here}?{urlencode(asked)}" if asked else here

    names = headings()
    return (
        Link(_("Tout"), url(""), current=chosen == ""),
        *(Link(names[kind], url(kind), current=chosen == kind) for kind in names if kind in kinds),
    )


def _archives(years: set[int], account_code: str) -> tuple[File, ...]:
    query = f"?{PARAMETER}={account_code}" if account_code else ""
    return tuple(
        File(
            label=_("Tous les documents de %(year)d") % {"year": year},
            url=reverse("portal:documents-year", args=[year]) + query,
            kind="ZIP",
        )
        for year in sorted(years, reverse=True)
    )
