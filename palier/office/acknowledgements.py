"""``/agence/accuses/CODE/``: the acknowledgement that is printed at the counter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.audit.catalogue import Event
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.documents.acknowledgements.queries import acknowledgement_at_desk
from palier.domain.documents.acknowledgements.words import acknowledgement_pdf, words_of
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.downloads import download
from palier.ui.parts import File, Item


@require_safe
@at_desk(Permission.SEE_HOUSEHOLD)
def acknowledgement(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show an acknowledgement of the reader's agencies, to print."""
    found = acknowledgement_at_desk(desk.staff, code)
    _look(request, desk, found)
    words = words_of(found)
    context = {
        "words": words,
        "facts": tuple(Item(fact.term, fact.text) for fact in words.facts),
        "declared": tuple(Item(fact.term, fact.text) for fact in words.declared),
        "pdf": File(
            label=_("Le même accusé en PDF"),
            url=reverse("office:acknowledgement-pdf", args=[found.code]),
        ),
    }
    return show(request, desk, "acknowledgements/page.html", context)


@require_safe
@at_desk(Permission.SEE_HOUSEHOLD)
def acknowledgement_file(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give the acknowledgement as a PDF."""
    found = acknowledgement_at_desk(desk.staff, code)
    _look(request, desk, found)
    return download(
        acknowledgement_pdf(found, settings_of(request)),
        file_name=_("accuse-de-reception-%(number)s.pdf") % {"number": found.number},
        media_type="application/pdf",
    )


urlpatterns = [
    path("<slug:code>/", acknowledgement, name="acknowledgement"),
    path("<slug:code>/accuse.pdf", acknowledgement_file, name="acknowledgement-pdf"),
]


def _look(request: HttpRequest, desk: Desk, found: Acknowledgement) -> None:
    look(
        request,
        desk,
        Event.DOCUMENT_SEEN,
        account=found.tenant_account,
        subject=found,
        person_id=None if found.shared else found.person_id,
        title=_("Accusé de réception n° %(number)s") % {"number": found.number},
    )
