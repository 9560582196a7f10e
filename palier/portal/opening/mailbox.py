"""The letter asked for and the link followed, perhaps on another device.

Opening the link changes nothing: programs that look at links beforehand must not use it
up. A button does, with the password when the browser is not the one that asked.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.access import actions, queries
from palier.domain.accounts.actions import AddressTaken
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.foundation.doors import public
from palier.portal.opening.forms import SamePasswordForm
from palier.portal.opening.steps import TYPED, typed_so_far


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    kept = typed_so_far(request)
    if "code" not in kept:
        return redirect("portal:opening")
    return render(request, "portal/opening/sent.html", {"email": kept["email"]})


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str, token: str) -> HttpResponse:
    opening = queries.opening_under(code, token)
    same_browser = typed_so_far(request).get("code") == code
    form = SamePasswordForm(request.POST if request.method == "POST" else None)
    if same_browser:
        form.fields["password"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.confirm_email(
                code=code,
                token=token,
                password=form.cleaned_data["password"],
                same_browser=same_browser,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except actions.WrongPassword as wrong:
            form.add_error("password", wrong.sentence)
        except (actions.LinkTooOld, actions.AlreadyConfirmed, AddressTaken) as refusal:
            return _no_longer(request, refusal)
        else:
            return _signed_in(request, user)
    elif request.method != "POST" and opening.confirmed_at is not None:
        return _no_longer(request, None)
    return render(
        request,
        "portal/opening/confirm.html",
        {"form": form, "email": opening.email, "same_browser": same_browser},
    )


def _no_longer(
    request: HttpRequest,
    refusal: actions.LinkTooOld | actions.AlreadyConfirmed | AddressTaken | None,
) -> HttpResponse:
    return render(
        request,
        "portal/opening/no_longer.html",
        {
            "sentence": refusal.sentence if refusal else "",
            "start_again": isinstance(refusal, actions.LinkTooOld),
        },
        status=410 if refusal else 200,
    )


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign the new user in through the library, so that its hooks and records hold."""
    request.session.pop(TYPED, None)
    record_authentication(request, user, method="password", email=user.email)
    login = Login(user=user, email=user.email, redirect_url=reverse("portal:opening-identity"))
    response: HttpResponse = perform_login(request, login)
    return response
