"""The password: shown at the door, and once more before what matters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account import views as account
from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from palier.domain.accounts.adapter import SHARED_COMPUTER, HeldBack, directory
from palier.foundation.doors import public
from palier.portal.held_back import held_back
from palier.portal.sign_in.looks import OurLook

# The longest that a limit of the library's own makes anybody wait (ACCOUNT_RATE_LIMITS).
LIBRARY_WAIT = dt.timedelta(minutes=10)


class SignInForm(OurLook, LoginForm):
    labels = {
        "login": gettext_lazy("Adresse e-mail"),
        "password": gettext_lazy("Mot de passe"),
    }
    missing = {
        "login": gettext_lazy("Tapez votre adresse e-mail."),
        "password": gettext_lazy("Tapez votre mot de passe."),
    }

    shared = forms.BooleanField(
        label=gettext_lazy("J’utilise un ordinateur partagé"), required=False
    )

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        request.session[SHARED_COMPUTER] = self.cleaned_data["shared"]
        answer: HttpResponse = super().login(request, redirect_url=redirect_url)
        return answer


class PasswordAgainForm(OurLook, ReauthenticateForm):
    labels = {"password": gettext_lazy("Mot de passe")}
    missing = {"password": gettext_lazy("Tapez votre mot de passe.")}


class SignInView(account.LoginView):
    """Take the password; whoever tried too often is told when to try again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known: dict[str, Any] = super().get_context_data(**kwargs)
        if directory() is None:
            return known
        return {**known, "directory_name": settings.PALIER_SSO["name"]}

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = held_back_by(
            self.request, form, by_password=True
        ) or super().form_invalid(form)
        return answer


class PasswordAgainView(account.ReauthenticateView):
    """Take the password again; whoever tried too often is told when to try again.

    Showing who one is once more opens new doors, so the session gets a new key.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.cycle_key()
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = held_back_by(
            self.request, form, by_password=True
        ) or super().form_invalid(form)
        return answer


@public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer whoever runs into a limit of the library's own."""
    return held_back(request, LIBRARY_WAIT)


def held_back_by(
    request: HttpRequest, form: forms.BaseForm, *, by_password: bool = False
) -> HttpResponse | None:
    """Give the page that says when to try again, if that is what ``form`` was refused for."""
    for faults in form.errors.as_data().values():
        for fault in faults:
            if isinstance(fault, HeldBack):
                return held_back(request, fault.wait, by_password=by_password)
    return None
