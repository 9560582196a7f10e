"""The pages of a document under review as images, the file itself, and taking a decision back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palier.domain.casework import queries
from palier.domain.casework.models import Case
from palier.domain.documents import vault
from palier.domain.documents.intake.pages import page_image
from palier.domain.documents.models import StoredFile
from palier.foundation.errors import DomainError, NotYours
from palier.office.gate import Desk, at_desk
from palier.office.looks import look_at_case_file
from palier.office.permissions import Permission
from palier.office.reviewing.adapters import PreviewedDocument, adapter_of
from palier.ui.downloads import download

SIZES = {"": 1080, "grande": 1600, "petite": 480}


@require_safe
@at_desk(Permission.READ_CASES)
def case_page(
    request: HttpRequest, desk: Desk, code: str, document_no: int, page_no: int
) -> HttpResponse:
    """Give one page of a document as a picture."""
    longest = SIZES.get(request.GET.get("taille", ""), SIZES[""])
    case, found = _document(desk, code, document_no)
    try:
        picture = page_image(found.file, page_no, longest=longest)
    except DomainError as unreadable:
        raise NotYours() from unreadable
    look_at_case_file(request, desk, case, subject=found.file, title=found.title)
    response = HttpResponse(picture, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@at_desk(Permission.READ_CASES)
def case_file(request: HttpRequest, desk: Desk, code: str, document_no: int) -> HttpResponse:
    """Give a document whole, as a download."""
    case, found = _document(desk, code, document_no)
    if found.file.state != StoredFile.State.CLEAN:
        raise NotYours()
    look_at_case_file(request, desk, case, subject=found.file, title=found.title)
    return download(
        vault.read(found.file.sha256),
        file_name=found.file_name,
        media_type=found.file.media_type,
    )


@require_POST
@at_desk(Permission.WORK_CASES)
def case_undo(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Take back a decision of which the tenant has not been told."""
    case = queries.case_for(desk.staff, code)
    adapter, decision = adapter_of(case), queries.decision_of(case)
    if adapter is None or decision is None:
        raise NotYours()
    try:
        adapter.undo(case, decision=decision, staff=desk.staff, actor=desk.actor, now=desk.now)
    except NotYours:
        raise
    except DomainError as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("La décision est annulée. Le locataire n’a pas été prévenu."))
    return redirect("office:case", code=code)


urlpatterns = [
    path("<slug:code>/revenir/", case_undo, name="case-undo"),
    path("<slug:code>/documents/<int:document_no>/", case_file, name="case-file"),
    path("<slug:code>/documents/<int:document_no>/<int:page_no>.jpg", case_page, name="case-page"),
]


def _document(desk: Desk, code: str, index: int) -> tuple[Case, PreviewedDocument]:
    case = queries.case_for(desk.staff, code)
    adapter = adapter_of(case)
    documents = adapter.facts(case).documents if adapter is not None else []
    if not 1 <= index <= len(documents):
        raise NotYours()
    return case, documents[index - 1]
