"""The mailbox is lost: the agency gives the access back, by letter or with an advisor."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.sign_in_limits import ASKING_AGENCY
from palier.domain.accounts.throttling import reserve
from palier.domain.casework.actions import Wish, ask_recovery
from palier.foundation.doors import public
from palier.portal.frame import landlord_contact, settings_of
from palier.portal.held_back import held_back
from palier.portal.opening.forms import WhoForm
from palier.ui.parts import PhoneCard


class AgencyForm(WhoForm):
    given_name = forms.CharField(
        label=gettext_lazy("Prénom"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Tapez votre prénom.")},
    )
    wish = forms.ChoiceField(
        label=gettext_lazy("Que préférez-vous ?"),
        widget=forms.RadioSelect,
        choices=[
            (Wish.LETTER.value, gettext_lazy("Une lettre à mon logement, avec un code")),
            (Wish.CALL.value, gettext_lazy("Qu’un conseiller me rappelle")),
        ],
        error_messages={"required": gettext_lazy("Choisissez l’un des deux.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Votre téléphone"),
        help_text=gettext_lazy(
            "Le conseiller appelle d’abord le numéro de votre dossier. Celui-ci l’aide à vous "
            "joindre si le numéro a changé."
        ),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the agency for help; a job finds which one, so the page and its time tell nothing."""
    form = AgencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        wait = reserve([(ASKING_AGENCY, client_address(request))], now)
        if wait:
            return held_back(request, wait)
        ask_recovery(**form.cleaned_data, actor=actor_of(request.user), now=now)
        return redirect("portal:recovery-agency-asked")
    return render(request, "portal/recovery/agency.html", {"form": form, "call": _call(request)})


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "portal/recovery/agency_asked.html", {"call": _call(request)})


def _call(request: HttpRequest) -> PhoneCard:
    contact = landlord_contact(settings_of(request))
    return PhoneCard(contact.name, contact.phone, contact.hours, contact.email)
