"""``/mon-profil/proches/``: the people who help, what each may do, until when, and taking it back.

Only the holder themselves: whoever acts for them finds nothing here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.domain.access.actions.delegations import (
    AlreadyHelping,
    NothingGranted,
    TooLong,
    TooManyHelpers,
    end_delegation,
    invite_delegate,
    renew_delegation,
)
from palier.domain.access.models import Delegation
from palier.domain.access.queries import people_of
from palier.domain.access.queries.delegations import delegation_among, delegations_given
from palier.domain.access.rules.delegating import Scope, latest_end
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.foundation.errors import MoveRefused, NotYours
from palier.portal.account_choice import chosen_account, today_of
from palier.ui.forms import DateField, Form
from palier.ui.french import capital, long_date
from palier.ui.parts import Item, Status

SCOPES = (
    (Scope.PAPERS.value, gettext_lazy("Mes pièces, mon assurance, mon foyer, mes documents")),
    (Scope.PAYMENT.value, gettext_lazy("Mon loyer : voir le compte, les avis, et payer")),
    (Scope.MESSAGES.value, gettext_lazy("Mes messages : les lire et écrire à l’agence")),
)
_SEEN_BY_HELPERS = {
    Scope.PAPERS.value: gettext_lazy("Les pièces, l’assurance, le foyer, les documents"),
    Scope.PAYMENT.value: gettext_lazy("Le loyer : voir le compte, les avis, et payer"),
    Scope.MESSAGES.value: gettext_lazy("Les messages : les lire et écrire à l’agence"),
}
_TONES = {
    Delegation.State.RECORDED: "info",
    Delegation.State.INVITED: "info",
    Delegation.State.ACTIVE: "success",
    Delegation.State.ENDED: "neutral",
}


class InviteForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Qui est-ce ?"),
        widget=forms.RadioSelect,
        choices=[
            (Delegation.Kind.RELATIVE.value, gettext_lazy("Un proche")),
            (Delegation.Kind.SOCIAL_WORKER.value, gettext_lazy("Un travailleur social")),
        ],
        error_messages={"required": gettext_lazy("Dites qui est cette personne.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Prénom et nom"),
        max_length=120,
        error_messages={"required": gettext_lazy("Tapez le prénom et le nom.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisme"),
        help_text=gettext_lazy("Pour un travailleur social : mairie, association, département…"),
        max_length=120,
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Son adresse e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tapez son adresse e-mail.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Que pourra faire cette personne ?"),
        widget=forms.CheckboxSelectMultiple,
        choices=SCOPES,
        error_messages={"required": gettext_lazy("Cochez au moins une ligne.")},
    )
    ends_on = DateField(
        label=gettext_lazy("Jusqu’au"),
        help_text=gettext_lazy("Un an au plus. Vous pourrez prolonger, ou arrêter à tout moment."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            cleaned.get("kind") == Delegation.Kind.SOCIAL_WORKER
            and not (cleaned.get("organisation") or "").strip()
        ):
            self.add_error("organisation", _("Tapez le nom de son organisme."))
        return cleaned


class RenewForm(Form):
    ends_on = DateField(label=gettext_lazy("Nouvelle date de fin"))


@require_safe
def delegates(request: HttpRequest) -> HttpResponse:
    """List the people who help the reader."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    rows = delegations_given(people_of(request.user))
    context = {
        "living": [_card(row) for row in rows if row.state in Delegation.LIVE],
        "over": [_card(row) for row in rows if row.state not in Delegation.LIVE],
        "may_invite": not view.is_former,
    }
    return render(request, "portal/delegates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody to help."""
    view = chosen_account(request)
    if view is None or not isinstance(request.user, User):
        return redirect("portal:home")
    if view.is_former:
        raise NotYours()
    half_a_year = today_of(request) + dt.timedelta(days=182)
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial={"ends_on": half_a_year}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_delegate(
                view=view,
                user=request.user,
                **form.cleaned_data,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except TooLong as refused:
            form.add_error("ends_on", refused.sentence)
        except AlreadyHelping as refused:
            form.add_error("email", refused.sentence)
        except (NothingGranted, TooManyHelpers) as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request,
                _("L’invitation est envoyée à %(email)s. Rien n’est ouvert avant sa réponse.")
                % {"email": made.email},
            )
            return redirect("portal:delegates")
    return render(request, "portal/delegates/invite.html", {"form": form})


@require_safe
def delegate(request: HttpRequest, code: str) -> HttpResponse:
    """Show one person who helps: prolong, or take it back."""
    return _page(request, delegation_among(people_of(request.user), code), RenewForm())


@require_POST
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """Let the person help longer."""
    found = delegation_among(people_of(request.user), code)
    form = RenewForm(request.POST)
    if form.is_valid():
        try:
            renew_delegation(
                delegation=found,
                ends_on=form.cleaned_data["ends_on"],
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except TooLong as refused:
            form.add_error("ends_on", refused.sentence)
        else:
            messages.success(request, _("C’est prolongé."))
            return redirect("portal:delegates")
    return _page(request, found, form)


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take it back, at once."""
    found = delegation_among(people_of(request.user), code)
    try:
        end_delegation(
            delegation=found,
            ending=Delegation.Ending.WITHDRAWN,
            actor=actor_of(request.user),
            now=timezone.now(),
        )
    except MoveRefused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("C’est fait : cette personne ne voit plus rien."))
    return redirect("portal:delegates")


urlpatterns = [
    path("", delegates, name="delegates"),
    path("inviter/", invite, name="delegate-invite"),
    path("<slug:code>/", delegate, name="delegate"),
    path("<slug:code>/prolonger/", renew, name="delegate-renew"),
    path("<slug:code>/retirer/", withdraw, name="delegate-withdraw"),
]


def scope_words(row: Delegation) -> tuple[str, ...]:
    """Say what a delegation opens, one line a scope, to the person who gave it."""
    return tuple(str(label) for key, label in SCOPES if key in row.scopes)


def helper_words(row: Delegation) -> tuple[str, ...]:
    """Say the same to whoever helps."""
    return tuple(str(label) for key, label in _SEEN_BY_HELPERS.items() if key in row.scopes)


def state_of(row: Delegation) -> Status:
    """Say how a delegation stands."""
    label = row.get_ending_display() if row.ending else row.get_state_display()
    return Status(capital(label), _TONES[Delegation.State(row.state)])


def _card(row: Delegation) -> dict[str, Any]:
    return {
        "name": str(row),
        "kind": capital(row.get_kind_display()),
        "status": state_of(row),
        "items": (
            Item(_("Peut faire"), lines=scope_words(row)),
            Item(_("Jusqu’au"), long_date(row.ends_on)),
        ),
        "url": reverse("portal:delegate", args=[row.code]),
        "is_living": row.state in Delegation.LIVE,
    }


def _page(request: HttpRequest, row: Delegation, form: RenewForm) -> HttpResponse:
    is_living = row.state in Delegation.LIVE
    latest = latest_end(row.kind, today_of(request))
    form.fields["ends_on"].help_text = _("Au plus tard le %(day)s.") % {"day": long_date(latest)}
    context = {
        **_card(row),
        "form": form,
        "email": row.email,
        "may_renew": is_living and row.kind != Delegation.Kind.GUARDIAN,
        "may_withdraw": is_living and row.kind != Delegation.Kind.GUARDIAN,
        "is_guardian": row.kind == Delegation.Kind.GUARDIAN,
        "renew_url": reverse("portal:delegate-renew", args=[row.code]),
        "withdraw_url": reverse("portal:delegate-withdraw", args=[row.code]),
    }
    return render(request, "portal/delegates/one.html", context)
