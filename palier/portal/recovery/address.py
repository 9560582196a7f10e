"""The sign-in address is forgotten. The page looks nothing up: a job does, and writes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.access.actions import ask_forgotten_email
from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.sign_in_limits import ASKING
from palier.domain.accounts.throttling import reserve
from palier.foundation.doors import public
from palier.portal.held_back import held_back
from palier.portal.opening.forms import WhoForm


@public
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Take a reference and a name; the answer is one, whatever they are."""
    form = WhoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        wait = reserve([(ASKING, client_address(request))], now)
        if wait:
            return held_back(request, wait)
        ask_forgotten_email(**form.cleaned_data, actor=actor_of(request.user), now=now)
        return redirect("portal:recovery-email-sent")
    return render(request, "portal/recovery/address.html", {"form": form})


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say where the answer went, without saying whether there is one."""
    return render(request, "portal/recovery/address_sent.html")
