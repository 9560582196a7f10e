"""``/prelevement/signer/``: choose the account and the day, read the paper, type the code.

The paper is a mandate or, once one debits, the amendment that changes its account.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from palier.domain.access.queries import AccountView
from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, queries
from palier.domain.banking.evidence import words_of
from palier.domain.banking.models import Amendment, BankAccount, Mandate
from palier.domain.banking.rules.schedule import DEBIT_DAYS
from palier.foundation.errors import NotYours
from palier.portal.account_choice import accounts_of, chosen_account, today_of
from palier.portal.banking import words
from palier.portal.banking.again import ask_again, proven_again_at
from palier.portal.frame import settings_of
from palier.ui.forms import Form
from palier.ui.french import long_date
from palier.ui.parts import Item

PAGES = "portal/banking/"
Paper = Mandate | Amendment


class ChoiceForm(Form):
    account = forms.ChoiceField(
        label=gettext_lazy("Sur quel compte prélever ?"), widget=forms.RadioSelect
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("Quel jour du mois ?"), widget=forms.RadioSelect, coerce=int
    )

    def offer(self, accounts: list[BankAccount], firsts: dict[int, str]) -> None:
        """Let the confirmed accounts and the two days be chosen, each with its first debit."""
        account, day = self.fields["account"], self.fields["day"]
        account.choices = [(one.code, one.masked) for one in accounts]  # type: ignore[attr-defined]
        if len(accounts) == 1:
            account.initial = accounts[0].code
        day.choices = [(nth, _("le %(day)s") % {"day": nth}) for nth in DEBIT_DAYS]  # type: ignore[attr-defined]
        day.option_hints = {  # type: ignore[attr-defined]
            nth: _("premier prélèvement le %(on)s") % {"on": on} for nth, on in firsts.items()
        }


class OtherAccountForm(Form):
    account = forms.ChoiceField(
        label=gettext_lazy("Sur quel compte prélever ?"), widget=forms.RadioSelect
    )

    def offer(self, accounts: list[BankAccount], firsts: dict[str, str]) -> None:
        """Let the other confirmed accounts be chosen, each with its first debit."""
        account = self.fields["account"]
        account.choices = [(one.code, one.masked) for one in accounts]  # type: ignore[attr-defined]
        account.option_hints = {  # type: ignore[attr-defined]
            code: _("à partir du prélèvement du %(on)s") % {"on": on} for code, on in firsts.items()
        }
        if len(accounts) == 1:
            account.initial = accounts[0].code


class SignForm(Form):
    read = forms.BooleanField(
        label=gettext_lazy("J’ai lu le mandat et j’autorise ces prélèvements"),
        error_messages={"required": gettext_lazy("Cochez la case si vous êtes d’accord.")},
    )
    secret_code = forms.CharField(
        label=gettext_lazy("Code reçu par e-mail"),
        help_text=gettext_lazy("Six chiffres. Il marche quinze minutes."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Tapez le code reçu par e-mail.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the account, and the day of a first mandate; each choice says when it first debits."""
    view = chosen_account(request)
    if view is None:
        return redirect("portal:home")
    offer = queries.offer_of(view, settings_of(request))
    if offer.reason is not None:
        return redirect("portal:direct-debit")
    accounts = queries.serving_accounts_of(view.person)
    if offer.live is not None:
        accounts = [one for one in accounts if one.pk != offer.live.bank_account_id]
    if not accounts:
        messages.info(
            request,
            _("Donnez d’abord votre nouveau compte bancaire, et confirmez-le.")
            if offer.live
            else _("Donnez d’abord votre compte bancaire, et confirmez-le."),
        )
        return redirect("portal:banking")
    if offer.live is not None:
        return _choose_other(request, view, offer.live, accounts)
    form = ChoiceForm(request.POST if request.method == "POST" else None)
    form.offer(accounts, _firsts(request, view, accounts[0]))
    if request.method == "POST" and form.is_valid():
        try:
            mandate = actions.start_mandate(
                view=view,
                user=_user(request),
                bank_account=_chosen(accounts, form),
                debit_day=form.cleaned_data["day"],
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except actions.ChangeRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("portal:direct-debit-read", code=mandate.code)
    return render(request, f"{PAGES}choose.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Show the paper to be signed; send the code, then take it."""
    paper, view = _paper_for(request, code)
    if paper.state != Mandate.State.SIGNING:
        return redirect("portal:direct-debit")
    again = ask_again(request)
    if again is not None:
        return again
    sends = request.method == "POST" and "send" in request.POST
    signs = request.method == "POST" and not sends
    form = SignForm(request.POST if signs else None)
    trouble = ""
    if sends:
        trouble = _send(request, paper)
        if not trouble:
            return redirect("portal:direct-debit-read", code=code)
    if signs and form.is_valid():
        trouble = _sign(request, paper, view, form)
        if not trouble and not form.errors:
            signed = paper.mandate if isinstance(paper, Amendment) else paper
            return redirect("portal:mandate", code=signed.code)
    with translation.override("fr"):
        words_to_sign = words_of(paper.facts)
    context = {
        "form": form,
        "trouble": trouble,
        "title": words_of(paper.facts).title,
        "paragraphs": words_to_sign.paragraphs,
        "parties": tuple(Item(one.label, one.value) for one in words_to_sign.parties),
        "closing": words_to_sign.closing,
        "code_sent": queries.has_live_code(paper, timezone.now()),
        "address": _user(request).email,
        "agency": words.agency_card(view),
        "amends": isinstance(paper, Amendment),
    }
    return render(request, f"{PAGES}read.html", context)


urlpatterns = [
    path("signer/", choose, name="direct-debit-sign"),
    path("signer/<slug:code>/", read, name="direct-debit-read"),
]


def _choose_other(
    request: HttpRequest, view: AccountView, live: Mandate, accounts: list[BankAccount]
) -> HttpResponse:
    """Choose the account that the live mandate debits from now on."""
    form = OtherAccountForm(request.POST if request.method == "POST" else None)
    changes = queries.changes_of([live.pk])[live.pk]
    day, terms = today_of(request), queries.terms_on(settings_of(request))
    firsts = {
        one.code: long_date(queries.account_debited_from(changes, one, day, terms))
        for one in accounts
    }
    form.offer(accounts, firsts)
    if request.method == "POST" and form.is_valid():
        try:
            amendment = actions.start_amendment(
                view=view,
                bank_account=_chosen(accounts, form),
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except actions.ChangeRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("portal:direct-debit-read", code=amendment.code)
    context = {"form": form, "masked": live.bank_account.masked}
    return render(request, f"{PAGES}choose_other.html", context)


def _chosen(accounts: list[BankAccount], form: Form) -> BankAccount:
    return next(one for one in accounts if one.code == form.cleaned_data["account"])


def _paper_for(request: HttpRequest, code: str) -> tuple[Paper, AccountView]:
    """Find the mandate, or else the amendment, that the reader signs."""
    views = accounts_of(request)
    try:
        return queries.mandate_for(views, code)
    except NotYours:
        return queries.amendment_for(views, code)


def _send(request: HttpRequest, paper: Paper) -> str:
    """Send a code; give the sentence that says why not, if not."""
    said: dict[str, Any] = {
        "proven_at": proven_again_at(request),
        "actor": actor_of(request.user),
        "now": timezone.now(),
    }
    try:
        if isinstance(paper, Amendment):
            actions.send_amendment_code(amendment=paper, **said)
        else:
            actions.send_signing_code(mandate=paper, **said)
    except actions.ChangeRefused as refused:
        return refused.sentence
    messages.success(request, _("Le code est parti. Regardez votre boîte de réception."))
    return ""


def _sign(request: HttpRequest, paper: Paper, view: AccountView, form: SignForm) -> str:
    """Sign; give the sentence that says why not, or put it beside the code."""
    said: dict[str, Any] = {
        "view": view,
        "typed": form.cleaned_data["secret_code"],
        "proven_at": proven_again_at(request),
        "network_address": client_address(request),
        "actor": actor_of(request.user),
        "now": timezone.now(),
    }
    try:
        if isinstance(paper, Amendment):
            actions.sign_amendment(amendment=paper, **said)
        else:
            actions.sign_mandate(mandate=paper, **said)
    except actions.WrongSigningCode as wrong:
        form.add_error("secret_code", wrong.sentence)
        return ""
    except actions.ChangeRefused as refused:
        return refused.sentence
    messages.success(request, _("C’est signé. Une copie vous attend ici, et un e-mail est parti."))
    return ""


def _firsts(request: HttpRequest, view: AccountView, account: BankAccount) -> dict[int, str]:
    """Say when each day would first debit, were it signed today."""
    day, terms = today_of(request), queries.terms_on(settings_of(request))
    account_of = view.tenant_account
    return {
        nth: long_date(queries.first_debit_of(account_of, account, nth, day, terms))
        for nth in DEBIT_DAYS
    }


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotYours()
    return request.user
