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

from palier.domain.access.queries import accesses_of
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import open_case, open_hardship
from palier.domain.casework.models import Case
from palier.domain.tenancy import queries
from palier.domain.tenancy.models import Person, TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.periods import Period
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.forms import Form
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


class CounterForm(Form):
    """What every filing at the counter asks: for whom."""

    person = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Qui est devant vous ?")
    )

    def __init__(self, *args: object, file: AccountFile) -> None:
        super().__init__(*args)
        self.people = {
            str(holder.person_id): holder
            for holder in file.holders
            if holder.person_id is not None and holder.ended_on is None
        }
        field = self.fields["person"]
        field.choices = [(key, row.full_name) for key, row in self.people.items()]  # type: ignore[attr-defined]
        if len(self.people) == 1:
            field.initial = next(iter(self.people))

    def chosen_person(self) -> Person:
        """Give the holder for whom it is filed."""
        return self.people[self.cleaned_data["person"]].as_person()


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
    account = queries.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    file = queries.file_of(account)
    services = sorted(_services.values(), key=lambda service: service.order)
    context = {
        "names": names_of(file),
        "reference": account.customer_reference,
        "tenant_url": reverse("office:tenant", args=[code]),
        "services": tuple(
            Link(str(service.label), service.address(account), hint=str(service.hint))
            for service in services
        ),
    }
    return show(request, desk, "counter/page.html", context)


@at_desk(Permission.FILE_AT_COUNTER)
def demand(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """File a demand for the tenant, then show the receipt to print."""
    account = queries.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    file = queries.file_of(account)
    form = DemandForm(request.POST if request.method == "POST" else None, file=file)
    if request.method == "POST" and form.is_valid():
        case = _filed(desk, account, form)
        return redirect("office:receipt", code=case.code)
    context = {
        "form": form,
        "names": names_of(file),
        "tenant_url": reverse("office:tenant", args=[code]),
        "counter_url": reverse("office:counter", args=[code]),
    }
    return show(request, desk, "counter/demand.html", context)


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


def names_of(file: AccountFile) -> str:
    """Give the names of those who hold the account today."""
    now = [holder.full_name for holder in file.holders if holder.ended_on is None]
    return ", ".join(now) or file.tenant_account.customer_reference


def _filed(desk: Desk, account: TenantAccount, form: DemandForm) -> Case:
    person = form.chosen_person()
    accesses = accesses_of([person.pk]).get(person.pk, ())
    user = next((link.user for link in accesses if link.state == link.State.PROVEN), None)
    common = {
        "tenant_account": account,
        "person": person,
        "user": user,
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
