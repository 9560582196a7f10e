"""``/agence/acces/chiffres/``: how often accesses are given back, why, how, and by whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from palier.domain.access.models import Recovery
from palier.domain.access.queries import latest_recoveries, recovery_figures
from palier.domain.accounts.queries import agencies_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.forms import Form
from palier.ui.parts import Cell, Column, Row, Table

DAYS = 30
LATEST = 50
SHOWN = (
    Recovery.State.USED,
    Recovery.State.OPEN,
    Recovery.State.REFUSED,
    Recovery.State.STOPPED,
    Recovery.State.DEAD,
)


class SinceForm(Form):
    jours = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Depuis"),
        choices=[
            ("30", gettext_lazy("30 jours")),
            ("90", gettext_lazy("3 mois")),
            ("365", gettext_lazy("1 an")),
        ],
    )


@require_safe
@at_desk(Permission.SEE_FIGURES)
def figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the reasons and the figures, then each case with who decided it."""
    form = SinceForm(request.GET)
    days = int((form.cleaned_data if form.is_valid() else {}).get("jours") or DAYS)
    since = desk.now - dt.timedelta(days=days)
    scope = agencies_of(desk.staff)
    found = recovery_figures(scope, since=since)
    causes: Counter[tuple[str, str]] = Counter()
    means: Counter[tuple[str, str]] = Counter()
    for row in found:
        state = Recovery.State.OPEN if row.state == Recovery.State.WAITING else row.state
        causes[row.cause, state] += row.count
        means[row.means, state] += row.count
    context = {
        "form": form,
        "stopped": sum(row.count for row in found if row.state == Recovery.State.STOPPED),
        "causes": _table(_("Pourquoi"), _("Motif"), Recovery.Cause.choices, causes),
        "means": _table(_("Comment"), _("Moyen"), Recovery.Means.choices, means),
        "latest": _latest(latest_recoveries(scope, since=since, limit=LATEST)),
    }
    return show(request, desk, "recoveries/figures.html", context)


urlpatterns = [path("chiffres/", figures, name="recovery-figures")]


def _table(
    title: str, head: str, choices: list[tuple[str, Any]], counts: Counter[tuple[str, str]]
) -> Table:
    return Table(
        caption=title,
        columns=(Column(head), *(Column(str(state.label).capitalize()) for state in SHOWN)),
        rows=tuple(
            Row((str(label).capitalize(), *(str(counts[value, state]) for state in SHOWN)))
            for value, label in choices
            if any(counts[value, state] for state in SHOWN)
        ),
        empty=_("Rien sur cette période."),
    )


def _latest(rows: list[Recovery]) -> Table:
    return Table(
        caption=_("Les derniers accès redonnés ou refusés"),
        columns=(
            Column(_("Jour"), "day"),
            Column(_("Personne")),
            Column(_("Pourquoi")),
            Column(_("Comment")),
            Column(_("Agent")),
            Column(_("Résultat")),
        ),
        rows=tuple(
            Row(
                (
                    row.asked_at.date(),
                    Cell(
                        text=row.link.person.full_name, note=row.tenant_account.customer_reference
                    ),
                    row.get_cause_display(),
                    row.get_means_display(),
                    Cell(
                        text=str(row.staff.user) if row.staff else _("par lettre"),
                        note=_("avec %(name)s") % {"name": row.seconded_by.user}
                        if row.seconded_by
                        else "",
                    ),
                    row.get_state_display(),
                )
            )
            for row in rows
        ),
        empty=_("Rien sur cette période."),
    )
