"""``/prelevement/mandats/``: one mandate, what was signed, and each instruction with its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, queries
from palier.domain.banking.evidence import words_of
from palier.domain.banking.models import Amendment, Mandate, MandateChange
from palier.domain.banking.rules.schedule import (
    Change,
    Terms,
    counts_from,
    cut_off,
    day_counts_from,
)
from palier.domain.documents.models import Document
from palier.domain.documents.queries import content_of
from palier.domain.documents.vault import FileMissing
from palier.domain.landlord.queries import today
from palier.foundation.errors import MoveRefused, NotYours
from palier.portal.account_choice import accounts_of, today_of
from palier.portal.banking import words
from palier.portal.frame import settings_of
from palier.ui.downloads import download
from palier.ui.french import long_date
from palier.ui.parts import Event, File, Item, Link

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing a person may ask: its page, and from when it would count."""

    label: Any
    title: Any
    states: tuple[Mandate.State, ...]
    says: Callable[[str], str]
    counts: Callable[[list[Change], dt.date, Terms], dt.date]
    do: Callable[..., MandateChange]
    danger: bool = False


def _other_day(changes: list[Change]) -> int:
    return 15 - changes[-1].debit_day


INSTRUCTIONS: dict[str, Instruction] = {
    "suspendre": Instruction(
        gettext_lazy("Suspendre le prélèvement"),
        gettext_lazy("Suspendre le prélèvement ?"),
        (Mandate.State.ACTIVE,),
        lambda on: (
            _(
                "Le prélèvement du %(on)s et les suivants ne se feront pas, jusqu’à ce que vous le "
                "repreniez. Le loyer reste à payer : par carte ici, ou par virement."
            )
            % {"on": on}
        ),
        counts_from,
        actions.pause_debits,
    ),
    "reprendre": Instruction(
        gettext_lazy("Reprendre le prélèvement"),
        gettext_lazy("Reprendre le prélèvement ?"),
        (Mandate.State.PAUSED,),
        lambda on: _("Le prochain prélèvement se fera le %(on)s.") % {"on": on},
        counts_from,
        actions.resume_debits,
    ),
    "jour": Instruction(
        gettext_lazy("Changer de jour"),
        gettext_lazy("Changer le jour du prélèvement ?"),
        Mandate.LIVE,
        lambda on: (
            _(
                "Le premier prélèvement au nouveau jour se fera le %(on)s. Les mois d’avant "
                "gardent l’ancien jour."
            )
            % {"on": on}
        ),
        lambda changes, day, terms: day_counts_from(changes, day, _other_day(changes), terms),
        actions.change_debit_day,
    ),
    "arreter": Instruction(
        gettext_lazy("Arrêter le prélèvement"),
        gettext_lazy("Arrêter le prélèvement pour de bon ?"),
        Mandate.LIVE,
        lambda on: (
            _(
                "Le prélèvement du %(on)s et les suivants ne se feront pas. Le mandat est "
                "terminé : pour être prélevé de nouveau, il faudra en signer un autre. Le loyer "
                "reste à payer."
            )
            % {"on": on}
        ),
        counts_from,
        actions.stop_debits,
        danger=True,
    ),
}


def links_of(mandate: Mandate, day: int) -> tuple[Link, ...]:
    """Give the instructions that this mandate can still take."""
    found = []
    for verb, one in INSTRUCTIONS.items():
        if mandate.state in one.states:
            label = str(one.label)
            if verb == "jour":
                label = _("Être prélevé le %(day)s") % {"day": 15 - day}
            url = reverse("portal:mandate-instruct", args=[mandate.code, verb])
            found.append(Link(label, url))
    return tuple(found)


@require_safe
def mandate_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a signed mandate: the same words as its PDF, its hash, and what happened since."""
    mandate, _view = queries.mandate_for(accounts_of(request), code)
    if mandate.state in (Mandate.State.SIGNING, Mandate.State.ABANDONED):
        return redirect("portal:direct-debit")
    with translation.override("fr"):
        signed = words_of(mandate.facts)
    changes = queries.instructions_of(mandate)
    context = {
        "title": words_of(mandate.facts).title,
        "status": words.mandate_status(mandate),
        "paragraphs": signed.paragraphs,
        "parties": tuple(Item(one.label, one.value) for one in signed.parties),
        "signature_title": signed.signature_title,
        "signature": tuple(Item(one.label, one.value) for one in signed.signature),
        "closing": signed.closing,
        "fingerprint": mandate.facts_sha256,
        "pdf": File(
            label=_("Télécharger le mandat signé"),
            url=reverse("portal:mandate-pdf", args=[code]),
            size=mandate.evidence.file.size if mandate.evidence else None,
        ),
        "amendments": tuple(_paper(one) for one in queries.amendments_of(mandate)),
        "pdf_sha256": mandate.evidence.file.sha256 if mandate.evidence else "",
        "events": tuple(
            Event(
                words.change_words(one.kind, one.debit_day, one.effective_on),
                long_date(today(one.asked_at)),
            )
            for one in reversed(changes)
        ),
        "links": links_of(mandate, changes[-1].debit_day) if changes else (),
    }
    return render(request, "portal/banking/mandate.html", context)


@require_safe
def mandate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the evidence as it was kept when it was signed."""
    mandate, _view = queries.mandate_for(accounts_of(request), code)
    if mandate.evidence is None:
        raise NotYours()
    return _download(request, mandate.evidence, mandate)


@require_safe
def amendment_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the evidence of an amendment as it was kept when it was signed."""
    amendment, _view = queries.amendment_for(accounts_of(request), code)
    if amendment.evidence is None:
        raise NotYours()
    return _download(request, amendment.evidence, amendment.mandate)


@require_http_methods(["GET", "HEAD", "POST"])
def instruct(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Say from when an instruction would count, then take it."""
    mandate, _view = queries.mandate_for(accounts_of(request), code)
    asked = INSTRUCTIONS.get(verb)
    if asked is None:
        raise NotYours()
    changes = queries.changes_of([mandate.pk])[mandate.pk]
    if mandate.state not in asked.states or not changes:
        return redirect("portal:direct-debit")
    if request.method == "POST":
        more = {"debit_day": _other_day(changes)} if verb == "jour" else {}
        try:
            change = asked.do(
                mandate=mandate, actor=actor_of(request.user), now=timezone.now(), **more
            )
        except (MoveRefused, actions.ChangeRefused) as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(
                request, words.change_words(change.kind, change.debit_day, change.effective_on)
            )
        return redirect("portal:direct-debit")
    terms = queries.terms_on(settings_of(request))
    effective_on = asked.counts(changes, today_of(request), terms)
    context = {
        "title": str(asked.title),
        "sentence": asked.says(long_date(effective_on)),
        "still": _still(changes, today_of(request), effective_on, verb),
        "cut_off": _("Vous pouvez encore changer d’avis jusqu’au %(last)s.")
        % {"last": long_date(cut_off(effective_on, terms))},
        "button": str(asked.label),
        "danger": asked.danger,
        "back_url": reverse("portal:direct-debit"),
    }
    return render(request, "portal/banking/instruct.html", context)


urlpatterns = [
    path("mandats/<slug:code>/", mandate_page, name="mandate"),
    path("mandats/<slug:code>.pdf", mandate_pdf, name="mandate-pdf"),
    path("avenants/<slug:code>.pdf", amendment_pdf, name="amendment-pdf"),
    path("mandats/<slug:code>/<slug:verb>/", instruct, name="mandate-instruct"),
]


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One amendment: what it changed, and its evidence."""

    parties: tuple[Item, ...]
    signature: tuple[Item, ...]
    title: str
    fingerprint: str
    pdf: File


def _paper(amendment: Amendment) -> PaperShown:
    with translation.override("fr"):
        signed = words_of(amendment.facts)
    on = long_date(today(amendment.signed_at)) if amendment.signed_at else ""
    return PaperShown(
        parties=tuple(Item(one.label, one.value) for one in signed.parties),
        signature=tuple(Item(one.label, one.value) for one in signed.signature),
        title=_("Avenant signé le %(on)s") % {"on": on},
        fingerprint=amendment.facts_sha256,
        pdf=File(
            label=_("Télécharger l’avenant signé"),
            url=reverse("portal:amendment-pdf", args=[amendment.code]),
            size=amendment.evidence.file.size if amendment.evidence else None,
        ),
    )


def _download(request: HttpRequest, evidence: Document, mandate: Mandate) -> HttpResponse:
    try:
        content = content_of(evidence)
    except FileMissing as missing:
        messages.warning(request, missing.sentence)
        return redirect("portal:mandate", code=mandate.code)
    return download(content, file_name=evidence.file_name, media_type=PDF)


def _still(changes: list[Change], day: dt.date, effective_on: dt.date, verb: str) -> str:
    """Say which debit goes on because its file may be made already."""
    if verb not in ("suspendre", "arreter"):
        return ""
    on = queries.next_debit_under(changes, day)
    if on is None or on >= effective_on:
        return ""
    return _("Le prélèvement du %(on)s se fera quand même : il est déjà préparé.") % {
        "on": long_date(on)
    }
