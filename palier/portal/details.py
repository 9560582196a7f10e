"""``/mes-informations/``: once a year, « Ces informations sont-elles toujours exactes ? »"""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import AccountView, is_confirmation_due
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.landlord.queries import today
from palier.domain.tenancy.actions import confirm_details
from palier.domain.tenancy.models import Person
from palier.domain.tenancy.queries import addresses_of
from palier.portal.account_choice import chosen_account
from palier.portal.frame import settings_of
from palier.ui.forms import Form
from palier.ui.french import long_date, phone_number
from palier.ui.parts import Item

LONGEST = 1_000


class CorrectionForm(Form):
    body = forms.CharField(
        label=gettext_lazy("Qu’est-ce qui a changé ?"),
        help_text=gettext_lazy(
            "Par exemple : un nouveau numéro de téléphone. N’écrivez pas votre numéro de "
            "Sécurité sociale."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Écrivez ce qui a changé.")},
    )


def details(request: HttpRequest) -> HttpResponse:
    """Show what the landlord knows of the reader; take a yes."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    now = timezone.now()
    if request.method == "POST":
        confirm_details(person=view.person, actor=actor_of(request.user), now=now)
        messages.success(request, _("Merci. Nous vous redemanderons dans un an."))
        return redirect("portal:home")
    context = {
        "items": _items(view),
        "asked": must_confirm(request, view, now),
        "confirmed": _confirmed(view.person),
        "correction_url": reverse("portal:details-correction"),
    }
    return render(request, "portal/details/page.html", context)


def correction(request: HttpRequest) -> HttpResponse:
    """Tell the agency what is wrong; it answers by a promised day."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and isinstance(request.user, User):
        case = open_case(
            kind=Case.Kind.CORRECTION,
            subject=_("Informations à corriger"),
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
    return render(request, "portal/details/correction.html", {"form": form, "items": _items(view)})


def must_confirm(request: HttpRequest, view: AccountView, now: dt.datetime) -> bool:
    """Tell whether the yearly question is due for the reader."""
    months = int(settings_of(request)["details_confirmation_months"])
    return is_confirmation_due(view.person, view.proven_at, months=months, now=now)


urlpatterns = [
    path("", details, name="details"),
    path("corriger/", correction, name="details-correction"),
]


def _items(view: AccountView) -> tuple[Item, ...]:
    person = view.person
    account = view.tenant_account
    unknown = _("nous ne l’avons pas")
    home = addresses_of([account]).get(account.pk, "")
    known = (
        (_("Nom"), person.full_name),
        (_("Nom de naissance"), person.birth_name if person.usage_name else ""),
        (_("Date de naissance"), long_date(person.birth_date) if person.birth_date else ""),
        (_("Adresse"), home),
    )
    contact = (
        (_("E-mail"), person.email),
        (_("Téléphone portable"), phone_number(person.mobile)),
        (_("Autre téléphone"), phone_number(person.phone)),
    )
    return (
        Item(_("Référence client"), account.customer_reference),
        *(Item(term, text) for term, text in known if text),
        *(Item(term, text or unknown) for term, text in contact if text or term != contact[2][0]),
    )


def _confirmed(person: Person) -> str:
    if person.details_confirmed_at is None:
        return ""
    day = today(person.details_confirmed_at)
    return _("Vous avez dit que tout était exact le %(day)s.") % {"day": long_date(day)}
