"""``/agence/motifs/``: how the landlord words the coded reasons of refusal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.casework.actions import ReasonNotWorded, word_reason
from palier.domain.casework.models import Case
from palier.domain.casework.queries import reasons_of
from palier.domain.casework.reasons import Worded
from palier.domain.casework.rules import DECIDED_KINDS
from palier.foundation.errors import NotYours
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.office.queue import capital
from palier.ui.forms import Form
from palier.ui.parts import Cell, Column, Row, Status, Table

NEW = "nouveau"


class ReasonForm(Form):
    sentence = forms.CharField(
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Le motif, en une phrase"),
        help_text=gettext_lazy(
            "Le locataire la lit telle quelle : une phrase courte, sans reproche."
        ),
    )
    remedy = forms.CharField(
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Ce que le locataire doit faire"),
        help_text=gettext_lazy("Commencez par un verbe : « Demandez à votre assureur… »."),
    )
    position = forms.IntegerField(
        min_value=1,
        max_value=9_999,
        label=gettext_lazy("Place dans la liste"),
        help_text=gettext_lazy("Les plus petits nombres d’abord."),
    )
    active = forms.BooleanField(
        required=False, label=gettext_lazy("Proposer ce motif aux conseillers")
    )


@at_desk(Permission.WORD_REASONS)
def reasons(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the reasons of each kind, as tenants read them."""
    context = {"kinds": [_kind(value, label) for value, label in _kinds()]}
    return show(request, desk, "reasons/list.html", context)


@at_desk(Permission.WORD_REASONS)
def reason(request: HttpRequest, desk: Desk, kind: str, code: str) -> HttpResponse:
    """Word one reason in one language; ``nouveau`` adds one."""
    languages = dict(settings.LANGUAGES)
    language = request.GET.get("langue", "fr")
    labels = dict(_kinds())
    if kind not in labels or language not in languages:
        raise NotYours()
    known = {row.code: row for row in reasons_of(kind, language, retired=True)}
    worded = known.get(code)
    if worded is None and code != NEW:
        raise NotYours()
    form = ReasonForm(request.POST if request.method == "POST" else None, initial=_initial(worded))
    if request.method == "POST" and form.is_valid():
        try:
            word_reason(
                kind=kind,
                code=worded.code if worded else f"own_{secrets.token_hex(4)}",
                language=language,
                actor=desk.actor,
                now=desk.now,
                **form.cleaned_data,
            )
        except ReasonNotWorded as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("Le motif est enregistré. Les décisions déjà prises ne changent pas.")
            )
            return redirect("office:reasons")
    here = reverse("office:reason", args=[kind, code])
    context = {
        "form": form,
        "kind": labels[kind],
        "is_new": worded is None,
        "list_url": reverse("office:reasons"),
        "language": languages[language],
        "languages": [
            (name, f"{here}?langue={key}") for key, name in settings.LANGUAGES if key != language
        ]
        if worded
        else [],
    }
    return show(request, desk, "reasons/page.html", context)


urlpatterns = [
    path("", reasons, name="reasons"),
    path("<slug:kind>/<slug:code>/", reason, name="reason"),
]


@dataclass(frozen=True, slots=True)
class KindShown:
    """The reasons of one kind."""

    label: str
    add_url: str
    table: Table


def _kinds() -> list[tuple[str, str]]:
    return [(value, capital(label)) for value, label in Case.Kind.choices if value in DECIDED_KINDS]


def _kind(kind: str, label: str) -> KindShown:
    table = Table(
        caption=label,
        caption_hidden=True,
        columns=(Column(_("Motif")), Column(_("Ce qu’il faut faire")), Column(_("Proposé"))),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=row.sentence,
                        url=reverse("office:reason", args=[kind, row.code]),
                        note=_origin(row),
                    ),
                    row.remedy,
                    Status(_("Oui"), "success") if row.active else Status(_("Non"), "neutral"),
                ),
                muted=not row.active,
            )
            for row in reasons_of(kind, retired=True)
        ),
    )
    return KindShown(label, reverse("office:reason", args=[kind, NEW]), table)


def _origin(row: Worded) -> str:
    if not row.is_ours:
        return _("ajouté par votre organisme")
    return _("modifié par votre organisme") if row.is_changed else ""


def _initial(worded: Worded | None) -> dict[str, object]:
    if worded is None:
        return {"active": True, "position": 100}
    return {
        "sentence": worded.sentence,
        "remedy": worded.remedy,
        "position": worded.position,
        "active": worded.active,
    }
