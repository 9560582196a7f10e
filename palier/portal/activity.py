"""``/activite/``: who deposited, decided, changed or looked at what, and when, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from palier.domain.access.queries import AccountView, people_of
from palier.domain.accounts.queries import named
from palier.domain.audit.catalogue import Event
from palier.domain.audit.queries import TrailLine, TrailReader, trail_for_tenant
from palier.portal.account_choice import chosen_account
from palier.ui.french import day_and_time
from palier.ui.parts import Event as Happened
from palier.ui.parts import Link

A_DAY = dt.timedelta(days=1)


def _rooms(*rooms: str) -> Callable[[Event], bool]:
    return lambda event: event.room in rooms and not event.is_look


# What the filter offers: its value in the address, its label, which events it keeps.
KINDS: tuple[tuple[str, object, Callable[[Event], bool]], ...] = (
    ("", gettext_lazy("Tout"), lambda event: True),
    ("demandes", gettext_lazy("Demandes et messages"), _rooms("casework", "messaging")),
    (
        "documents",
        gettext_lazy("Documents et dépôts"),
        _rooms("documents", "insurance", "papers", "household", "billing"),
    ),
    ("paiements", gettext_lazy("Paiements"), _rooms("payments", "ledger", "banking")),
    (
        "consultations",
        gettext_lazy("Qui a regardé"),
        lambda event: event.is_look,
    ),
    (
        "acces",
        gettext_lazy("Connexion et identité"),
        _rooms("accounts", "access", "office", "tenancy"),
    ),
)


@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """Show what happened around the reader's account, the latest first."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    asked = request.GET.get("type", "")
    chosen = next((row for row in KINDS if row[0] == asked), KINDS[0])
    page = trail_for_tenant(
        reader_of(request, view),
        events=[event for event in Event if chosen[2](event)],
        cursor=request.GET.get("suite", ""),
    )
    here = reverse("portal:activity")
    kept = {"type": chosen[0]} if chosen[0] else {}
    context = {
        "kinds": tuple(
            Link(str(label), f"?{urlencode({'type': key})}" if key else here, current=key == asked)
            for key, label, _keeps in KINDS
        ),
        "events": tuple(_happened(line) for line in named(page.rows)),
        "reference": view.tenant_account.customer_reference,
        "next_url": f"?{urlencode({**kept, 'suite': page.next_cursor})}"
        if page.next_cursor
        else "",
        "first_url": "" if page.first else f"?{urlencode(kept)}" if kept else here,
    }
    return render(request, "portal/activity/page.html", context)


urlpatterns = [path("", activity, name="activity")]


def reader_of(request: HttpRequest, view: AccountView) -> TrailReader:
    """Say what part of the trail the reader may see: a former holder, their own time alone."""
    zone = ZoneInfo(settings.PALIER_TIME_ZONE)
    since = dt.datetime.combine(view.since, dt.time(), zone) if view.since else None
    until = dt.datetime.combine(view.until + A_DAY, dt.time(), zone) if view.until else None
    return TrailReader(
        view.tenant_account.pk,
        user_reference=str(request.user.pk),
        person_ids=tuple(person.pk for person in people_of(request.user)),
        since=since,
        until=until,
    )


def _happened(line: TrailLine) -> Happened:
    is_look = line.event in _LOOKS
    return Happened(
        title=line.sentence,
        when=day_and_time(line.occurred_at),
        by=line.who,
        tone="neutral" if is_look else "info",
    )


_LOOKS = frozenset(event.value for event in Event if event.is_look)
