"""``/mes-demandes/``: what I asked the agency, when it answers, what it said."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts.queries import actor_of
from palier.domain.casework import actions, queries
from palier.domain.casework.models import Case, CaseMessage
from palier.foundation.money import euros
from palier.ui.forms import Form
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Cell, Column, Event, Item, Row, Status, Table


class PrecisionForm(Form):
    text = forms.CharField(
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Votre message"),
        error_messages={"required": gettext_lazy("Écrivez votre message avant de l’envoyer.")},
    )


def cases(request: HttpRequest) -> HttpResponse:
    """List everything the reader asked."""
    found = queries.cases_of(request.user)
    table = Table(
        caption=_("Mes demandes"),
        caption_hidden=True,
        columns=(
            Column(_("Demande")),
            Column(_("Envoyée le"), "date"),
            Column(_("Où en est-elle ?")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(text=case.subject, url=reverse("portal:case", args=[case.code])),
                    case.opened_on,
                    status_of(case),
                )
            )
            for case in found
        ),
        empty=_("Vous n’avez pas encore fait de demande."),
    )
    return render(request, "portal/casework/list.html", {"table": table})


def case(request: HttpRequest, code: str) -> HttpResponse:
    """Show one demand, its answers, and let the reader add to it."""
    found = queries.my_case_for(request.user, code)
    form = PrecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.complete_case(
                case=found,
                text=form.cleaned_data["text"],
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except (actions.AlreadyClosed, actions.NothingSaid) as refused:
            form.add_error("text", refused.sentence)
        else:
            messages.success(request, _("Votre message est arrivé à l’agence."))
            return redirect("portal:case", code=code)
    summary = queries.summary_of(found)
    agency = found.tenant_account.agency if found.tenant_account else None
    return render(
        request,
        "portal/casework/page.html",
        {
            "form": form,
            "subject": summary.subject,
            "code": found.code,
            "is_closed": found.state == Case.State.CLOSED,
            "is_waiting": found.is_waiting,
            "promise": long_date(found.promised_on),
            "status": status_of(summary),
            "asked": asked_items(found),
            "events": tuple(_events(found)),
            "agency_phone": agency.phone if agency else "",
            "agency_hours": agency.hours if agency else "",
        },
    )


urlpatterns = [
    path("", cases, name="cases"),
    path("<str:code>/", case, name="case"),
]


def status_of(case: queries.CaseSummary) -> Status:
    """Say where a demand stands, with the day the agency promised."""
    if case.is_waiting:
        return Status(
            _("Réponse au plus tard le %(day)s") % {"day": long_date(case.promised_on)}, "info"
        )
    if case.state == Case.State.ANSWERED:
        return Status(_("L’agence a répondu"), "success")
    return Status(_("Terminée"), "neutral")


def asked_items(case: Case) -> tuple[Item, ...]:
    """Give what was asked, in the words of the form."""
    facts = case.facts
    items = [Item(_("Envoyée le"), day_and_time(case.opened_at))]
    if facts.get("can_pay_cents"):
        items.append(Item(_("Je peux payer maintenant"), euros(facts["can_pay_cents"])))
    if facts.get("can_pay_on"):
        items.append(Item(_("Je pense payer le"), _day(facts["can_pay_on"])))
    if case.contact_phone:
        items.append(Item(_("M’appeler au"), case.contact_phone))
    if case.body:
        items.append(Item(_("Mon message"), lines=tuple(case.body.splitlines())))
    return tuple(items)


def _day(written: str) -> str:
    return long_date(dt.date.fromisoformat(written))


def _events(case: Case) -> list[Event]:
    channels = {
        CaseMessage.Channel.PHONE: _("Échange au téléphone"),
        CaseMessage.Channel.COUNTER: _("Échange à l’agence"),
    }
    return [
        Event(
            title=channels.get(said.channel, _("Réponse de l’agence"))  # type: ignore[call-overload]
            if said.from_agency
            else _("Votre message"),
            when=day_and_time(said.sent_at),
            text=said.text,
            by=said.author_name if said.from_agency else "",
            tone="success" if said.from_agency else "neutral",
        )
        for said in reversed(queries.messages_of(case))
    ]
