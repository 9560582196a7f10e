"""The second factor: a code of an application, a passkey, codes kept for a bad day.

Giving it at sign-in and adding it; what a person does with those they have stands in
``portal/security``.
"""

from __future__ import annotations

import json
import time
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.base import views as mfa
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondFactorAgainForm
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from palier.domain.accounts import throttling
from palier.domain.accounts.actions import note
from palier.domain.accounts.adapter import SHARED_COMPUTER, HeldBack, second_factor_limits
from palier.domain.accounts.stages import note_second_factor
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.portal.security.look import base_template
from palier.portal.sign_in.entering import held_back_by
from palier.portal.sign_in.looks import PAGES, OurLook, page

# The codes are shown once; the file may be fetched for a while, from the same session.
_CODES_SHOWN = "palier_codes_shown"
_FETCH_SECONDS = 10 * 60
LONGEST_NAME = 60


class CountedCode:
    """Count each try in the house's own limits, and record what is refused.

    Counted before the code is looked at, so a hundred tries at once are not all let through.
    """

    def clean_code(self) -> str:
        request, user, now = context.request, self.user, timezone.now()  # type: ignore[attr-defined]
        limits = second_factor_limits(request, user)
        wait = throttling.reserve(limits, now)
        if wait:
            raise HeldBack(wait)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            note(event=Event.SECOND_FACTOR_REFUSED, user=user, actor=Actor.visitor(), now=now)
            raise
        throttling.forgive(limits)
        return code


class CodeForm(CountedCode, OurLook, AuthenticateForm):
    labels = {"code": gettext_lazy("Code à six chiffres")}
    missing = {"code": gettext_lazy("Tapez le code.")}


class CodeAgainForm(CountedCode, OurLook, SecondFactorAgainForm):
    labels = {"code": gettext_lazy("Code à six chiffres")}
    missing = {"code": gettext_lazy("Tapez le code.")}


class SetCodeForm(OurLook, ActivateTOTPForm):
    labels = {"code": gettext_lazy("Code affiché par l’application")}
    missing = {"code": gettext_lazy("Tapez le code affiché par l’application.")}


class NewPasskeyForm(OurLook, AddWebAuthnForm):
    """Always a passkey proper: kept by the device, opened by a finger, a face or a PIN."""

    labels = {"name": gettext_lazy("Nom de cette clé")}
    missing = {
        "credential": gettext_lazy(
            "Votre appareil n’a pas donné de clé. Recommencez, ou choisissez l’application "
            "d’authentification."
        )
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].max_length = LONGEST_NAME
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME
        self.initial["name"] = ""

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip()[:LONGEST_NAME] or _("Clé d’accès")

    def clean(self) -> dict[str, Any]:
        # The library then insists that the device itself has checked who holds it.
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class Rotated:
    """Showing who one is once more opens new doors: the session gets a new key."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.cycle_key()  # type: ignore[attr-defined]
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


class PasskeyPage:
    """Hand the page what the browser must be asked."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        asked = known.get("js_data", {})
        options = asked.get("creation_options") or asked.get("request_options")
        return {**known, "options": json.dumps(options) if options else ""}


class CodeView(PasskeyPage, mfa.AuthenticateView):
    """Give the second factor after the password: a code, or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_context_data(**kwargs)
        has_passkey = bool(auth.get_credentials(self.stage.login.user))
        return {**known, "passkey": has_passkey}

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = held_back_by(self.request, form) or super().form_invalid(form)
        return answer


class CodeAgainView(Rotated, mfa.ReauthenticateView):
    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = held_back_by(self.request, form) or super().form_invalid(form)
        return answer


class PasskeyAgainView(PasskeyPage, Rotated, webauthn.ReauthenticateWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class Shown:
    """Whoever sets a second factor has just shown it: it is not asked again at the next page."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        note_second_factor(self.request)  # type: ignore[attr-defined]
        return answer


class AddPasskeyView(Shown, PasskeyPage, webauthn.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = super().get_context_data(**kwargs)
        creation = auth.begin_registration(self.request.user, True)
        # A key is tied to a name: at a bare address (the sample's) no browser makes one.
        host = self.request.get_host().partition(":")[0]
        return {
            **known,
            "base_template": base_template(self.request),
            "options": json.dumps(dict(creation)),
            "elsewhere": _named_address(self.request) if host.replace(".", "").isdigit() else "",
        }

    def get_success_url(self) -> str:
        messages.success(self.request, _("Votre clé d’accès est enregistrée."))
        url: str = super().get_success_url()
        return url


class PasskeySignInView(webauthn.LoginWebAuthnView):
    """Sign in with a passkey alone: it holds two factors, the device and who opens it."""

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        self.request.session[SHARED_COMPUTER] = self.request.POST.get("shared") == "on"
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = flows.perform_passwordless_login(self.request, passkey, login)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(
            self.request,
            _(
                "Cette clé d’accès n’est pas reconnue. Connectez-vous avec votre adresse e-mail "
                "et votre mot de passe."
            ),
        )
        return HttpResponseRedirect(reverse("account_login"))


class SetApplicationView(Shown, totp.ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known: dict[str, Any] = super().get_context_data(**kwargs)
        return {**known, "base_template": base_template(self.request)}


@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the codes, once; afterwards say how many are left."""
    codes, may_see = view_recovery_codes(request)
    if codes is None:
        raise Http404()
    unused = codes.get_unused_codes()
    if may_see:
        request.session[_CODES_SHOWN] = time.time()
    context = {
        "base_template": base_template(request),
        "unused_codes": unused if may_see else [],
        "left": len(unused),
        "may_see": may_see,
    }
    return render(request, f"{PAGES}recovery_codes.html", context)


@require_safe
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """Give the codes just shown as a text file, once."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    shown_at = request.session.pop(_CODES_SHOWN, 0)
    codes, _may_see = view_recovery_codes(request)
    if codes is None or time.time() - shown_at > _FETCH_SECONDS:
        raise Http404()
    answer = render(
        request,
        f"{PAGES}recovery_codes.txt",
        {"codes": codes.get_unused_codes()},
        content_type="text/plain; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _named_address(request: HttpRequest) -> str:
    _host, _colon, port = request.get_host().partition(":")
    return f"http://localhost:{port}{request.path}"


urlpatterns = [
    path("connexion/code/", page(CodeView, "code", CodeForm), name="mfa_authenticate"),
    path("connexion/cle/", PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path(
        "connexion/a-nouveau/code/",
        page(CodeAgainView, "code", CodeAgainForm),
        name="mfa_reauthenticate",
    ),
    path(
        "connexion/a-nouveau/cle/",
        page(PasskeyAgainView, "passkey_again"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "connexion/second-facteur/",
        RedirectView.as_view(pattern_name="portal:security"),
        name="mfa_index",
    ),
    path(
        "connexion/second-facteur/activer/",
        page(SetApplicationView, "second_factor_set", SetCodeForm),
        name="mfa_activate_totp",
    ),
    path(
        "connexion/second-facteur/retirer/",
        page(totp.DeactivateTOTPView, "second_factor_remove"),
        name="mfa_deactivate_totp",
    ),
    path(
        "connexion/second-facteur/cle/",
        page(AddPasskeyView, "passkey_add", NewPasskeyForm),
        name="mfa_add_webauthn",
    ),
    path(
        "connexion/second-facteur/cles/",
        RedirectView.as_view(pattern_name="portal:security"),
        name="mfa_list_webauthn",
    ),
    path(
        "connexion/second-facteur/codes-de-secours/",
        recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "connexion/second-facteur/codes-de-secours/fichier/",
        recovery_codes_file,
        name="mfa_download_recovery_codes",
    ),
    path(
        "connexion/second-facteur/codes-de-secours/nouveaux/",
        page(recovery.GenerateRecoveryCodesView, "recovery_codes_new"),
        name="mfa_generate_recovery_codes",
    ),
]
