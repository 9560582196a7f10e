"""``/agence/locataires/CODE/guichet/``: file for the tenant who stands at the counter.

What can be filed is registered by the features; each has its own form and passes
``filed_by=desk.staff`` to its room's action, so that what was filed is marked as such and the
tenant reads who did it. Afterwards a receipt is printed (``office:receipt``, or the room's own
acknowledgement).

    offer("certificate", CounterService(_("Attestation d’assurance"), …))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.casework.actions import open_case, open_hardship
from palier.domain.casework.models import Case
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.periods import Period
from palier.office.filing import CounterForm, names_of, open_filing, user_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.parts import Link

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class CounterService:
    """Something that can be filed at the counter, and the address of its form."""

    label: object
    hint: object
    address: Callable[[TenantAccount], str]
    order: int = 100


_services: dict[str, CounterService] = {}


def offer(key: str, service: CounterService) -> None:
    """Show ``service`` at the counter; called by the feature's office module."""
    _services[key] = service


class DemandForm(CounterForm):
    what = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"),
        widget=forms.RadioSelect,
        choices=[
            (Case.Kind.HARDSHIP.value, gettext_lazy("Ne peut pas payer ce mois-ci")),
            (Case.Kind.CORRECTION.value, gettext_lazy("Une information du dossier est à corriger")),
        ],
    )
    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        label=gettext_lazy("Ce que la personne demande, avec ses mots"),
        help_text=gettext_lazy("Relisez-lui votre texte avant d’enregistrer : il est à elle."),
    )


@at_desk(Permission.FILE_AT_COUNTER)
def counter(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """List what can be filed for the tenant."""
    filing = open_filing(request, desk, code)
    services = sorted(_services.values(), key=lambda service: service.order)
    context = {
        "names": names_of(filing.file),
        "reference": filing.account.customer_reference,
        "tenant_url": reverse("office:tenant", args=[code]),
        "services": tuple(
            Link(str(service.label), service.address(filing.account), hint=str(service.hint))
            for service in services
        ),
    }
    return show(request, desk, "counter/page.html", context)


@at_desk(Permission.FILE_AT_COUNTER)
def demand(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """File a demand for the tenant, then show the receipt to print."""
    filing = open_filing(request, desk, code)
    form = filing.form(DemandForm, request)
    if request.method == "POST" and form.is_valid():
        case = _filed(desk, filing.account, form)
        return redirect("office:receipt", code=case.code)
    return show(request, desk, "counter/demand.html", filing.context(form))


urlpatterns = [
    path("<slug:code>/guichet/", counter, name="counter"),
    path("<slug:code>/guichet/demande/", demand, name="counter-demand"),
]

offer(
    "demand",
    CounterService(
        gettext_lazy("Une demande"),
        gettext_lazy("Difficulté à payer, information à corriger"),
        lambda account: reverse("office:counter-demand", args=[account.code]),
        order=10,
    ),
)


def _filed(desk: Desk, account: TenantAccount, form: DemandForm) -> Case:
    person = form.chosen_person()
    common = {
        "tenant_account": account,
        "person": person,
        "user": user_of(person),
        "body": form.cleaned_data["text"],
        "filed_by": desk.staff,
        "actor": desk.actor,
        "now": desk.now,
    }
    if form.cleaned_data["what"] == Case.Kind.HARDSHIP:
        return open_hardship(
            **common,
            period=Period.of(desk.today),
            can_pay_cents=None,
            can_pay_on=None,
            wants_call=False,
            phone="",
        )
    return open_case(
        kind=Case.Kind.CORRECTION,
        subject=_("Information à corriger, demandée à l’accueil"),
        **common,
    )
