"""``/agence/``: what waits for an answer, the oldest promise first; filters in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from palier.domain.casework import queries
from palier.domain.casework.actions import take_next_case
from palier.domain.casework.models import Case
from palier.domain.estate.models import Agency
from palier.domain.estate.queries import agencies_for
from palier.foundation.codes import normalised
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.office.undoing import undoable
from palier.ui.forms import Form
from palier.ui.parts import Cell, Column, Link, Row, Status, Table

UNSORTED = "aucune"
FILTERS = ("vue", "type", "etat", "agence", "numero")

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
    view = request.GET.get("vue", "")
    chosen = _chosen(form, view, desk.today)
    page = queries.queue_for(desk.staff, chosen, cursor=request.GET.get("suite", ""))
    counts = queries.counts_for(desk.staff, today=desk.today)
    names = {agency.erp_id: agency.name for agency in agencies}
    several = len(agencies) > 1 or desk.staff.every_agency
    kept = _kept(request)
    context = {
        "filter_form": form,
        "view": view,
        "reset_url": reverse("office:queue") if kept.keys() - {"vue"} else "",
        "views": tuple(_view_links(counts, view, kept)),
        "kinds": tuple(_kind_links(counts, chosen.kind, kept)),
        "table": _table(list(page.rows), desk, names if several else {}, kept),
        "next_url": f"?{urlencode({**kept, 'suite': page.next_cursor})}"
        if page.next_cursor
        else "",
        "first_url": "" if page.first else f"?{urlencode(kept)}",
        "late": _late_sentence(counts.late),
        "takes": desk.may(Permission.WORK_CASES) and counts.unassigned > 0,
        "take_url": with_query(reverse("office:take-next"), request),
        "undoable": undoable(desk),
    }
    return show(request, desk, "queue/page.html", context, waiting=counts.waiting)


@require_POST
@at_desk(Permission.WORK_CASES)
def take_next(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Give the reader the oldest promise that nobody follows, in the queue as filtered."""
    chosen = replace(chosen_of(request, desk), mine=False, unassigned=True)
    case = take_next_case(staff=desk.staff, chosen=chosen, actor=desk.actor, now=desk.now)
    if case is None:
        messages.info(request, _("Plus rien n’attend sans personne dans cette liste."))
        return redirect(with_query(queue_url(), request))
    return redirect(with_query(reverse("office:case", args=[case.code]), request))


urlpatterns = [
    path("", queue, name="queue"),
    path("prendre-la-suivante/", take_next, name="take-next"),
]


def queue_url() -> str:
    """Give the address of the whole queue."""
    return reverse("office:queue")


def with_query(url: str, request: HttpRequest) -> str:
    """Keep the filters of the queue in an address, so that one comes back to the same list."""
    kept = _kept(request)
    return f"{url}?{urlencode(kept)}" if kept else url


def chosen_of(request: HttpRequest, desk: Desk) -> queries.QueueFilter:
    """Read the filters of the queue from an address that carries them."""
    if not _kept(request):
        return queries.QueueFilter()
    agencies = agencies_for(desk.staff)
    form = FilterForm(request.GET, agencies=agencies, every_agency=desk.staff.every_agency)
    return _chosen(form, request.GET.get("vue", ""), desk.today)


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


def _kept(request: HttpRequest) -> dict[str, str]:
    """Give the filters in the address; whatever else is there is left out."""
    found = ((name, str(request.GET.get(name, ""))) for name in FILTERS)
    return {name: value for name, value in found if value}


def _chosen(form: FilterForm, view: str, today: dt.date) -> queries.QueueFilter:
    typed = form.cleaned_data if form.is_valid() else {}
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


def _kind_links(counts: queries.QueueCounts, kind: str, kept: dict[str, str]) -> list[Link]:
    """Give a link for each kind that waits, with how many; nothing when all are of one."""
    others = {name: text for name, text in kept.items() if name != "type"}
    everything = f"?{urlencode(others)}" if others else queue_url()
    links = [Link(_("Tous les types"), everything, current=not kind)]
    links += [
        Link(
            capital(label),
            f"?{urlencode({**others, 'type': value})}",
            current=kind == value,
            count=counts.by_kind[value],
        )
        for value, label in Case.Kind.choices
        if counts.by_kind.get(value)
    ]
    return links if len(links) > 2 else []


def _table(cases: list[Case], desk: Desk, agencies: dict[str, str], kept: dict[str, str]) -> Table:
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
        rows=tuple(_row(case, desk, agencies, kept) for case in cases),
        empty=_("Rien n’attend ici."),
    )


def _row(case: Case, desk: Desk, agencies: dict[str, str], kept: dict[str, str]) -> Row:
    mine = case.assigned_to_id == desk.staff.pk
    reference = case.tenant_account.customer_reference if case.tenant_account else ""
    url = reverse("office:case", args=[case.code]) + (f"?{urlencode(kept)}" if kept else "")
    cells: list[Cell | Status | str | dt.date | None] = [
        Cell(text=case.subject, url=url, note=_("déposée à l’accueil") if case.filed_by_id else ""),
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
