"""The state at a glance, live while something is under review, and the history by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.casework.models import Decision
from palier.domain.casework.queries import decisions_about
from palier.domain.insurance import queries
from palier.domain.insurance.models import Certificate, FormalDemand
from palier.domain.insurance.queries import CERTIFICATE, Insurance
from palier.domain.landlord.queries import today
from palier.portal.account_choice import chosen_account
from palier.portal.frame import settings_of
from palier.portal.hardship import agency_card
from palier.portal.insurance.words import (
    Glance,
    glance_of,
    home_line,
    span_of,
    status_of,
    updated_at,
)
from palier.ui.french import long_date
from palier.ui.parts import Cell, Column, Row, Table

SEEN = "vu"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the last deposit was refused, and what to do."""

    sentence: str
    remedy: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A formal demand in force, as the page announces it."""

    deadline: str
    url: str


@dataclass(frozen=True, slots=True)
class Year:
    """The deposits that answer for one year."""

    label: str
    table: Table


@dataclass(frozen=True, slots=True)
class HomeShown:
    """One dwelling: its state, what to do, its history."""

    code: str
    address: str
    glance: Glance
    following_url: str
    deposit_url: str
    refusal: Refusal | None
    demand: Demand | None
    years: tuple[Year, ...]


@require_safe
def insurance(request: HttpRequest) -> HttpResponse:
    """Show whether the home is insured, what to do, and everything that was deposited."""
    view = chosen_account(request, Scope.PAPERS)
    if view is None:
        return redirect("portal:home")
    now = timezone.now()
    found = queries.insurances_of(view, today(now), settings_of(request))
    context = {
        "homes": tuple(_shown(one, view, _decisions(one)) for one in found),
        "several": len(found) > 1,
        "agency": agency_card(view),
        "is_former": view.is_former,
        **_live(found, now),
    }
    return render(request, "portal/insurance/page.html", context)


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Answer the page's poll: the hour alone, or « load the page again » when something moved."""
    view = chosen_account(request, Scope.PAPERS)
    if view is None:
        return HttpResponse(status=204)
    now = timezone.now()
    live = _live(queries.insurances_of(view, today(now), settings_of(request)), now)
    if request.GET.get(SEEN, "") != live["stamp"]:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return render(request, "portal/insurance/live.html", live)


def _live(found: list[Insurance], now: dt.datetime) -> dict[str, object]:
    """Give what the poll needs: whether to ask again, and what the page has shown."""
    newest = [one.certificates[0] for one in found if one.certificates]
    stamp = "-".join(f"{row.code}.{row.state}" for row in newest)
    return {
        "polls": any(one.cover.waiting for one in found),
        "poll_url": f"{reverse('portal:insurance-state')}?{SEEN}={stamp}",
        "refresh_url": reverse("portal:insurance"),
        "stamp": stamp,
        "updated": updated_at(now),
    }


def _decisions(one: Insurance) -> Mapping[str, Decision]:
    return decisions_about(CERTIFICATE, [row.code for row in one.certificates])


def _shown(one: Insurance, view: AccountView, decisions: Mapping[str, Decision]) -> HomeShown:
    glance = glance_of(one.cover, is_former=view.is_former)
    waiting = next(
        (row for row in one.certificates if row.state == Certificate.State.UNDER_REVIEW), None
    )
    return HomeShown(
        code=one.lease.code,
        address=home_line(one),
        glance=glance,
        following_url=_address_of(waiting) if waiting else "",
        deposit_url=""
        if view.is_former or not glance.action
        else reverse("portal:insurance-deposit", args=[one.lease.code]),
        refusal=refusal_of(one.certificates[0], decisions) if one.cover.refused else None,
        demand=None if view.is_former else _demand(one.demand),
        years=_years(one.certificates),
    )


def refusal_of(certificate: Certificate, decisions: Mapping[str, Decision]) -> Refusal | None:
    """Give why a deposit was refused, in the words of the decision."""
    url = _address_of(certificate)
    if certificate.state == Certificate.State.STOPPED:
        return Refusal(
            _("Notre antivirus a arrêté le fichier : nous ne pouvons pas l’ouvrir."),
            _("Demandez une nouvelle attestation à votre assureur, ou prenez-en une photo."),
            "",
            url,
        )
    decision = decisions.get(certificate.code)
    if certificate.state != Certificate.State.REFUSED or decision is None:
        return None
    return Refusal(decision.sentence, decision.remedy, decision.note, url)


def _demand(demand: FormalDemand | None) -> Demand | None:
    if demand is None:
        return None
    return Demand(
        long_date(demand.deadline_on), reverse("portal:insurance-demand", args=[demand.code])
    )


def _address_of(certificate: Certificate) -> str:
    return reverse("portal:insurance-certificate", args=[certificate.code])


def _years(certificates: tuple[Certificate, ...]) -> tuple[Year, ...]:
    years = sorted({row.answers_for for row in certificates}, reverse=True)
    return tuple(
        Year(
            _("Pour %(year)d") % {"year": year},
            _table(year, [row for row in certificates if row.answers_for == year]),
        )
        for year in years
    )


def _table(year: int, rows: list[Certificate]) -> Table:
    return Table(
        caption=_("Attestations pour %(year)d") % {"year": year},
        caption_hidden=True,
        columns=(
            Column(_("Déposée le"), "date"),
            Column(_("Attestation")),
            Column(_("Où en est-elle ?")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(text=long_date(row.deposited_on), url=_address_of(row)),
                    Cell(text=row.insurer or _("Assureur non précisé"), note=span_of(row)),
                    status_of(row),
                )
            )
            for row in rows
        ),
    )
