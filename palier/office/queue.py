"""``/agence/``: what waits for an answer, the oldest promise first; filters in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from palier.domain.casework import queries
from palier.domain.casework.models import Case
from palier.domain.estate.models import Agency
from palier.domain.estate.queries import agencies_for
from palier.foundation.codes import normalised
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.forms import Form
from palier.ui.parts import Cell, Column, Link, Row, Status, Table

UNSORTED = "aucune"

_VIEWS = (
    ("", gettext_lazy("Tout ce qui attend"), "waiting"),
    ("retard", gettext_lazy("En retard"), "late"),
    ("moi", gettext_lazy("À moi"), "mine"),
    ("libre", gettext_lazy("Sans personne"), "unassigned"),
)


class FilterForm(Form):
    type = forms.ChoiceField(required=False, label=gettext_lazy("Type de demande"))
    etat = forms.ChoiceField(required=False, label=gettext_lazy("État"))
    agence = forms.ChoiceField(required=False, label=gettext_lazy("Agence"))
    numero = forms.CharField(
        required=False, max_length=20, label=gettext_lazy("Numéro de la demande")
    )

    def __init__(self, *args: object, agencies: list[Agency], every_agency: bool) -> None:
        super().__init__(*args)
        self._choices("type", [("", _("Tous les types")), *_capitalised(Case.Kind.choices)])
        self._choices(
            "etat",
            [
                ("", _("En attente de réponse")),
                *_capitalised(Case.State.choices),
                (queries.EVERY_STATE, _("Toutes, même terminées")),
            ],
        )
        if len(agencies) < 2 and not every_agency:
            del self.fields["agence"]
            return
        unsorted = [(UNSORTED, _("Pas encore d’agence"))] if every_agency else []
        names = [(agency.erp_id, agency.name) for agency in agencies]
        self._choices("agence", [("", _("Toutes mes agences")), *unsorted, *names])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


@at_desk(Permission.READ_CASES)
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the queue of the reader's agencies."""
    agencies = agencies_for(desk.staff)
    form = FilterForm(request.GET, agencies=agencies, every_agency=desk.staff.every_agency)
    typed = form.cleaned_data if form.is_valid() else {}
    view = request.GET.get("vue", "")
    chosen = _chosen(typed, view, desk.today)
    page = queries.queue_for(desk.staff, chosen, cursor=request.GET.get("suite", ""))
    counts = queries.counts_for(desk.staff, today=desk.today)
    names = {agency.erp_id: agency.name for agency in agencies}
    several = len(agencies) > 1 or desk.staff.every_agency
    kept = {name: str(value) for name, value in request.GET.items() if name != "suite" and value}
    context = {
        "filter_form": form,
        "view": view,
        "reset_url": reverse("office:queue") if kept.keys() - {"vue"} else "",
        "views": tuple(_view_links(counts, view, kept)),
        "table": _table(list(page.rows), desk, names if several else {}),
        "next_url": f"?{urlencode({**kept, 'suite': page.next_cursor})}"
        if page.next_cursor
        else "",
        "first_url": "" if page.first else f"?{urlencode(kept)}",
        "late": _late_sentence(counts.late),
    }
    return show(request, desk, "queue/page.html", context, waiting=counts.waiting)


urlpatterns = [path("", queue, name="queue")]


def kind_label(case: Case) -> str:
    """Give the kind of a case as a line of the queue says it."""
    return capital(case.get_kind_display())


def promise_status(case: Case, today: dt.date) -> Status:
    """Say how far the promise of a case is, in words."""
    if not case.is_waiting:
        tone = "success" if case.state == Case.State.ANSWERED else "neutral"
        return Status(capital(case.get_state_display()), tone)
    days = (case.promised_on - today).days
    if days < 0:
        late = ngettext("En retard de %(days)s jour", "En retard de %(days)s jours", -days)
        return Status(late % {"days": -days}, "error")
    if days == 0:
        return Status(_("Aujourd’hui"), "warning")
    if days == 1:
        return Status(_("Demain"), "warning")
    return Status(
        ngettext("Dans %(days)s jour", "Dans %(days)s jours", days) % {"days": days}, "neutral"
    )


def _chosen(typed: dict[str, str], view: str, today: dt.date) -> queries.QueueFilter:
    agency = typed.get("agence", "")
    return queries.QueueFilter(
        kind=typed.get("type", ""),
        state=typed.get("etat") or queries.WAITING,
        agency_id=None if not agency else "" if agency == UNSORTED else agency,
        mine=view == "moi",
        unassigned=view == "libre",
        late_on=today if view == "retard" else None,
        search=normalised(typed.get("numero", "")),
    )


def _view_links(counts: queries.QueueCounts, view: str, kept: dict[str, str]) -> list[Link]:
    links = []
    for value, label, counted in _VIEWS:
        asked = {name: text for name, text in kept.items() if name != "vue"}
        if value:
            asked["vue"] = value
        url = f"?{urlencode(asked)}" if asked else reverse("office:queue")
        links.append(Link(str(label), url, current=view == value, count=getattr(counts, counted)))
    return links


def _table(cases: list[Case], desk: Desk, agencies: dict[str, str]) -> Table:
    columns = [
        Column(_("Demande")),
        Column(_("Réponse promise le"), "day"),
        Column(_("Délai")),
        Column(_("Type")),
        Column(_("Qui demande")),
        Column(_("Suivie par")),
    ]
    if agencies:
        columns.insert(5, Column(_("Agence")))
    return Table(
        caption=_("Demandes, la promesse la plus ancienne d’abord"),
        caption_hidden=True,
        columns=tuple(columns),
        rows=tuple(_row(case, desk, agencies) for case in cases),
        empty=_("Rien n’attend ici."),
    )


def _row(case: Case, desk: Desk, agencies: dict[str, str]) -> Row:
    mine = case.assigned_to_id == desk.staff.pk
    reference = case.tenant_account.customer_reference if case.tenant_account else ""
    cells: list[Cell | Status | str | dt.date | None] = [
        Cell(text=case.subject, url=reverse("office:case", args=[case.code])),
        case.promised_on,
        promise_status(case, desk.today),
        kind_label(case),
        Cell(text=case.requester_name, note=reference),
        _("moi") if mine else str(case.assigned_to.user) if case.assigned_to else None,
    ]
    if agencies:
        cells.insert(5, agencies.get(case.agency_id) or _("à trier"))
    return Row(tuple(cells), current=mine)


def _late_sentence(late: int) -> str:
    if not late:
        return ""
    sentence = ngettext(
        "%(late)s réponse aurait déjà dû partir.",
        "%(late)s réponses auraient déjà dû partir.",
        late,
    )
    return sentence % {"late": late}


def capital(text: object) -> str:
    """Write a label with a capital letter, the rest as it is."""
    words = str(text)
    return words[:1].upper() + words[1:]


def _capitalised(choices: Sequence[tuple[str, object]]) -> list[tuple[str, str]]:
    return [(value, capital(label)) for value, label in choices]
