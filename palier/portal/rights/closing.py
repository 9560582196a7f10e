"""``/mon-profil/fermer-mon-espace/``: what closing means, then the password again, then a delay."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of, is_staff
from palier.domain.rights import actions
from palier.domain.rights.models import Closing
from palier.domain.rights.queries import closing_of, closing_under
from palier.foundation.doors import public
from palier.foundation.errors import NotYours
from palier.portal.frame import settings_of
from palier.ui.french import day_and_time


@require_safe
def closing(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays."""
    user = cast(User, request.user)
    known = closing_of(user)
    context = {
        "due": day_and_time(known.due_at) if known else "",
        "days": int(settings_of(request)["closing_delay_days"]),
        "is_staff": is_staff(user),
    }
    return render(request, "portal/rights/closing.html", context)


@reauthentication_required(allow_get=False)
def closing_confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the closing, once the password has been typed again."""
    user = cast(User, request.user)
    if request.method != "POST":
        context = {"days": int(settings_of(request)["closing_delay_days"])}
        return render(request, "portal/rights/closing_confirm.html", context)
    try:
        asked = actions.ask_closing(user=user, actor=actor_of(user), now=timezone.now())
    except actions.StaffKept as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(
            request,
            _("Votre espace fermera le %(when)s. Vous pouvez changer d’avis jusque-là.")
            % {"when": day_and_time(asked.due_at)},
        )
    return redirect("portal:closing")


@require_POST
def closing_cancel(request: HttpRequest) -> HttpResponse:
    """Take the closing back, signed in."""
    user = cast(User, request.user)
    known = closing_of(user)
    if known is not None:
        try:
            actions.cancel_closing(closing=known, actor=actor_of(user), now=timezone.now())
        except actions.ClosingOver as over:
            messages.warning(request, over.sentence)
        else:
            messages.success(request, _("La fermeture est annulée. Rien n’a été effacé."))
    return redirect("portal:my-data")


@public
def closing_link(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Take the closing back from the mailbox. Opening the link does nothing: a button does."""
    try:
        found = closing_under(code, token)
        if request.method == "POST":
            actions.cancel_closing(closing=found, actor=actor_of(request.user), now=timezone.now())
            return render(request, "portal/rights/closing_link.html", {"done": True})
    except (NotYours, actions.ClosingOver):
        return render(request, "portal/rights/closing_link.html", {"dead": True}, status=404)
    dead = found.state != Closing.State.ASKED
    context = {"dead": dead, "due": day_and_time(found.due_at)}
    return render(request, "portal/rights/closing_link.html", context, status=404 if dead else 200)


urlpatterns = [
    path("fermer-mon-espace/", closing, name="closing"),
    path("fermer-mon-espace/confirmer/", closing_confirm, name="closing-confirm"),
    path("fermer-mon-espace/annuler/", closing_cancel, name="closing-cancel"),
    path("fermer-mon-espace/annuler/<slug:code>/<slug:token>/", closing_link, name="closing-link"),
]
