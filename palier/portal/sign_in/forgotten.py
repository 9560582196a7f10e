"""A forgotten password: a link that serves once, sent to the mailbox of the account.

What the page says and costs never depends on the address that was typed: a job looks whether
there is an account, and decides how many letters an hour are enough.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.forms import ResetPasswordForm, ResetPasswordKeyForm
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from palier.domain.access.actions import end_recoveries_of
from palier.domain.accounts.actions import LinkUsed, ask_password_reset, reset_password
from palier.domain.accounts.adapter import client_address, keep_device
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.accounts.rules.passwords import LONGEST
from palier.domain.accounts.sign_in_limits import ASKING
from palier.domain.accounts.throttling import reserve
from palier.portal.held_back import held_back
from palier.portal.sign_in.looks import OurLook


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


class ForgottenView(account.PasswordResetView):
    """Ask for the link; the limit is on the address asked from, never on the account."""

    def form_valid(self, form: Any) -> HttpResponse:
        wait = reserve([(ASKING, client_address(self.request))], timezone.now())
        if wait:
            return held_back(self.request, wait)
        answer: HttpResponse = super().form_valid(form)
        return answer


class NewPasswordView(account.PasswordResetFromKeyView):
    """Choose a new password; whoever comes second on one link is told it has served.

    The browser that followed the link is then one that its owner knows: strangers who keep
    trying passwords meanwhile cannot keep them out.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except LinkUsed:
            return self.render_to_response(self.get_context_data(token_fail=True))
        end_recoveries_of(user=self.reset_user, actor=actor_of(self.reset_user), now=timezone.now())
        keep_device(self.request, answer, self.reset_user.email)
        return answer
