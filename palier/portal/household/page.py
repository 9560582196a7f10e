"""The household as the landlord knows it, and where a declaration begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.household import actions, queries
from palier.domain.tenancy.models import Lease
from palier.domain.tenancy.queries import ended_on
from palier.portal.account_choice import chosen_account, dwelling_leases, today_of
from palier.portal.household import words
from palier.ui.parts import PhoneCard


@require_safe
def household(request: HttpRequest) -> HttpResponse:
    """Show who lives in the dwelling of the chosen account, and what was declared."""
    view = chosen_account(request, Scope.PAPERS)
    if view is None:
        return redirect("portal:home")
    lease = dwelling_of(request, view)
    if lease is None:
        return render(request, "portal/household/none.html", {"agency": agency_card(view)})
    day = today_of(request)
    members = queries.household_of(view, lease, day)
    begun = queries.draft_of(_user(request), lease)
    context = {
        "members": words.members_table(members, view.person.pk),
        "waiting": any(member.presence != queries.Presence.KNOWN for member in members),
        "declarations": words.declarations_table(queries.declarations_of(view, lease)),
        "start_url": reverse("portal:household-start"),
        "draft_url": reverse("portal:household-draft", args=[begun.code]) if begun else "",
        "abandon_url": reverse("portal:household-abandon", args=[begun.code]) if begun else "",
        "agency": agency_card(view),
    }
    return render(request, "portal/household/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Say what will be asked; begin, or take up what was begun."""
    view = chosen_account(request, Scope.PAPERS)
    lease = dwelling_of(request, view) if view is not None else None
    if view is None or lease is None:
        return redirect("portal:household" if view else "portal:home")
    if request.method == "POST":
        draft = actions.start_draft(
            user=_user(request), person=view.person, lease=lease, now=timezone.now()
        )
        return redirect("portal:household-draft", code=draft.code)
    context = {
        "begun": queries.draft_of(_user(request), lease) is not None,
        "agency": agency_card(view),
        "household_url": reverse("portal:household"),
    }
    return render(request, "portal/household/start.html", context)


def dwelling_of(request: HttpRequest, view: AccountView) -> Lease | None:
    """Give the lease of the dwelling the reader holds today, the newest; else ``None``."""
    if view.is_former:
        return None
    homes = [
        lease
        for lease in dwelling_leases(request, Scope.PAPERS)
        if lease.tenant_account_id == view.tenant_account.pk
        and lease.kind == Lease.Kind.DWELLING
        and ended_on(lease) is None
    ]
    return homes[-1] if homes else None


def agency_card(view: AccountView) -> PhoneCard:
    """Give whom to call."""
    agency = view.tenant_account.agency
    return PhoneCard(
        agency.name, agency.phone, agency.hours, note=_("Un doute ? Votre agence vous aide.")
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the sign-in middleware has seen to it"
    return request.user
