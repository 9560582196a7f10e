"""The hub: everything the landlord knows of the reader, and once a year whether it is exact."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from palier.domain.access.queries import AccountView, is_confirmation_due
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.contact_details.queries import (
    details_of,
    live_email_change_of,
    notice_delivery_of,
)
from palier.domain.landlord.queries import Settings, today
from palier.domain.mail.preferences import refused_topics
from palier.domain.tenancy.actions import confirm_details
from palier.domain.tenancy.models import Person
from palier.domain.tenancy.queries import addresses_among
from palier.portal.account_choice import chosen_account, dwelling_leases
from palier.portal.frame import settings_of
from palier.portal.profile.email import progress_words
from palier.portal.profile.language import language_name
from palier.portal.profile.notice_delivery import delivery_words
from palier.portal.profile.places import places
from palier.portal.profile.words import reach_items
from palier.ui.forms import Form
from palier.ui.french import long_date
from palier.ui.parts import Item

LONGEST = 1_000


class CorrectionForm(Form):
    body = forms.CharField(
        label=gettext_lazy("Qu’est-ce qui n’est pas exact ?"),
        help_text=gettext_lazy(
            "Par exemple : mon nom est mal écrit. N’écrivez pas votre numéro de Sécurité sociale."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Écrivez ce qui a changé.")},
    )


def profile(request: HttpRequest) -> HttpResponse:
    """Show what the landlord knows of the reader; take the yearly yes."""
    view = chosen_account(request)
    if view is None or not isinstance(request.user, User):
        return redirect("portal:home")
    now = timezone.now()
    if request.method == "POST":
        confirm_details(person=view.person, actor=actor_of(request.user), now=now)
        messages.success(request, _("Merci. Nous vous redemanderons dans un an."))
        return redirect("portal:home")
    email_change = live_email_change_of(request.user)
    context = {
        "who": _who(request, view),
        "reach": reach_items(
            details_of(view.person),
            email=request.user.email,
            email_note=progress_words(email_change) if email_change else "",
            now=now,
        ),
        "received": (*_notices(request, view, now), *_letters(request.user)),
        "asked": _is_long_ago(view.person, settings_of(request), now),
        "confirmed": _confirmed(view.person),
        "places": places(),
        "correction_url": reverse("portal:profile-correction"),
    }
    return render(request, "portal/profile/page.html", context)


def correction(request: HttpRequest) -> HttpResponse:
    """Tell the agency what is wrong; it answers by a promised day."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and isinstance(request.user, User):
        case = open_case(
            kind=Case.Kind.CORRECTION,
            subject=gettext_noop("Informations à corriger"),
            body=form.cleaned_data["body"],
            tenant_account=view.tenant_account,
            person=view.person,
            user=request.user,
            contact_email=request.user.email,
            actor=actor_of(request.user),
            now=timezone.now(),
        )
        promised = _("C’est envoyé. Votre agence vous répond au plus tard le %(day)s.")
        messages.success(request, promised % {"day": long_date(case.promised_on)})
        return redirect("portal:home")
    return render(
        request, "portal/profile/correction.html", {"form": form, "who": _who(request, view)}
    )


def must_confirm(request: HttpRequest, view: AccountView, now: dt.datetime) -> bool:
    """Tell whether the yearly question is due for the reader."""
    months = int(settings_of(request)["details_confirmation_months"])
    return is_confirmation_due(view.person, view.proven_at, months=months, now=now)


urlpatterns = [
    path("", profile, name="profile"),
    path("corriger/", correction, name="profile-correction"),
]


def _is_long_ago(person: Person, settings: Settings, now: dt.datetime) -> bool:
    """Tell whether the reader has not said for a year, or ever, that all is exact."""
    months = int(settings["details_confirmation_months"])
    said = person.details_confirmed_at
    return said is None or said <= now - dt.timedelta(days=round(months * 30.44))


def _who(request: HttpRequest, view: AccountView) -> tuple[Item, ...]:
    person = view.person
    account = view.tenant_account
    known = (
        (_("Nom"), person.full_name),
        (_("Nom de naissance"), person.birth_name if person.usage_name else ""),
        (_("Date de naissance"), long_date(person.birth_date) if person.birth_date else ""),
        (_("Logement"), addresses_among(dwelling_leases(request)).get(account.pk, "")),
    )
    return (
        Item(_("Référence client"), account.customer_reference),
        *(Item(term, text) for term, text in known if text),
    )


def _notices(request: HttpRequest, view: AccountView, now: dt.datetime) -> tuple[Item, ...]:
    if view.is_former:
        return ()
    rule = str(settings_of(request)["paperless_agreement"])
    text, note = delivery_words(notice_delivery_of(view, today=today(now), rule=rule))
    page = reverse("portal:profile-notices")
    return (Item(_("Avis d’échéance"), text, note=note, change_url=page),)


def _letters(user: User) -> tuple[Item, ...]:
    refused = len(refused_topics(user.email))
    text = _("Tous")
    if refused:
        text = ngettext("Tous sauf %(count)d sujet", "Tous sauf %(count)d sujets", refused) % {
            "count": refused
        }
    return (
        Item(_("E-mails que vous recevez"), text, change_url=reverse("portal:notifications")),
        Item(_("Langue"), language_name(user), change_url=reverse("portal:profile-language")),
    )


def _confirmed(person: Person) -> str:
    if person.details_confirmed_at is None:
        return ""
    day = today(person.details_confirmed_at)
    return _("Vous avez dit que tout était exact le %(day)s.") % {"day": long_date(day)}
