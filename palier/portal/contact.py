"""``/ecrire-a-mon-agence/``: whoever cannot get in writes to the agency without an account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.access.rules import reference_key
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.accounts.throttling import Limit, count, wait_before
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.doors import public
from palier.foundation.sentences import in_french
from palier.portal.account_choice import chosen_account
from palier.portal.held_back import held_back
from palier.ui.forms import Form

_BY_ADDRESS = Limit("contact.address", tries=60, window=dt.timedelta(hours=1))
_BY_EMAIL = Limit("contact.email", tries=5, window=dt.timedelta(days=1))
_SENT = "contact_sent"


class ContactForm(Form):
    SUBJECTS = (
        ("opening", gettext_lazy("Je n’arrive pas à ouvrir mon espace")),
        ("sign_in", gettext_lazy("Je n’arrive pas à me connecter")),
        ("mailbox", gettext_lazy("Mon adresse e-mail a changé")),
        ("suspicious", gettext_lazy("J’ai reçu un message suspect")),
        ("other", gettext_lazy("Autre chose")),
    )

    subject = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"), choices=SUBJECTS, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=gettext_lazy("Votre message"),
        help_text=gettext_lazy("N’écrivez ni mot de passe, ni numéro de carte."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Écrivez votre message.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Votre nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Tapez votre nom.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy("Pour vous répondre. À défaut, laissez un numéro de téléphone."),
        required=False,
    )
    phone = forms.CharField(
        label=gettext_lazy("Votre téléphone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    reference = forms.CharField(
        label=gettext_lazy("Votre référence client"),
        help_text=gettext_lazy("Si vous l’avez sous les yeux : elle nous aide à trouver l’agence."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    website = forms.CharField(required=False)
    """Nobody sees this box: whatever fills it is a machine."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("email") and not cleaned.get("phone") and not self.errors:
            self.add_error(
                "email", _("Laissez une adresse e-mail ou un téléphone, pour vous répondre.")
            )
        return cleaned

    @property
    def is_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Take a message; whoever is signed in to an account writes in their own messages."""
    if request.method != "POST" and chosen_account(request, Scope.ANY) is not None:
        return redirect("portal:messages-new")
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        sent = [(_BY_ADDRESS, client_address(request))]
        if form.cleaned_data["email"]:
            sent.append((_BY_EMAIL, folded_email(form.cleaned_data["email"])))
        wait = wait_before(sent, now)
        if wait:
            return held_back(
                request,
                wait,
                may_write=False,
                reassured=_("Vous avez déjà écrit plusieurs fois. Vos messages sont bien arrivés."),
            )
        if not form.is_a_machine:
            count(sent, now)
            request.session[_SENT] = _opened(request, form.cleaned_data, now).code
        return redirect("portal:contact-sent")
    return render(
        request,
        "portal/contact/write.html",
        {"form": form, "address": settings.PALIER_ADDRESS},
    )


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/contact/sent.html", {"number": request.session.get(_SENT, "")})


def _opened(request: HttpRequest, said: dict[str, Any], now: dt.datetime) -> Case:
    """Open the case at the agency of the reference, which stays *said*, not proven.

    The account itself is not attached: whoever writes may be anybody.
    """
    key = reference_key(said["reference"])
    account = (
        TenantAccount.objects.filter(reference_key=key).select_related("agency").first()
        if key
        else None
    )
    return open_case(
        kind=Case.Kind.CONTACT,
        subject=in_french(dict(ContactForm.SUBJECTS)[said["subject"]]),
        body=said["message"],
        agency_id=account.agency.erp_id if account else "",
        contact_name=said["name"],
        contact_email=said["email"],
        contact_phone=said["phone"],
        facts={"topic": said["subject"], "said_reference": said["reference"]},
        actor=actor_of(request.user),
        now=now,
    )


urlpatterns = [
    path("", write, name="contact"),
    path("envoye/", sent, name="contact-sent"),
]
