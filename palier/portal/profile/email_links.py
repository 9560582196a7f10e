"""The two links of an e-mail change, for whoever reads the mailbox, signed in or not.

Opening a link does nothing: programs open links too. A button does.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from palier.domain.accounts.queries import actor_of
from palier.domain.contact_details.actions import (
    LinkDead,
    confirm_email_change,
    stop_email_change,
)
from palier.domain.contact_details.models import EmailChange
from palier.domain.contact_details.queries import email_change_under
from palier.foundation.doors import public
from palier.foundation.errors import NotYours
from palier.ui.french import day_and_time

DEAD = "portal/profile/email_link_dead.html"


@public
def confirm(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Take the yes of the new mailbox."""
    try:
        change = email_change_under(code, token)
        if request.method == "POST":
            change = confirm_email_change(
                change=change, actor=actor_of(request.user), now=timezone.now()
            )
            context = {
                "effective": day_and_time(change.effective_at) if change.effective_at else "",
                "wants_code": change.proof == EmailChange.Proof.LETTER,
            }
            return render(request, "portal/profile/email_confirmed.html", context)
    except (NotYours, LinkDead):
        return render(request, DEAD, status=404)
    if change.state != EmailChange.State.ASKED or change.link_expires_at <= timezone.now():
        return render(request, DEAD, status=404)
    return render(request, "portal/profile/email_confirm.html", {"wanted": change.new_email})


@public
def stop(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Take the no of the old mailbox: nothing changes, and every device is signed out."""
    try:
        change = email_change_under(code, token, stopping=True)
        if request.method == "POST":
            stop_email_change(
                change=change,
                why="old_address",
                shut_out=True,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
            return render(request, "portal/profile/email_stopped.html")
    except (NotYours, LinkDead):
        return render(request, DEAD, {"stopping": True}, status=404)
    if change.state not in EmailChange.LIVE:
        return render(request, DEAD, {"stopping": True}, status=404)
    return render(request, "portal/profile/email_stop.html")


urlpatterns = [
    path("e-mail/confirmer/<slug:code>/<slug:token>/", confirm, name="profile-email-confirm"),
    path("e-mail/arreter/<slug:code>/<slug:token>/", stop, name="profile-email-stop"),
]
