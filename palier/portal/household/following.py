"""One declaration: where it stands, what was refused before, its proof, the CAF."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.models import Decision
from palier.domain.casework.queries import case_about
from palier.domain.documents import vault
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.queries import content_of
from palier.domain.household import actions, queries
from palier.domain.household.models import Declaration
from palier.domain.household.queries.declarations import SUBJECT
from palier.foundation.errors import MoveRefused
from palier.portal.account_choice import accounts_of
from palier.portal.household import words
from palier.ui.downloads import download
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Event, File, PhoneCard

OVER = (Declaration.State.WITHDRAWN, Declaration.State.STOPPED)


@require_safe
def declaration(request: HttpRequest, code: str) -> HttpResponse:
    """Show one declaration of the reader's."""
    story = queries.story_for(request.user, code, accounts_of(request, Scope.PAPERS))
    found, decision = story[-1]
    state = Declaration.State(found.state)
    case = case_about(SUBJECT, code)
    acknowledgement = acknowledgement_of(found)
    agency = found.tenant_account.agency
    context = {
        "title": words.title_of(found),
        "status": words.status_of(found),
        "next": words.what_next(found, case.promised_on if case and case.is_waiting else None),
        "items": words.declared_items(found),
        "decision": decision if decision and state is Declaration.State.REFUSED else None,
        "note": decision.note if decision and decision.is_accepted else "",
        "events": tuple(_events(story)),
        "can_withdraw": state is Declaration.State.UNDER_REVIEW,
        "withdraw_url": reverse("portal:household-withdraw", args=[code]),
        "can_redo": state is Declaration.State.REFUSED and not found.is_followed,
        "again_url": reverse("portal:household-again", args=[code]),
        "tell_caf": state not in OVER,
        "caf_phone": words.CAF_PHONE,
        "acknowledgement_url": reverse("portal:acknowledgement", args=[acknowledgement.code])
        if acknowledgement
        else "",
        "proof": File(_("Mon justificatif"), reverse("portal:household-proof", args=[code])),
        "agency": PhoneCard(agency.name, agency.phone, agency.hours),
    }
    return render(request, "portal/household/declaration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then take the declaration back."""
    found = queries.declaration_for(request.user, code)
    if request.method == "POST":
        try:
            actions.withdraw(declaration=found, actor=actor_of(request.user), now=timezone.now())
        except MoveRefused:
            messages.info(request, _("Votre agence a déjà répondu à cette déclaration."))
        else:
            messages.success(request, _("Votre déclaration est retirée."))
        return redirect("portal:household-declaration", code=code)
    context = {"back_url": reverse("portal:household-declaration", args=[code])}
    return render(request, "portal/household/withdraw.html", context)


@require_POST
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Make a refused declaration again, its answers kept."""
    found = queries.declaration_for(request.user, code)
    assert isinstance(request.user, User), "a declaration has an author"
    draft = actions.start_again(declaration=found, user=request.user, now=timezone.now())
    return redirect("portal:household-check", code=draft.code)


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Give the proof back to whoever sent it."""
    found = queries.declaration_for(request.user, code)
    try:
        content = content_of(found.document)
    except (vault.FileMissing, vault.FileHeld) as trouble:
        messages.info(request, trouble.sentence)
        return redirect("portal:household-declaration", code=code)
    document = found.document
    return download(content, file_name=document.file_name, media_type=document.file.media_type)


def _events(story: list[tuple[Declaration, Decision | None]]) -> list[Event]:
    """Tell the whole story, the newest first."""
    events = []
    for one, decision in story:
        number = _("Déclaration envoyée")
        if one.filed_by is not None:
            number = _("Déclaration enregistrée à l’agence")
        events.append(Event(number, day_and_time(one.declared_at)))
        if decision is not None and decision.is_accepted:
            events.append(
                Event(
                    _("L’agence a accepté le changement"),
                    day_and_time(decision.decided_at),
                    decision.note,
                    tone="success",
                )
            )
        elif decision is not None:
            text = "\n".join(
                part for part in (decision.sentence, decision.remedy, decision.note) if part
            )
            events.append(
                Event(
                    _("L’agence n’a pas pu accepter"),
                    day_and_time(decision.decided_at),
                    text,
                    tone="warning",
                )
            )
        if one.state in (*OVER, Declaration.State.RECORDED, Declaration.State.NOT_RECORDED):
            events.append(Event(words.status_of(one).label, long_date(one.moved_at)))
    return events[::-1]
