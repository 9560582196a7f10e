"""``/je-ne-peux-pas-payer/``: say it early; the agency answers by a promised day."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.queries import actor_of
from palier.domain.casework import actions, queries
from palier.domain.casework.rules import promised_on
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.periods import Period
from palier.portal.account_choice import chosen_account
from palier.ui.forms import AmountField, DateField, Form
from palier.ui.french import long_date
from palier.ui.parts import PhoneCard

LONGEST = 1_000


class HardshipForm(Form):
    can_pay = AmountField(
        required=False,
        min_cents=1,
        max_cents=9_999_999,
        label=gettext_lazy("Combien pouvez-vous payer maintenant ?"),
        help_text=gettext_lazy("Même une petite somme aide. Laissez vide si vous ne savez pas."),
    )
    can_pay_on = DateField(
        required=False,
        label=gettext_lazy("Quel jour pensez-vous pouvoir payer ?"),
        help_text=gettext_lazy("Laissez vide si vous ne savez pas."),
    )
    body = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Voulez-vous nous dire pourquoi ?"),
        help_text=gettext_lazy(
            "En quelques mots, si vous le souhaitez. Ne donnez pas de détails de santé."
        ),
    )
    wants_call = forms.BooleanField(
        required=False, label=gettext_lazy("Je préfère que l’agence m’appelle")
    )
    phone = forms.CharField(
        required=False,
        max_length=30,
        label=gettext_lazy("À quel numéro vous appeler ?"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        phone = str(cleaned.get("phone") or "")
        if cleaned.get("wants_call") and sum(sign.isdigit() for sign in phone) < 6:
            self.add_error(
                "phone", _("Pour être appelé, écrivez votre numéro, par exemple 06 12 34 56 78.")
            )
        return cleaned

    def clean_can_pay_on(self) -> object:
        day = self.cleaned_data["can_pay_on"]
        if day is not None and day < today(timezone.now()):
            raise forms.ValidationError(_("Ce jour est passé. Choisissez un jour à venir."))
        return day


def hardship(request: HttpRequest) -> HttpResponse:
    """Ask what the tenant can do, and open the case."""
    view = chosen_account(request, Scope.PAYMENT)
    if view is None:
        return redirect("portal:home")
    now = timezone.now()
    day = today(now)
    waiting = queries.unfinished_case_of(
        queries.hardship_key(view.tenant_account.pk, view.person.pk)
    )
    if waiting is not None and waiting.user_id == request.user.pk and request.method != "POST":
        return redirect("portal:case", code=waiting.code)
    known_phone = view.person.mobile or view.person.phone
    form = HardshipForm(
        request.POST if request.method == "POST" else None, initial={"phone": known_phone}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        case = actions.open_hardship(
            tenant_account=view.tenant_account,
            person=view.person,
            user=request.user,  # type: ignore[arg-type]
            period=Period.of(day),
            can_pay_cents=typed["can_pay"],
            can_pay_on=typed["can_pay_on"],
            wants_call=typed["wants_call"],
            phone=typed["phone"],
            body=typed["body"],
            actor=actor_of(request.user),
            now=now,
        )
        if waiting is None:
            messages.success(request, _("Votre demande est arrivée à l’agence."))
        else:
            messages.success(
                request, _("Votre agence avait déjà votre demande : nous y avons ajouté ceci.")
            )
        return redirect("portal:case", code=case.code)
    delay = int(settings_on(day)["hardship_delay_days"])
    return render(
        request,
        "portal/hardship/page.html",
        {
            "form": form,
            "month": Period.of(day).label,
            "promise": long_date(promised_on(day, delay)),
            "agency": agency_card(view),
        },
    )


def agency_card(view: AccountView) -> PhoneCard:
    """Give the agency to call, as the page shows it."""
    agency = view.tenant_account.agency
    return PhoneCard(name=agency.name, phone=agency.phone, hours=agency.hours, email=agency.email)


urlpatterns = [path("", hardship, name="hardship")]
