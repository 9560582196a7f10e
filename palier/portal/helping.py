"""``/aider/``: answer an invitation, choose for whom one acts, and stop.

Whoever helps signs in as themselves. Once they have chosen a person, every page says for whom
they act, and shows what that person has opened to them.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.domain.access.actions.delegations import (
    AlreadyHelping,
    NotOneself,
    PasswordTooWeak,
    accept_as_newcomer,
    accept_delegation,
    begin_to_act,
    end_delegation,
)
from palier.domain.access.models import Delegation
from palier.domain.access.queries.delegations import (
    acting,
    delegations_held,
    invitation_under,
)
from palier.domain.access.rules.delegating import Scope, allows
from palier.domain.accounts.actions import AddressTaken
from palier.domain.accounts.models import User
from palier.domain.audit.actor import Actor, ActorKind
from palier.foundation.doors import public
from palier.foundation.errors import MoveRefused, NotYours
from palier.portal.account_choice import REMEMBERED, today_of
from palier.portal.acting import ACTING_FOR
from palier.portal.delegates import helper_words
from palier.ui.forms import Form
from palier.ui.french import long_date
from palier.ui.parts import Item, Link, PhoneCard

# What an acting delegate finds at the door, by scope: label, hint, URL name.
_WAYS: tuple[tuple[Scope, Any, Any, str], ...] = (
    (Scope.PAYMENT, gettext_lazy("Le compte de loyer"),
     gettext_lazy("Ce qui est dû, ce qui a été payé."), "portal:rent-account"),
    (Scope.PAYMENT, gettext_lazy("Payer"),
     gettext_lazy("Par carte, tout ou partie."), "portal:payments-start"),
    (Scope.PAPERS, gettext_lazy("Les pièces justificatives"),
     gettext_lazy("Voir ce qui est demandé, déposer."), "portal:papers"),
    (Scope.PAPERS, gettext_lazy("L’assurance habitation"),
     gettext_lazy("Déposer l’attestation."), "portal:insurance"),
    (Scope.PAPERS, gettext_lazy("Le foyer"),
     gettext_lazy("Déclarer un changement."), "portal:household"),
    (Scope.PAPERS, gettext_lazy("Les documents"),
     gettext_lazy("Bail, états des lieux, quittances."), "portal:documents"),
    (Scope.MESSAGES, gettext_lazy("Les messages"),
     gettext_lazy("Lire les réponses, écrire à l’agence."), "portal:messages"),
)  # fmt: skip


class NewcomerForm(Form):
    password = forms.CharField(
        label=gettext_lazy("Choisissez un mot de passe"),
        help_text=gettext_lazy("12 caractères au moins. Plusieurs mots à la suite vont très bien."),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choisissez un mot de passe.")},
    )


def acting_home(request: HttpRequest, under: Delegation) -> HttpResponse:
    """Show a delegate what they may do for whom they act."""
    agency = under.tenant_account.agency
    context = {
        "helped": under.helped_name,
        "until": long_date(under.ends_on),
        "ways": tuple(
            Link(str(label), reverse(name), hint=str(hint))
            for scope, label, hint, name in _WAYS
            if allows(under.scopes, scope)
        ),
        "agency": PhoneCard(agency.name, agency.phone, agency.hours, agency.email),
    }
    return render(request, "portal/helping/home.html", context)


@require_safe
def helping(request: HttpRequest) -> HttpResponse:
    """List the people the reader helps, and let them choose."""
    under = acting(request.user)
    rows = delegations_held(request.user, today_of(request))
    context = {
        "helped": [
            {
                "name": row.helped_name,
                "items": (
                    Item(_("Vous pouvez voir et faire"), lines=helper_words(row)),
                    Item(_("Jusqu’au"), long_date(row.ends_on)),
                ),
                "act_url": reverse("portal:helping-act", args=[row.code]),
                "leave_url": reverse("portal:helping-leave", args=[row.code]),
                "is_current": under is not None and under.pk == row.pk,
            }
            for row in rows
        ],
        "is_acting": under is not None,
        "stop_url": reverse("portal:helping-stop"),
    }
    return render(request, "portal/helping/list.html", context)


@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Turn to one person's file."""
    found = _mine(request, code)
    _turn_to(request, found)
    return redirect("portal:home")


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Be oneself again."""
    request.session.pop(ACTING_FOR, None)
    request.session.pop(REMEMBERED, None)
    return redirect("portal:home")


@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Help no longer."""
    found = _mine(request, code)
    end_delegation(
        delegation=found,
        ending=Delegation.Ending.LEFT,
        actor=Actor(ActorKind.DELEGATE, str(request.user.pk)),
        now=timezone.now(),
    )
    request.session.pop(ACTING_FOR, None)
    request.session.pop(REMEMBERED, None)
    messages.success(request, _("C’est fait : ce dossier ne vous est plus ouvert."))
    return redirect("portal:helping")


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link; take their yes."""
    now = timezone.now()
    try:
        found = invitation_under(code, token, now)
    except NotYours:
        return render(request, "portal/helping/too_late.html", status=404)
    user = request.user if isinstance(request.user, User) else None
    form = NewcomerForm(request.POST if request.method == "POST" and user is None else None)
    if request.method == "POST":
        try:
            if user is not None:
                accept_delegation(delegation=found, user=user, now=now)
                _turn_to(request, _mine(request, code))
                return redirect("portal:home")
            if form.is_valid():
                password = form.cleaned_data["password"]
                newcomer = accept_as_newcomer(
                    delegation=found,
                    password=password,
                    password_hash=make_password(password),
                    language=get_language() or "fr",
                    now=now,
                )
                return _signed_in(request, newcomer)
        except (NotOneself, AlreadyHelping, MoveRefused) as refused:
            messages.warning(request, refused.sentence)
        except PasswordTooWeak as weak:
            form.add_error("password", weak.sentence)
        except AddressTaken:
            form.add_error(
                None, _("Vous avez déjà un espace avec cette adresse : connectez-vous d’abord.")
            )
    here = request.get_full_path()
    context = {
        "form": form,
        "helped": found.helped_name,
        "helper": str(found),
        "email": user.email if user else found.email,
        "items": (
            Item(_("Vous pourrez voir et faire"), lines=helper_words(found)),
            Item(_("Jusqu’au"), long_date(found.ends_on)),
        ),
        "is_signed_in": user is not None,
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': here})}",
    }
    return render(request, "portal/helping/invited.html", context)


urlpatterns = [
    path("", helping, name="helping"),
    path("revenir/", stop, name="helping-stop"),
    path("<slug:code>/agir/", act, name="helping-act"),
    path("<slug:code>/arreter/", leave, name="helping-leave"),
    path("<slug:code>/<slug:token>/", invited, name="helping-invited"),
]


def _mine(request: HttpRequest, code: str) -> Delegation:
    found = delegations_held(request.user, today_of(request)).filter(code=code).first()
    if found is None:
        raise NotYours()
    return found


def _turn_to(request: HttpRequest, found: Delegation) -> None:
    request.session[ACTING_FOR] = found.code
    request.session.pop(REMEMBERED, None)
    if isinstance(request.user, User):
        begin_to_act(delegation=found, user=request.user, now=timezone.now())


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    record_authentication(request, user, method="password", email=user.email)
    login = Login(user=user, email=user.email, redirect_url=reverse("portal:helping"))
    response: HttpResponse = perform_login(request, login)
    return response
