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
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import RedirectView

from palier.domain.accounts.actions import LinkUsed, ask_password_reset, reset_password
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.rules.emails import folded_email
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

    def clean_email(self) -> str:
        # The library would look the account up here, and its time would tell.
        return folded_email(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        ask_password_reset(
            email=email,
            language=get_language() or settings.LANGUAGE_CODE,
            actor=actor_of(request.user),
            now=timezone.now(),
        )
        return email


class NewPasswordForm(OurLook, ResetPasswordKeyForm):
    """One box, that can be shown: typing twice blind catches less and costs more."""

    labels = {"password1": gettext_lazy("Nouveau mot de passe")}
    missing = {"password1": gettext_lazy("Choisissez un mot de passe.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].max_length = LONGEST

    def save(self) -> None:
        reset_password(
            user=self.user,
            key=self.temp_key,
            password=self.cleaned_data["password1"],
            actor=actor_of(self.user),
            now=timezone.now(),
        )


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


class NewPasswordView(account.PasswordResetFromKeyView):
    """Choose a new password; whoever comes second on one link is told it has served."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except LinkUsed:
            return self.render_to_response(self.get_context_data(token_fail=True))
        return answer


def page(view: Any, template: str, form_class: Any = None, **context: Any) -> Any:
    """Give a view of the library our template, our form and our frame."""

    class Page(view):
        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            known: dict[str, Any] = super().get_context_data(**kwargs)
            # The library's own ``site`` would hide the landlord's names.
            known.pop("site", None)
            return known

    Page.__name__ = view.__name__
    options = {"form_class": form_class} if form_class else {}
    return Page.as_view(template_name=f"{PAGES}{template}.html", extra_context=context, **options)


@public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer whoever tries too often, with something to do meanwhile."""
    return render(request, f"{PAGES}too_many.html", status=429)


urlpatterns = [
    path(
        "connexion/",
        page(account.LoginView, "sign_in", SignInForm, address=settings.PALIER_ADDRESS),
        name="account_login",
    ),
    path("connexion/code/", page(mfa.AuthenticateView, "code", CodeForm), name="mfa_authenticate"),
    path(
        "connexion/a-nouveau/",
        page(account.ReauthenticateView, "again", PasswordAgainForm),
        name="account_reauthenticate",
    ),
    path(
        "connexion/a-nouveau/code/",
        page(mfa.ReauthenticateView, "code", CodeAgainForm),
        name="mfa_reauthenticate",
    ),
    path(
        "connexion/ferme/",
        public(page(account.AccountInactiveView, "closed")),
        name="account_inactive",
    ),
    # The library links to its sign-up by this name: ours is the opening of an account.
    path(
        "connexion/ouvrir/",
        public(RedirectView.as_view(pattern_name="portal:opening")),
        name="account_signup",
    ),
    path("deconnexion/", page(account.LogoutView, "sign_out"), name="account_logout"),
    path(
        "mot-de-passe-oublie/",
        page(account.PasswordResetView, "forgotten", ForgottenForm),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe-oublie/envoye/",
        page(account.PasswordResetDoneView, "forgotten_sent"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe-oublie/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(NewPasswordView, "new_password", NewPasswordForm),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe-oublie/change/",
        page(account.PasswordResetFromKeyDoneView, "new_password_done"),
        name="account_reset_password_from_key_done",
    ),
    path(
        "connexion/second-facteur/",
        page(mfa.IndexView, "second_factor"),
        name="mfa_index",
    ),
    path(
        "connexion/second-facteur/activer/",
        page(totp.ActivateTOTPView, "second_factor_set", SetCodeForm),
        name="mfa_activate_totp",
    ),
    path(
        "connexion/second-facteur/retirer/",
        page(totp.DeactivateTOTPView, "second_factor_remove"),
        name="mfa_deactivate_totp",
    ),
    path(
        "connexion/second-facteur/codes-de-secours/",
        page(recovery.ViewRecoveryCodesView, "recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "connexion/second-facteur/codes-de-secours/nouveaux/",
        page(recovery.GenerateRecoveryCodesView, "recovery_codes_new"),
        name="mfa_generate_recovery_codes",
    ),
]
