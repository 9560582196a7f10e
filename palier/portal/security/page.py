"""``/mon-profil/securite/``: the password, the second factors and the ways back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.accounts.actions import set_password
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.rules.passwords import LONGEST
from palier.domain.accounts.second_factors.actions import (
    LastFactor,
    remove_passkey,
    rename_passkey,
)
from palier.domain.accounts.second_factors.queries import (
    Factors,
    passkey_for,
    second_factors_of,
)
from palier.domain.accounts.sessions.queries import open_sessions_for
from palier.domain.accounts.sessions.store import session_of
from palier.domain.landlord.queries import today
from palier.portal.security.look import base_template, works_here
from palier.ui.forms import Form
from palier.ui.french import long_date

LONGEST_NAME = 60


class NameForm(Form):
    name = forms.CharField(
        label=gettext_lazy("Nom de cette clé"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Donnez un nom à cette clé.")},
    )


class NewPasswordForm(Form):
    password = forms.CharField(
        label=gettext_lazy("Nouveau mot de passe"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": gettext_lazy("Choisissez un mot de passe.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show how the reader signs in, and what is left when something is lost."""
    user = _reader(request)
    now = timezone.now()
    factors = second_factors_of(user)
    sessions = open_sessions_for(
        user,
        current_code=session_of(request).code,
        minutes=settings.PALIER_SESSION_MINUTES,
        now=now,
    )
    context = {
        "base_template": base_template(request),
        "works_here": works_here(request),
        "email": user.email,
        "password_changed": _on(user.password_changed_at),
        "passkeys": [
            {
                "code": key.code,
                "name": key.name,
                "hint": _passkey_hint(key.added_at, key.used_at),
            }
            for key in factors.passkeys
        ],
        "application": _application_hint(factors),
        "has_factor": factors.count > 0,
        "codes": _codes_sentence(factors),
        "few_ways_back": factors.count > 0 and factors.ways_back < 1,
        "devices": ngettext(
            "%(count)d appareil est connecté, celui-ci.",
            "%(count)d appareils sont connectés, avec celui-ci.",
            len(sessions),
        )
        % {"count": len(sessions)},
    }
    return render(request, "portal/security/page.html", context)


@sensitive_post_parameters("password")
@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; every other device is signed out, this one goes on."""
    user = _reader(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        set_password(
            user=user,
            password=form.cleaned_data["password"],
            actor=actor_of(user),
            now=timezone.now(),
        )
        update_session_auth_hash(request, user)
        messages.success(
            request, _("Votre mot de passe est changé. Vos autres appareils sont déconnectés.")
        )
        return redirect("portal:security")
    return _render(request, "password.html", {"form": form})


@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_name(request: HttpRequest, code: str) -> HttpResponse:
    """Give a passkey another name."""
    user = _reader(request)
    passkey = passkey_for(user, code)
    form = NameForm(
        request.POST if request.method == "POST" else None, initial={"name": str(passkey)}
    )
    if form.is_valid():
        rename_passkey(
            user=user,
            code=code,
            name=form.cleaned_data["name"],
            actor=actor_of(user),
            now=timezone.now(),
        )
        messages.success(request, _("Le nom est changé."))
        return redirect("portal:security")
    return _render(request, "passkey_name.html", {"form": form, "name": str(passkey)})


@reauthentication_required(app="allauth.mfa")
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_remove(request: HttpRequest, code: str) -> HttpResponse:
    """Remove a passkey, after asking."""
    user = _reader(request)
    passkey = passkey_for(user, code)
    refusal = ""
    if request.method == "POST":
        try:
            remove_passkey(user=user, code=code, actor=actor_of(user), now=timezone.now())
        except LastFactor as last:
            refusal = last.sentence
        else:
            messages.success(request, _("La clé d’accès est retirée."))
            return redirect("portal:security")
    context = {
        "name": str(passkey),
        "refusal": refusal,
        "is_last": second_factors_of(user).count == 1,
    }
    return _render(request, "passkey_remove.html", context)


urlpatterns = [
    path("", security, name="security"),
    path("mot-de-passe/", password, name="security-password"),
    path("cles/<str:code>/nom/", passkey_name, name="passkey-name"),
    path("cles/<str:code>/retirer/", passkey_remove, name="passkey-remove"),
]


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    around = {"base_template": base_template(request)}
    return render(request, f"portal/security/{template}", {**around, **context})


def _on(instant: dt.datetime | None) -> str:
    return long_date(today(instant)) if instant else ""


def _passkey_hint(added_at: dt.datetime, used_at: dt.datetime | None) -> str:
    if used_at is None:
        return _("Ajoutée le %(day)s, pas encore utilisée.") % {"day": _on(added_at)}
    return _("Ajoutée le %(day)s, utilisée le %(used)s.") % {
        "day": _on(added_at),
        "used": _on(used_at),
    }


def _application_hint(factors: Factors) -> str:
    if factors.application_since is None:
        return ""
    return _("Ajoutée le %(day)s.") % {"day": _on(factors.application_since)}


def _codes_sentence(factors: Factors) -> str:
    left = factors.recovery_codes_left
    if left is None:
        return ""
    if left == 0:
        return _("Vous avez utilisé tous vos codes de secours.")
    return ngettext(
        "Il vous reste %(count)d code de secours.",
        "Il vous reste %(count)d codes de secours.",
        left,
    ) % {"count": left}
