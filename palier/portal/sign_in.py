"""Signing in and out, a forgotten password, the second factor.

The library's views, with forms and pages of ours, at French addresses and under the
names it reverses itself. What is not listed here does not exist: its sign-up, its e-mail
management and its social pages have no address.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.forms import (
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base import views as mfa
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondFactorAgainForm
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from palier.domain.accounts.rules.passwords import LONGEST
from palier.foundation.doors import public
from palier.ui.forms import Renderer

PAGES = "portal/sign_in/"


class OurLook:
    """Draw a form of the library with the components of the house."""

    default_renderer = Renderer
    use_required_attribute = False

    labels: dict[str, Any] = {}
    missing: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, label in self.labels.items():
            fields[name].label = label
        for name, sentence in self.missing.items():
            fields[name].error_messages["required"] = sentence
        for field in fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class SignInForm(OurLook, LoginForm):
    labels = {
        "login": gettext_lazy("Adresse e-mail"),
        "password": gettext_lazy("Mot de passe"),
    }
    missing = {
        "login": gettext_lazy("Tapez votre adresse e-mail."),
        "password": gettext_lazy("Tapez votre mot de passe."),
    }


class ForgottenForm(OurLook, ResetPasswordForm):
    labels = {"email": gettext_lazy("Adresse e-mail de votre espace")}
    missing = {"email": gettext_lazy("Tapez votre adresse e-mail.")}


class NewPasswordForm(OurLook, ResetPasswordKeyForm):
    """One box, that can be shown: typing twice blind catches less and costs more."""

    labels = {"password1": gettext_lazy("Nouveau mot de passe")}
    missing = {"password1": gettext_lazy("Choisissez un mot de passe.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].max_length = LONGEST


class PasswordAgainForm(OurLook, ReauthenticateForm):
    labels = {"password": gettext_lazy("Mot de passe")}
    missing = {"password": gettext_lazy("Tapez votre mot de passe.")}


class CodeForm(OurLook, AuthenticateForm):
    labels = {"code": gettext_lazy("Code à six chiffres")}
    missing = {"code": gettext_lazy("Tapez le code.")}


class CodeAgainForm(OurLook, SecondFactorAgainForm):
    labels = {"code": gettext_lazy("Code à six chiffres")}
    missing = {"code": gettext_lazy("Tapez le code.")}


class SetCodeForm(OurLook, ActivateTOTPForm):
    labels = {"code": gettext_lazy("Code affiché par l’application")}
    missing = {"code": gettext_lazy("Tapez le code affiché par l’application.")}


@public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer whoever tries too often, with something to do meanwhile."""
    return render(request, f"{PAGES}too_many.html", status=429)


ADDRESS = {"address": settings.PALIER_ADDRESS}

urlpatterns = [
    path(
        "connexion/",
        account.LoginView.as_view(
            form_class=SignInForm, template_name=f"{PAGES}sign_in.html", extra_context=ADDRESS
        ),
        name="account_login",
    ),
    path(
        "connexion/code/",
        mfa.AuthenticateView.as_view(form_class=CodeForm, template_name=f"{PAGES}code.html"),
        name="mfa_authenticate",
    ),
    path(
        "connexion/a-nouveau/",
        account.ReauthenticateView.as_view(
            form_class=PasswordAgainForm, template_name=f"{PAGES}again.html"
        ),
        name="account_reauthenticate",
    ),
    path(
        "connexion/a-nouveau/code/",
        mfa.ReauthenticateView.as_view(form_class=CodeAgainForm, template_name=f"{PAGES}code.html"),
        name="mfa_reauthenticate",
    ),
    path(
        "connexion/ferme/",
        public(account.AccountInactiveView.as_view(template_name=f"{PAGES}closed.html")),
        name="account_inactive",
    ),
    path(
        "deconnexion/",
        account.LogoutView.as_view(template_name=f"{PAGES}sign_out.html"),
        name="account_logout",
    ),
    path(
        "mot-de-passe-oublie/",
        account.PasswordResetView.as_view(
            form_class=ForgottenForm, template_name=f"{PAGES}forgotten.html"
        ),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe-oublie/envoye/",
        account.PasswordResetDoneView.as_view(template_name=f"{PAGES}forgotten_sent.html"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe-oublie/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.PasswordResetFromKeyView.as_view(
            form_class=NewPasswordForm, template_name=f"{PAGES}new_password.html"
        ),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe-oublie/change/",
        account.PasswordResetFromKeyDoneView.as_view(
            template_name=f"{PAGES}new_password_done.html"
        ),
        name="account_reset_password_from_key_done",
    ),
    path(
        "connexion/second-facteur/",
        mfa.IndexView.as_view(template_name=f"{PAGES}second_factor.html"),
        name="mfa_index",
    ),
    path(
        "connexion/second-facteur/activer/",
        totp.ActivateTOTPView.as_view(
            form_class=SetCodeForm, template_name=f"{PAGES}second_factor_set.html"
        ),
        name="mfa_activate_totp",
    ),
    path(
        "connexion/second-facteur/retirer/",
        totp.DeactivateTOTPView.as_view(template_name=f"{PAGES}second_factor_remove.html"),
        name="mfa_deactivate_totp",
    ),
    path(
        "connexion/second-facteur/codes-de-secours/",
        recovery.ViewRecoveryCodesView.as_view(template_name=f"{PAGES}recovery_codes.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "connexion/second-facteur/codes-de-secours/nouveaux/",
        recovery.GenerateRecoveryCodesView.as_view(template_name=f"{PAGES}recovery_codes_new.html"),
        name="mfa_generate_recovery_codes",
    ),
    # The library links to its sign-up by this name: ours is the opening of an account.
    path(
        "connexion/ouvrir/",
        public(RedirectView.as_view(pattern_name="portal:opening")),
        name="account_signup",
    ),
]
