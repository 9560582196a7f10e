"""``/mon-profil/langue/``: the language of the pages and of the e-mails."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts.models import User
from palier.portal.account_choice import chosen_account
from palier.portal.language import speak
from palier.ui.forms import Form


class LanguageForm(Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Dans quelle langue voulez-vous lire cet espace et vos e-mails ?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une langue.")},
    )


def language(request: HttpRequest) -> HttpResponse:
    """Choose the language; say what stays in French."""
    if chosen_account(request) is None or not isinstance(request.user, User):
        return redirect("portal:home")
    form = LanguageForm(
        request.POST if request.method == "POST" else None,
        initial={"language": request.user.language},
    )
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        with translation.override(chosen):
            messages.success(request, _("Vos préférences sont enregistrées."))
        response = redirect("portal:profile")
        speak(request, response, chosen)
        return response
    return render(request, "portal/profile/language.html", {"form": form})


def language_name(user: User) -> str:
    """Give the reader's language under its own name."""
    return dict(settings.LANGUAGES).get(user.language, dict(settings.LANGUAGES)["fr"])


urlpatterns = [path("langue/", language, name="profile-language")]
