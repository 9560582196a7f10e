"""One certificate: where it stands, live; its file and its acknowledgement. A formal demand."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.casework.queries import case_about, decisions_about
from palier.domain.documents import vault
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.models import StoredFile
from palier.domain.documents.queries import content_of
from palier.domain.insurance import queries
from palier.domain.insurance.demand_letter import frozen_words
from palier.domain.insurance.models import Certificate, FormalDemand
from palier.domain.insurance.queries import CERTIFICATE
from palier.foundation.errors import NotYours
from palier.portal.account_choice import accounts_of
from palier.portal.hardship import agency_card
from palier.portal.insurance.overview import SEEN, refusal_of
from palier.portal.insurance.words import big_date, span_of, status_of, updated_at
from palier.ui.downloads import download
from palier.ui.french import capital, day_and_time, long_date
from palier.ui.parts import File, Item


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Show one deposit: status, what was declared, decision, file, acknowledgement."""
    found, view = _certificate(request, code)
    decisions = decisions_about(CERTIFICATE, [found.code])
    acknowledgement = acknowledgement_of(found)
    case = case_about(CERTIFICATE, found.code)
    held = found.document.file.state != StoredFile.State.CLEAN
    waiting = found.state == Certificate.State.UNDER_REVIEW
    context = {
        "status": status_of(found),
        "title": _("Attestation déposée le %(day)s") % {"day": long_date(found.deposited_on)},
        "code": found.code,
        "facts": _facts(found),
        "refusal": refusal_of(found, decisions),
        "promise": big_date(case.promised_on) if case and waiting else "",
        "waiting": waiting,
        "accepted_until": big_date(found.covers_to)
        if found.state == Certificate.State.ACCEPTED
        else "",
        "held": held and found.state != Certificate.State.STOPPED,
        "file": None
        if held
        else File(
            label=_("Télécharger l’attestation déposée"),
            url=reverse("portal:insurance-certificate-file", args=[code]),
            size=found.document.file.size,
        ),
        "acknowledgement": acknowledgement,
        "acknowledgement_file": File(
            label=_("Télécharger l’accusé de réception"),
            url=reverse("portal:acknowledgement-pdf", args=[acknowledgement.code]),
            web_url=reverse("portal:acknowledgement", args=[acknowledgement.code]),
        )
        if acknowledgement
        else None,
        "deposit_url": ""
        if view.is_former
        else reverse("portal:insurance-deposit", args=[found.lease.code]),
        "agency": agency_card(view),
        **_live(found, timezone.now()),
    }
    return render(request, "portal/insurance/certificate.html", context)


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the page's poll: the hour alone, or « load the page again » when it moved."""
    found, _view = _certificate(request, code)
    live = _live(found, timezone.now())
    if request.GET.get(SEEN, "") != live["stamp"]:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return render(request, "portal/insurance/live.html", live)


@require_safe
def certificate_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give the file that was deposited."""
    found, _view = _certificate(request, code)
    try:
        content = content_of(found.document)
    except (vault.FileHeld, vault.FileMissing) as away:
        messages.warning(request, away.sentence)
        return redirect("portal:insurance-certificate", code=code)
    return download(
        content,
        file_name=found.document.file_name,
        media_type=found.document.file.media_type,
    )


@require_safe
def demand(request: HttpRequest, code: str) -> HttpResponse:
    """Show a formal demand: the accessible twin of its letter, and what to do."""
    found, view = _demand(request, code)
    context = {
        "words": frozen_words(found),
        "is_cancelled": found.state == FormalDemand.State.CANCELLED,
        "because": str(found.get_cancelled_because_display()),
        "pdf": File(
            label=_("Télécharger la lettre"),
            url=reverse("portal:insurance-demand-pdf", args=[code]),
        ),
        "deposit_url": ""
        if view.is_former
        else reverse("portal:insurance-deposit", args=[found.lease.code]),
        "agency": agency_card(view),
    }
    return render(request, "portal/insurance/demand.html", context)


@require_safe
def demand_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give the letter as it was sent."""
    found, _view = _demand(request, code)
    assert found.document is not None, "a demand is issued with its letter"
    return download(
        content_of(found.document),
        file_name=found.document.file_name,
        media_type=found.document.file.media_type,
    )


def _certificate(request: HttpRequest, code: str) -> tuple[Certificate, AccountView]:
    """Give the certificate in whichever of the reader's accounts holds it.

    Raises:
        NotYours: none does.
    """
    for view in accounts_of(request, Scope.PAPERS):
        try:
            return queries.certificate_for(view, code), view
        except NotYours:
            continue
    raise NotYours()


def _demand(request: HttpRequest, code: str) -> tuple[FormalDemand, AccountView]:
    for view in accounts_of(request, Scope.PAPERS):
        try:
            return queries.demand_for(view, code), view
        except NotYours:
            continue
    raise NotYours()


def _facts(found: Certificate) -> tuple[Item, ...]:
    by = found.person.full_name
    if found.filed_by is not None:
        by = _("%(person)s, à l’accueil de l’agence") % {"person": by}
    items = (
        Item(_("Déposée le"), day_and_time(found.deposited_at), note=by),
        Item(_("Nature"), capital(found.get_kind_display())),
        Item(_("Assureur"), found.insurer),
        Item(_("Numéro de contrat"), found.policy_number),
        Item(_("Période couverte"), span_of(found)),
        Item(_("Répond pour l’année"), str(found.answers_for)),
    )
    return tuple(item for item in items if item.text)


def _live(found: Certificate, now: dt.datetime) -> dict[str, object]:
    stamp = f"{found.code}.{found.state}.{found.document.file.state}"
    address = reverse("portal:insurance-certificate-state", args=[found.code])
    return {
        "polls": found.state == Certificate.State.UNDER_REVIEW,
        "poll_url": f"{address}?{SEEN}={stamp}",
        "refresh_url": reverse("portal:insurance-certificate", args=[found.code]),
        "stamp": stamp,
        "updated": updated_at(now),
    }
