"""``/mon-profil/coordonnees-bancaires/``: the bank account, changed under four protections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, queries
from palier.domain.banking.models import AccountDeliveryLine, BankAccount, Mandate
from palier.domain.banking.rules.names import LONGEST_NAME
from palier.foundation.errors import MoveRefused, NotYours
from palier.portal.account_choice import accounts_of, chosen_account
from palier.portal.banking import contests, words
from palier.portal.banking.again import ask_again, proven_again_at
from palier.ui.forms import Form
from palier.ui.french import day_and_time
from palier.ui.parts import Item, Status

PAGES = "portal/banking/"


class BankDetailsForm(Form):
    iban = forms.CharField(
        label=gettext_lazy("Votre IBAN"),
        help_text=gettext_lazy(
            "Il se lit sur votre RIB et commence souvent par FR. Avec ou sans espaces."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Tapez votre IBAN.")},
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Titulaire du compte"),
        help_text=gettext_lazy("Le nom écrit sur le RIB, par exemple : Mme Awa Diallo."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Tapez le nom écrit sur le RIB.")},
    )


@dataclass(frozen=True, slots=True)
class AccountShown:
    """One bank account on the page."""

    status: Status
    sentence: str
    items: tuple[Item, ...]
    fresh: bool
    """It does not serve yet: whoever did not give it must see at once what to do."""
    block_url: str
    withdraw_url: str
    amend_url: str
    """It serves, while the rent is debited from another account: what is left to sign."""


@require_safe
def banking(request: HttpRequest) -> HttpResponse:
    """Show the reader's own bank account, and what stands in the way of a change."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    user, now = _user(request), timezone.now()
    quiet_until = queries.blocked_until(user, view.person, now)
    accounts = queries.accounts_of(view.person)
    told = queries.last_told(accounts)
    live = None if view.is_former else queries.live_mandate_of(view.tenant_account)
    own = live if live is not None and live.person_id == view.person.pk else None
    context = {
        "shown": [_shown(one, own, told.get(one.pk), now) for one in accounts],
        "quiet_until": day_and_time(quiet_until) if quiet_until else "",
        "change_url": "" if view.is_former or quiet_until else reverse("portal:banking-change"),
        "debit_url": "" if view.is_former else reverse("portal:direct-debit"),
        "agency": words.agency_card(view),
    }
    return render(request, f"{PAGES}details.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Take an IBAN, after the password typed again."""
    view = chosen_account(request)
    if view is None or view.is_former:
        return redirect("portal:banking" if view else "portal:home")
    again = ask_again(request)
    if again is not None:
        return again
    user, now = _user(request), timezone.now()
    form = BankDetailsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_account(
                view=view,
                user=user,
                typed_iban=form.cleaned_data["iban"],
                owner_name=form.cleaned_data["owner_name"],
                proven_at=proven_again_at(request),
                actor=actor_of(user),
                now=now,
            )
        except (actions.IbanRefused, actions.AlreadyYours) as refused:
            form.add_error("iban", refused.sentence)
        except actions.ChangeRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request,
                _("C’est noté. Ouvrez maintenant l’e-mail envoyé à %(address)s pour confirmer.")
                % {"address": user.email},
            )
            return redirect("portal:banking")
    return render(request, f"{PAGES}change.html", {"form": form, "address": user.email})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the yes of the known mailbox; opening the link alone does nothing."""
    user = _user(request)
    try:
        account = queries.account_to_confirm(user, token)
    except NotYours:
        return render(request, f"{PAGES}link_dead.html", status=404)
    if request.method == "POST":
        try:
            account = actions.confirm_account(
                account=account, actor=actor_of(user), now=timezone.now()
            )
        except actions.ChangeRefused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, words.account_next(account, timezone.now()))
        return redirect("portal:banking")
    if account.state != BankAccount.State.PROPOSED or account.confirm_until <= timezone.now():
        return render(request, f"{PAGES}link_dead.html", status=404)
    context = {
        "items": words.account_items(account),
        "block_url": reverse("portal:banking-block", args=[account.code]),
    }
    return render(request, f"{PAGES}confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more, then take the account back."""
    user = _user(request)
    account = queries.account_for(user, code)
    if request.method == "POST":
        try:
            actions.withdraw_account(account=account, actor=actor_of(user), now=timezone.now())
        except (actions.StillDebited, MoveRefused) as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, _("Ce compte est retiré."))
        return redirect("portal:banking")
    context = {"masked": account.masked, "back_url": reverse("portal:banking")}
    return render(request, f"{PAGES}withdraw.html", context)


urlpatterns = [
    path("", banking, name="banking"),
    path("changer/", change, name="banking-change"),
    path("confirmer/<slug:token>/", confirm, name="banking-confirm"),
    *contests.urlpatterns,
    path("<slug:code>/retirer/", withdraw, name="banking-withdraw"),
]


def _shown(
    account: BankAccount,
    own: Mandate | None,
    told: AccountDeliveryLine | None,
    now: dt.datetime,
) -> AccountShown:
    frozen = account.state == BankAccount.State.FROZEN
    amends = (
        own is not None
        and (account.given_at, account.pk) > (own.bank_account.given_at, own.bank_account_id)
        and account.state == BankAccount.State.CONFIRMED
    )
    return AccountShown(
        status=words.account_status(account, now),
        sentence=words.account_next(account, now),
        items=(*words.account_items(account), *words.told_items(told)),
        fresh=account.usable_from is None or account.usable_from > now,
        block_url="" if frozen else reverse("portal:banking-block", args=[account.code]),
        withdraw_url="" if frozen else reverse("portal:banking-withdraw", args=[account.code]),
        amend_url=reverse("portal:direct-debit-sign") if amends else "",
    )


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not accounts_of(request):
        raise NotYours()
    return request.user
