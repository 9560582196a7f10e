"""``/prelevement/signer/``: choose the account and the day, read the mandate, type the code."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from palier.domain.access.queries import AccountView
from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, queries
from palier.domain.banking.evidence import words_of
from palier.domain.banking.models import BankAccount, Mandate
from palier.domain.banking.rules.schedule import DEBIT_DAYS, first_collection
from palier.domain.landlord.queries import today
from palier.foundation.errors import NotYours
from palier.portal.account_choice import accounts_of, chosen_account, today_of
from palier.portal.banking import words
from palier.portal.banking.again import ask_again, proven_again_at
from palier.portal.frame import settings_of
from palier.ui.forms import Form
from palier.ui.french import long_date
from palier.ui.parts import Item

PAGES = "portal/banking/"


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
    """Choose the account and the day; each day says when it first debits."""
    view = chosen_account(request)
    if view is None or queries.offer_of(view, settings_of(request)).reason is not None:
        return redirect("portal:direct-debit" if view else "portal:home")
    accounts = queries.serving_accounts_of(view.person)
    if not accounts:
        messages.info(request, _("Donnez d’abord votre compte bancaire, et confirmez-le."))
        return redirect("portal:banking")
    form = ChoiceForm(request.POST if request.method == "POST" else None)
    form.offer(accounts, _firsts(request, view, accounts[0]))
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in accounts if one.code == form.cleaned_data["account"])
        try:
            mandate = actions.start_mandate(
                view=view,
                user=_user(request),
                bank_account=chosen,
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
    """Show the mandate to be signed; send the code, then take it."""
    mandate, view = queries.mandate_for(accounts_of(request), code)
    if mandate.state != Mandate.State.SIGNING:
        return redirect("portal:direct-debit")
    again = ask_again(request)
    if again is not None:
        return again
    sends = request.method == "POST" and "send" in request.POST
    signs = request.method == "POST" and not sends
    form = SignForm(request.POST if signs else None)
    trouble = ""
    if sends:
        trouble = _send(request, mandate)
        if not trouble:
            return redirect("portal:direct-debit-read", code=code)
    if signs and form.is_valid():
        trouble = _sign(request, mandate, view, form)
        if not trouble and not form.errors:
            return redirect("portal:mandate", code=code)
    words_to_sign = words_of(mandate.facts)
    context = {
        "form": form,
        "trouble": trouble,
        "title": words_to_sign.title,
        "paragraphs": words_to_sign.paragraphs,
        "parties": tuple(Item(one.label, one.value) for one in words_to_sign.parties),
        "closing": words_to_sign.closing,
        "code_sent": queries.has_live_code(mandate, timezone.now()),
        "address": _user(request).email,
        "agency": words.agency_card(view),
    }
    return render(request, f"{PAGES}read.html", context)


urlpatterns = [
    path("signer/", choose, name="direct-debit-sign"),
    path("signer/<slug:code>/", read, name="direct-debit-read"),
]


def _send(request: HttpRequest, mandate: Mandate) -> str:
    """Send a code; give the sentence that says why not, if not."""
    try:
        actions.send_signing_code(
            mandate=mandate,
            proven_at=proven_again_at(request),
            actor=actor_of(request.user),
            now=timezone.now(),
        )
    except actions.ChangeRefused as refused:
        return refused.sentence
    messages.success(request, _("Le code est parti. Regardez votre boîte de réception."))
    return ""


def _sign(request: HttpRequest, mandate: Mandate, view: AccountView, form: SignForm) -> str:
    """Sign; give the sentence that says why not, or put it beside the code."""
    try:
        actions.sign_mandate(
            mandate=mandate,
            view=view,
            typed=form.cleaned_data["secret_code"],
            proven_at=proven_again_at(request),
            network_address=client_address(request),
            actor=actor_of(request.user),
            now=timezone.now(),
        )
    except actions.WrongSigningCode as wrong:
        form.add_error("secret_code", wrong.sentence)
        return ""
    except actions.ChangeRefused as refused:
        return refused.sentence
    messages.success(request, _("C’est signé. Une copie vous attend ici, et un e-mail est parti."))
    return ""


def _firsts(request: HttpRequest, view: AccountView, account: BankAccount) -> dict[int, str]:
    """Say when each day would first debit, were it signed today."""
    day = today_of(request)
    usable = today(account.usable_from) if account.usable_from else day
    live = queries.live_mandate_of(view.tenant_account)
    replacing = queries.changes_of([live.pk])[live.pk] if live else ()
    terms = queries.terms_on(settings_of(request))
    return {
        nth: long_date(
            first_collection(
                signed_on=day,
                usable_on=max(day, usable),
                day=nth,
                terms=terms,
                replacing=replacing,
            )
        )
        for nth in DEBIT_DAYS
    }


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotYours()
    return request.user
