"""What the agency gave leads to a new password, that its owner chooses alone; or is stopped.

Opening a link changes nothing: programs that look at links beforehand must not use it up.
"""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from palier.domain.access import actions, queries
from palier.domain.access.models import Recovery
from palier.domain.access.rules import reference_key
from palier.domain.accounts.adapter import client_address, keep_device
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.sign_in_limits import reserve_code
from palier.domain.accounts.throttling import give_back
from palier.foundation.doors import public
from palier.portal.held_back import held_back
from palier.portal.opening.forms import PasswordForm
from palier.ui.forms import Form

SHOWN = "recovery"
LASTS = dt.timedelta(minutes=30)


class CodeForm(Form):
    reference = forms.CharField(
        label=gettext_lazy("Référence client"),
        help_text=gettext_lazy("Elle est sur la lettre, et en haut de chaque avis d’échéance."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tapez votre référence client.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Les espaces et les tirets ne comptent pas."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Tapez le code de la lettre.")},
    )


class NewPasswordForm(PasswordForm):
    def __init__(self, *args: object, user: User) -> None:
        super().__init__(*args)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


@public
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code of a letter, or of the counter."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        reference, typed = form.cleaned_data["reference"], form.cleaned_data["code"]
        reserved = reserve_code(
            reference=reference_key(reference), address=client_address(request), now=now
        )
        if reserved.wait:
            return held_back(request, reserved.wait)
        found = queries.recovery_for_code(reference, typed)
        try:
            actions.check_code(recovery=found, typed=typed, actor=actor_of(request.user), now=now)
        except actions.CodeNotYet:
            give_back(reserved.counted, now)
            context["opens_at"] = found.opens_at if found else None
        except actions.RecoveryDead as wrong:
            form.add_error("code", wrong.sentence)
        else:
            give_back(reserved.counted, now)
            return _shown(request, found.code if found else "", now)
    return render(request, "portal/recovery/code.html", context)


@public
@require_http_methods(["GET", "HEAD"])
def link(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Follow the link of the agency: the address with its secret is left at once."""
    now = timezone.now()
    found = queries.recovery_under(code, token)
    if found.means != Recovery.Means.LINK or not queries.link_opens(found, now):
        return render(request, "portal/recovery/dead.html", status=410)
    return _shown(request, found.code, now)


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the new password; the browser is then one that its owner knows."""
    now = timezone.now()
    found = _found(request, now)
    if found is None:
        return render(request, "portal/recovery/dead.html", status=410)
    user = found.link.user
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        request.session.pop(SHOWN, None)
        try:
            actions.use_recovery(code=found.code, password=form.cleaned_data["password"], now=now)
        except actions.RecoveryDead:
            return render(request, "portal/recovery/dead.html", status=410)
        answer = redirect("account_reset_password_from_key_done")
        keep_device(request, answer, user.email)
        return answer
    return render(request, "portal/recovery/choose.html", {"form": form, "email": user.email})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Stop what the agency gives, because it was not the owner who asked."""
    found = queries.recovery_under(code, token)
    stopped = found.state == Recovery.State.STOPPED
    over = not stopped and found.state not in Recovery.LIVE
    if request.method == "POST" and not stopped and not over:
        try:
            actions.stop_recovery(code=code, actor=actor_of(request.user), now=timezone.now())
            stopped = True
        except actions.RecoveryDead:
            over = True
    context = {
        "stopped": stopped,
        "over": over,
        "used": found.state == Recovery.State.USED,
        "new_address": found.means == Recovery.Means.NEW_ADDRESS,
    }
    return render(request, "portal/recovery/stop.html", context)


def _shown(request: HttpRequest, code: str, now: dt.datetime) -> HttpResponse:
    # A new key: nobody who planted a session in this browser follows into it.
    request.session.cycle_key()
    request.session[SHOWN] = {"code": code, "until": (now + LASTS).isoformat()}
    return redirect("portal:recovery-choose")


def _found(request: HttpRequest, now: dt.datetime) -> Recovery | None:
    shown = request.session.get(SHOWN)
    if not shown or dt.datetime.fromisoformat(shown["until"]) < now:
        return None
    found = queries.recovery_numbered(shown["code"])
    return found if found is not None and queries.link_opens(found, now) else None
