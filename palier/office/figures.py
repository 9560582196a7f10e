"""``/agence/chiffres/``: waiting, on time, median time to answer, agency by agency."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from palier.domain.casework.figures import AgencyFigures, figures_for
from palier.domain.casework.models import Case
from palier.domain.estate.queries import agencies_for
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.office.queue import capital
from palier.ui.forms import Form
from palier.ui.parts import Column, Row, Table

DAYS = 30
AN_HOUR = dt.timedelta(hours=1)
A_DAY = dt.timedelta(days=1)


class PeriodForm(Form):
    jours = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Réponses données depuis"),
        choices=[
            ("30", gettext_lazy("30 jours")),
            ("90", gettext_lazy("3 mois")),
            ("365", gettext_lazy("1 an")),
        ],
    )
    type = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Type de demande"),
        choices=lambda: [
            ("", _("Tous les types")),
            *((value, capital(label)) for value, label in Case.Kind.choices),
        ],
    )


@require_safe
@at_desk(Permission.SEE_FIGURES)
def figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show how the reader's agencies keep their promises."""
    form = PeriodForm(request.GET)
    typed = form.cleaned_data if form.is_valid() else {}
    days = int(typed.get("jours") or DAYS)
    found = figures_for(
        desk.staff,
        today=desk.today,
        since=desk.now - dt.timedelta(days=days),
        zone=ZoneInfo(settings.PALIER_TIME_ZONE),
        kind=typed.get("type", ""),
    )
    names = {agency.erp_id: agency.name for agency in agencies_for(desk.staff)}
    if desk.staff.every_agency:
        names[""] = _("Centre de relation locataires")
    rows = [found.get(key, AgencyFigures(key)) for key in names]
    late = sum(row.late for row in rows)
    context = {
        "form": form,
        "late": ngettext(
            "%(count)s réponse est en retard.", "%(count)s réponses sont en retard.", late
        )
        % {"count": late}
        if late
        else _("Aucune réponse n’est en retard."),
        "table": _table(rows, names),
    }
    return show(request, desk, "figures/page.html", context)


urlpatterns = [path("", figures, name="figures")]


def duration(time: dt.timedelta | None) -> str:
    """Write how long an answer took: in hours below two days, in days above."""
    if time is None:
        return "—"
    if time < AN_HOUR:
        return _("moins d’une heure")
    if time < 2 * A_DAY:
        hours = round(time / AN_HOUR)
        return ngettext("%(n)s heure", "%(n)s heures", hours) % {"n": hours}
    days = round(time / A_DAY)
    return ngettext("%(n)s jour", "%(n)s jours", days) % {"n": days}


def _table(rows: list[AgencyFigures], names: dict[str, str]) -> Table:
    return Table(
        caption=_("Chiffres par agence"),
        caption_hidden=True,
        columns=(
            Column(_("Agence")),
            Column(_("En attente")),
            Column(_("Dont en retard")),
            Column(_("Réponses données")),
            Column(_("À temps")),
            Column(_("Délai médian")),
        ),
        rows=tuple(
            Row(
                (
                    names[row.agency_id],
                    str(row.waiting),
                    str(row.late),
                    str(row.answered),
                    _percent(row.on_time_percent),
                    duration(row.median),
                )
            )
            for row in rows
        ),
        empty=_("Aucune agence."),
    )


def _percent(share: int | None) -> str:
    return "—" if share is None else f"{share}\u202f%"
