"""``/mon-profil/e-mail/``: the address people sign in with, changed without locking anybody out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.rules.emails import folded_email, meant_address
from palier.domain.accounts.throttling import Limit, count, wait_before
from palier.domain.contact_details.actions import (
    ChangeUnderWay,
    LinkDead,
    NothingChanged,
    WrongLetterCode,
    ask_email_change,
    give_code,
    stop_email_change,
)
from palier.domain.contact_details.models import EmailChange
from palier.domain.contact_details.queries import live_email_change_of
from palier.portal.account_choice import chosen_account
from palier.ui.forms import Form
from palier.ui.french import day_and_time, long_date

_A_DAY = Limit("email_change.user", tries=5, window=dt.timedelta(days=1))
READ, DEAD = "read", "dead"


class EmailForm(Form):
    email = forms.EmailField(
        label=gettext_lazy("Nouvelle adresse e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Tapez votre nouvelle adresse e-mail.")},
    )
    old = forms.ChoiceField(
        label=gettext_lazy("Recevez-vous encore les e-mails à l’ancienne adresse ?"),
        widget=forms.RadioSelect,
        choices=[
            (READ, gettext_lazy("Oui")),
            (DEAD, gettext_lazy("Non, je n’y ai plus accès")),
        ],
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput())
    """The address already questioned: typed twice, it is meant."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed = folded_email(cleaned.get("email", ""))
        meant = meant_address(typed) if typed else None
        if meant and cleaned.get("sure") != typed:
            self.data = (
                {**self.data.dict(), "sure": typed}
                if isinstance(self.data, QueryDict)
                else self.data
            )
            self.add_error(
                "email",
                _(
                    "Vouliez-vous écrire %(meant)s ? Corrigez l’adresse, ou envoyez-la telle "
                    "quelle si elle est juste."
                )
                % {"meant": meant},
            )
        return cleaned


class CodeForm(Form):
    typed = forms.CharField(
        label=gettext_lazy("Code écrit sur la lettre"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tapez le code de la lettre.")},
    )


@reauthentication_required
def email(request: HttpRequest) -> HttpResponse:
    """Ask for another address, or see how far the change has come."""
    view = chosen_account(request)
    if view is None or not isinstance(request.user, User):
        return redirect("portal:home")
    change = live_email_change_of(request.user)
    if change is not None:
        return _under_way(request, change, CodeForm())
    form = EmailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        limits = [(_A_DAY, str(request.user.pk))]
        if wait_before(limits, now):
            form.add_error(
                None, _("Vous avez demandé plusieurs changements aujourd’hui. Attendez demain.")
            )
        else:
            count(limits, now)
            try:
                ask_email_change(
                    view=view,
                    user=request.user,
                    email=form.cleaned_data["email"],
                    old_is_dead=form.cleaned_data["old"] == DEAD,
                    actor=actor_of(request.user),
                    now=now,
                )
            except (NothingChanged, ChangeUnderWay) as refused:
                form.add_error("email", refused.sentence)
            else:
                return redirect("portal:profile-email")
    context = {"form": form, "present": request.user.email}
    return render(request, "portal/profile/email.html", context)


def cancel(request: HttpRequest) -> HttpResponse:
    """Give up a change on its way."""
    change = live_email_change_of(request.user) if isinstance(request.user, User) else None
    if request.method == "POST" and change is not None:
        try:
            stop_email_change(
                change=change,
                why="tenant",
                shut_out=False,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except LinkDead as late:
            messages.warning(request, late.sentence)
        else:
            messages.success(request, _("Le changement est annulé. Rien n’a changé."))
    return redirect("portal:profile")


def code(request: HttpRequest) -> HttpResponse:
    """Take the code of the letter."""
    change = live_email_change_of(request.user) if isinstance(request.user, User) else None
    if change is None or request.method != "POST":
        return redirect("portal:profile-email")
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            give_code(
                change=change,
                typed=form.cleaned_data["typed"],
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except WrongLetterCode as wrong:
            form.add_error("typed", wrong.sentence)
        else:
            messages.success(
                request, _("Votre nouvelle adresse est en service : connectez-vous avec elle.")
            )
            return redirect("portal:profile")
    return _under_way(request, change, form)


urlpatterns = [
    path("e-mail/", email, name="profile-email"),
    path("e-mail/annuler/", cancel, name="profile-email-cancel"),
    path("e-mail/code/", code, name="profile-email-code"),
]


def progress_words(change: EmailChange) -> str:
    """Say in one sentence how far the change has come."""
    words = {"email": change.new_email}
    if change.state == EmailChange.State.ASKED:
        return _("Nouvelle adresse à confirmer : %(email)s.") % words
    if change.effective_at is not None:
        return _("%(email)s la remplacera le %(day)s.") % {
            **words,
            "day": long_date(change.effective_at),
        }
    if change.proof == EmailChange.Proof.LETTER:
        return _("%(email)s : le code de la lettre est attendu.") % words
    return _("%(email)s : l’agence doit encore donner son accord.") % words


def _under_way(request: HttpRequest, change: EmailChange, form: CodeForm) -> HttpResponse:
    context = {
        "form": form,
        "present": change.old_email,
        "wanted": change.new_email,
        "is_asked": change.state == EmailChange.State.ASKED,
        "wants_code": change.proof == EmailChange.Proof.LETTER,
        "wants_agency": change.proof == EmailChange.Proof.ADVISOR and change.effective_at is None,
        "letter_printed": bool(change.secret_hash),
        "effective": day_and_time(change.effective_at) if change.effective_at else "",
    }
    return render(request, "portal/profile/email_under_way.html", context)
