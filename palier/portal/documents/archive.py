"""A year of documents in one file; nothing is drawn while somebody waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.billing.archive import zip_of
from palier.domain.billing.receipts import actions as receipt_actions
from palier.domain.billing.receipts import queries as receipts
from palier.domain.billing.settlements import actions as settlement_actions
from palier.domain.billing.settlements import queries as settlements
from palier.domain.documents.models import Document
from palier.domain.documents.queries import content_of
from palier.domain.documents.rules import safe_name
from palier.domain.documents.vault import FileHeld, FileMissing
from palier.foundation.errors import NotYours
from palier.portal.account_choice import chosen_account
from palier.portal.documents.shelves import Paper, papers_of
from palier.ui.downloads import download_stream


@require_safe
def documents_of_year(request: HttpRequest, year: int) -> HttpResponseBase:
    """Give the documents in force of one year as a ZIP.

    PDF that were never drawn are queued; the page that waits comes back here.
    """
    view = chosen_account(request, Scope.PAPERS)
    if view is None:
        return redirect("portal:home")
    papers = [paper for paper in papers_of(view) if paper.year == year and not paper.void]
    if not papers:
        raise NotYours()
    found = receipts.receipts_in([p.receipt_code for p in papers if p.receipt_code])
    decomptes = settlements.settlements_in([p.settlement_code for p in papers if p.settlement_code])
    missing = receipt_actions.ask_for_pdfs(receipts=found)
    missing += settlement_actions.ask_for_pdfs(settlements=decomptes)
    if missing:
        context = {
            "year": year,
            "archive_url": request.get_full_path(),
            "list_url": reverse("portal:documents"),
        }
        return render(request, "portal/documents/preparing.html", context)
    drawn = {receipt.code: receipt.document for receipt in found}
    drawn |= {settlement.code: settlement.document for settlement in decomptes}
    return download_stream(
        zip_of(_files(papers, drawn), dated=max(paper.dated_on for paper in papers)),
        file_name=f"documents-{year}.zip",
        media_type="application/zip",
    )


def _files(papers: list[Paper], drawn: dict[str, Document | None]) -> Iterator[tuple[str, bytes]]:
    """Read one file after the other; one that cannot be read is left out."""
    taken: dict[str, int] = {}
    for paper in reversed(papers):
        document = paper.document or drawn.get(paper.receipt_code or paper.settlement_code)
        if document is None:
            continue
        try:
            content = content_of(document)
        except (FileMissing, FileHeld):
            continue
        name = safe_name(f"{paper.dated_on} {paper.title}", document.file.media_type)
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            stem, dot, ending = name.rpartition(".")
            name = f"{stem}-{taken[name]}{dot}{ending}"
        yield name, content
