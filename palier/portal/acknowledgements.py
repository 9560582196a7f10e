"""``/accuses/CODE/``: the proof that something was received, to read, to print, to download."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.documents.acknowledgements.queries import acknowledgement_for
from palier.domain.documents.acknowledgements.words import acknowledgement_pdf, words_of
from palier.portal.account_choice import today_of
from palier.portal.frame import settings_of
from palier.ui.downloads import download
from palier.ui.parts import File, Item


@require_safe
def acknowledgement(request: HttpRequest, code: str) -> HttpResponse:
    """Show an acknowledgement: the accessible twin of its PDF."""
    found = acknowledgement_for(request.user, code, today_of(request))
    with translation.override("fr"):
        words = words_of(found)
    context = {
        "words": words,
        "facts": tuple(Item(fact.term, fact.text) for fact in words.facts),
        "declared": tuple(Item(fact.term, fact.text) for fact in words.declared),
        "pdf": File(
            label=_("Télécharger l’accusé de réception"),
            url=reverse("portal:acknowledgement-pdf", args=[code]),
        ),
    }
    return render(request, "portal/acknowledgements/page.html", context)


@require_safe
def acknowledgement_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give the acknowledgement as a PDF."""
    found = acknowledgement_for(request.user, code, today_of(request))
    return download(
        acknowledgement_pdf(found, settings_of(request)),
        file_name=_("accuse-de-reception-%(number)s.pdf") % {"number": found.number},
        media_type="application/pdf",
    )


urlpatterns = [
    path("<slug:code>/", acknowledgement, name="acknowledgement"),
    path("<slug:code>/accuse.pdf", acknowledgement_file, name="acknowledgement-pdf"),
]
