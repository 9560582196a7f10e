"""Choose an amount, check it, leave for the bank."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.billing.queries import latest_notice_of
from palier.domain.landlord.queries import today
from palier.domain.ledger.queries import balance_for, balance_of
from palier.domain.payments import gateway
from palier.domain.payments.actions.attempts import (
    AmountRefused,
    AttemptOver,
    FormReused,
    PaymentsClosed,
    SecondPayment,
    open_bank_page,
    start_payment,
)
from palier.domain.payments.queries.concerns import Concern, concerns_about
from palier.domain.payments.queries.history import attempt_for
from palier.domain.payments.rules.amounts import (
    AmountNotUnderstood,
    AmountTooLarge,
    AmountTooSmall,
    read_amount,
)
from palier.foundation.codes import new_code
from palier.foundation.errors import NotYours
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.portal.account_choice import PARAMETER, accounts_of, chosen_account
from palier.portal.frame import settings_of
from palier.portal.payments.words import sentence_of
from palier.ui.forms import AmountField, Form
from palier.ui.parts import Item, PhoneCard, Step

AMOUNT = "montant"
FULL, OTHER = "full", "other"


class EurosField(AmountField):
    """An amount read as people type it: ``412,37``, ``1.234,56``, ``412 euros``."""

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return read_amount(str(value))
        except AmountTooSmall:
            return 0
        except AmountTooLarge:
            return (self.max_cents or 0) + 1
        except AmountNotUnderstood:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class AmountForm(Form):
    choice = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Combien voulez-vous payer ?")
    )
    amount = EurosField(
        required=False,
        label=gettext_lazy("Montant en euros"),
        help_text=gettext_lazy("Par exemple 150 ou 412,37. Même une petite somme aide."),
    )

    def __init__(
        self, *args: Any, balance_cents: int, least: int, most: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.balance_cents = balance_cents
        amount = cast(EurosField, self.fields["amount"])
        amount.min_cents, amount.max_cents = least, most
        choice = cast(forms.ChoiceField, self.fields["choice"])
        if least <= balance_cents <= most:
            whole = _("Tout ce que je dois : %(amount)s") % {"amount": euros(balance_cents)}
            choice.choices = [(FULL, whole), (OTHER, _("Un autre montant"))]
        else:
            del self.fields["choice"]
            amount.required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("choice", OTHER)
        if chosen == FULL:
            self.errors.pop("amount", None)
            cleaned["amount"] = self.balance_cents
        elif cleaned.get("amount") is None and "amount" not in self.errors and "choice" in cleaned:
            self.add_error("amount", _("Écrivez le montant que vous voulez payer."))
        return cleaned


class CheckForm(Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    seen = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Cochez pour payer quand même"),
    )

    def __init__(self, *args: Any, concerns: tuple[Concern, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["seen"]).choices = [
            (concern.reference, _("J’ai lu : %(what)s") % {"what": sentence_of(concern)})
            for concern in concerns
        ]


def choose_amount(request: HttpRequest) -> HttpResponse:
    """Ask how much: all that is owed, or any other amount."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    now = timezone.now()
    known = settings_of(request)
    owed = _owed(view)
    form = AmountForm(
        request.POST or None,
        initial={"choice": FULL, "amount": _typed(request)},
        balance_cents=owed,
        least=known["payment_minimum_cents"],
        most=known["payment_maximum_cents"],
    )
    if request.method == "POST" and form.is_valid():
        query = {AMOUNT: form.cleaned_data["amount"], PARAMETER: view.tenant_account.code}
        return redirect(f"{reverse('portal:payments-check')}?{urlencode(query)}")
    concerns = _concerns(view, _period_of(view, now), now)
    return render(
        request,
        "portal/payments/amount.html",
        {
            "form": form,
            "closed": settings.PALIER_PAYMENT_GATEWAY == "none",
            "reference": view.tenant_account.customer_reference,
            "owed": owed,
            "concerns": [sentence_of(concern) for concern in concerns],
            "steps": _steps(1),
            "agency": agency_card(view),
        },
    )


def check(request: HttpRequest) -> HttpResponse:
    """Show what will be paid and what is already under way; then begin, once."""
    view = chosen_account(request, Scope.PAYMENT)
    cents = _typed(request)
    if view is None or cents is None:
        return redirect("portal:payments-start")
    now = timezone.now()
    period = _period_of(view, now)
    concerns = _concerns(view, period, now)
    form = CheckForm(request.POST or None, initial={"key": new_code(24)}, concerns=concerns)
    if request.method == "POST":
        # What was ticked is compared by the action with what is under way at that moment.
        form.is_valid()
        try:
            attempt = start_payment(
                view=view,
                user=cast(User, request.user),
                amount_cents=cents,
                period=period,
                idempotency_key=str(request.POST.get("key", ""))[:40] or new_code(24),
                confirmed=request.POST.getlist("seen"),
                actor=actor_of(request.user),
                now=now,
            )
        except SecondPayment as second:
            concerns = second.concerns
            form = CheckForm(request.POST, concerns=concerns)
            form.errors.clear()
            form.add_error("seen", _("Lisez ce qui est déjà en cours, puis cochez chaque case."))
        except (AmountRefused, FormReused, PaymentsClosed) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("portal:payments-bank", code=attempt.code)
    return render(
        request,
        "portal/payments/check.html",
        {
            "form": form,
            "concerns": concerns,
            "amount_cents": cents,
            "answers": _answers(view, cents),
            "steps": _steps(2),
            "agency": agency_card(view),
        },
    )


@require_safe
def leave_for_bank(request: HttpRequest, code: str) -> HttpResponse:
    """Send the browser to the bank: a form that posts itself, with a button in any case."""
    now = timezone.now()
    attempt, view = attempt_for(request.user, code, accounts_of(request, Scope.PAYMENT))
    if attempt.user_id != request.user.pk:
        raise NotYours()
    try:
        page = open_bank_page(
            attempt=attempt,
            return_url=_absolute(request, reverse("portal:payments-return", args=[code])),
            notification_url=_absolute(
                request, reverse("api:bank-notification", args=[attempt.gateway])
            ),
            actor=actor_of(request.user),
            now=now,
        )
    except (AttemptOver, gateway.BankUnreachable):
        return redirect("portal:payment", code=code)
    return render(
        request,
        "portal/payments/bank.html",
        {
            "page": page,
            "amount_cents": attempt.amount_cents,
            "steps": _steps(3),
            "agency": agency_card(view),
        },
    )


def _concerns(view: AccountView, period: Period, now: dt.datetime) -> tuple[Concern, ...]:
    return concerns_about(view.tenant_account, period=period, now=now, view=view)


def agency_card(view: AccountView) -> PhoneCard:
    """Give the agency of the account, to call when something goes wrong."""
    agency = view.tenant_account.agency
    return PhoneCard(agency.name, agency.phone, agency.hours, agency.email)


def _absolute(request: HttpRequest, path: str) -> str:
    """Give an address the bank can call: the public one, whatever a proxy makes of the host.

    The sample answers at 127.0.0.1 and at localhost, and a session lives at one of them.
    """
    if settings.SAMPLE:
        return request.build_absolute_uri(path)
    return f"{settings.PALIER_ADDRESS}{path}"


def _owed(view: AccountView) -> int:
    """Give the balance as the reader may see it; its freshness is not shown here."""
    return balance_of(view.tenant_account.pk) if view.until is None else balance_for(view).cents


def _typed(request: HttpRequest) -> int | None:
    written = request.GET.get(AMOUNT, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def _period_of(view: AccountView, now: dt.datetime) -> Period:
    """Give the month last billed; a second payment for it is warned of."""
    latest = latest_notice_of(view)
    return latest.period if latest else Period.of(today(now))


def _answers(view: AccountView, cents: int) -> tuple[Item, ...]:
    back = f"{reverse('portal:payments-start')}?{AMOUNT}={cents}"
    return (
        Item(_("Montant"), euros(cents), change_url=back, strong=True),
        Item(_("Compte"), view.tenant_account.customer_reference),
        Item(_("Payé par"), view.person.full_name),
        Item(_("Moyen"), _("Carte bancaire, sur la page de la banque")),
    )


def _steps(current: int) -> tuple[Step, ...]:
    labels = (_("Montant"), _("Vérification"), _("Banque"))
    return tuple(
        Step(label, "done" if rank < current else "current" if rank == current else "todo")
        for rank, label in enumerate(labels, start=1)
    )
