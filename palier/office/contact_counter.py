"""Contact details at the counter: telephones and addresses at once, an e-mail never alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import AccountView
from palier.domain.contact_details import actions
from palier.domain.contact_details.queries import holder_person, user_being
from palier.domain.contact_details.rules.changes import Field
from palier.domain.tenancy.models import Person, TenantAccount
from palier.office.counter import CounterService, offer
from palier.office.filing import CounterForm, open_filing
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.identities import PaperForm
from palier.office.permissions import Permission
from palier.ui.contact_fields import (
    ELSEWHERE,
    HOME,
    PhoneField,
    address_in,
    check_address,
    checked_mobile,
)

SAME = "same"


class ReachForm(CounterForm):
    """What changed for one holder; what is left empty stays as it is."""

    mobile = PhoneField(label=gettext_lazy("Nouveau téléphone portable"))
    phone = PhoneField(label=gettext_lazy("Nouvel autre téléphone"))
    where = forms.ChoiceField(
        label=gettext_lazy("Adresse pour le courrier"),
        widget=forms.RadioSelect,
        initial=SAME,
        choices=[
            (SAME, gettext_lazy("Sans changement")),
            (HOME, gettext_lazy("Au logement")),
            (ELSEWHERE, gettext_lazy("À une autre adresse")),
        ],
    )
    street = forms.CharField(label=gettext_lazy("Numéro et rue"), max_length=200, required=False)
    extra = forms.CharField(label=gettext_lazy("Complément"), max_length=200, required=False)
    postcode = forms.CharField(label=gettext_lazy("Code postal"), max_length=12, required=False)
    town = forms.CharField(label=gettext_lazy("Ville"), max_length=120, required=False)
    country = forms.CharField(
        label=gettext_lazy("Pays, si ce n’est pas la France"), max_length=80, required=False
    )

    def clean_mobile(self) -> str:
        return checked_mobile(self.cleaned_data["mobile"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_address(self, cleaned)
        return cleaned


class NewEmailForm(CounterForm):
    email = forms.EmailField(label=gettext_lazy("Nouvelle adresse e-mail"))
    paper = PaperForm.base_fields["paper"]
    same = PaperForm.base_fields["same"]


@at_desk(Permission.FILE_AT_COUNTER)
def reach(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Record a telephone or an address for the tenant, who is told."""
    filing = open_filing(request, desk, code)
    account = filing.account
    form = filing.form(ReachForm, request)
    if request.method == "POST" and form.is_valid():
        recorded = _recorded(desk, account, form)
        if recorded:
            messages.success(request, _("C’est enregistré, et la personne en est prévenue."))
        else:
            messages.info(request, _("Rien n’a changé."))
        return redirect("office:tenant", code=code)
    return show(request, desk, "contact_details/counter.html", filing.context(form))


@at_desk(Permission.CHECK_IDENTITY)
def new_email(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Ask for another e-mail address, whose identity was seen: a colleague will approve."""
    filing = open_filing(request, desk, code)
    account = filing.account
    form = filing.form(NewEmailForm, request)
    if request.method == "POST" and form.is_valid():
        person = holder_person(account, form.chosen_person().pk)
        user = user_being(person)
        if user is None:
            form.add_error("person", _("Cette personne n’a pas encore ouvert son espace."))
        else:
            try:
                change = actions.ask_email_change(
                    view=AccountView(account, person, "holder", since=None, until=None),
                    user=user,
                    email=form.cleaned_data["email"],
                    old_is_dead=True,
                    filed_by=desk.staff,
                    checked_by=desk.staff,
                    actor=desk.actor,
                    now=desk.now,
                )
            except (actions.NothingChanged, actions.ChangeUnderWay) as refused:
                form.add_error("email", refused.sentence)
            else:
                messages.success(
                    request,
                    _("Un lien part à la nouvelle adresse. Un collègue doit aussi approuver."),
                )
                return redirect("office:contact-email", code=change.code)
    return show(request, desk, "contact_details/counter_email.html", filing.context(form))


urlpatterns = [
    path("guichet/<slug:code>/", reach, name="contact-counter"),
    path("guichet/<slug:code>/e-mail/", new_email, name="contact-counter-email"),
]

offer(
    "contact",
    CounterService(
        gettext_lazy("Un téléphone ou une adresse"),
        gettext_lazy("La personne est prévenue par e-mail"),
        lambda account: reverse("office:contact-counter", args=[account.code]),
        order=15,
    ),
)
offer(
    "contact-email",
    CounterService(
        gettext_lazy("Une nouvelle adresse e-mail"),
        gettext_lazy("Avec une pièce d’identité, et l’accord d’un collègue"),
        lambda account: reverse("office:contact-counter-email", args=[account.code]),
        order=16,
    ),
)


def _recorded(desk: Desk, account: TenantAccount, form: ReachForm) -> bool:
    person = holder_person(account, form.chosen_person().pk)
    values: dict[Field, object] = {}
    if form.cleaned_data["mobile"]:
        values[Field.MOBILE] = form.cleaned_data["mobile"]
    if form.cleaned_data["phone"]:
        values[Field.PHONE] = form.cleaned_data["phone"]
    if form.cleaned_data["where"] != SAME:
        values[Field.ADDRESS] = address_in(form.cleaned_data).as_json()
    written = [_put(desk, account, person, field, value) for field, value in values.items()]
    return any(written)


def _put(desk: Desk, account: TenantAccount, person: Person, field: Field, value: object) -> bool:
    try:
        actions.change_detail(
            person=person,
            tenant_account=account,
            field=field,
            value=value,
            user=None,
            filed_by=desk.staff,
            actor=desk.actor,
            now=desk.now,
        )
    except actions.NothingChanged:
        return False
    return True
