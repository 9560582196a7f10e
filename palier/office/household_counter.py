"""``/agence/foyer/guichet/CODE/``: declare a change for the tenant at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import AccountView
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.household import actions, queries
from palier.domain.household.models import Declaration
from palier.domain.household.queries import Member
from palier.domain.household.rules.changes import (
    CHANGES,
    PROOFS,
    RELATIONS,
    Change,
    Direction,
)
from palier.domain.household.rules.questions import (
    NOT_LISTED,
    Answers,
    date_trouble,
    holds_a_number,
    proof_fits,
)
from palier.domain.tenancy.models import Lease
from palier.domain.tenancy.queries import AccountFile, ended_on
from palier.foundation.errors import NotYours
from palier.office.counter import CounterService, offer
from palier.office.filing import CounterUploadForm, open_filing, user_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.forms import DateField
from palier.ui.uploads import UploadField


class DeclarationForm(CounterUploadForm):
    """A declaration on one page, for somebody who knows the questions."""

    change = forms.ChoiceField(
        label=gettext_lazy("Quel changement ?"),
        choices=[
            ("", gettext_lazy("Choisissez")),
            *((change.value, kind.label) for change, kind in CHANGES.items()),
        ],
    )
    member = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Quelle personne du foyer ?")
    )
    given_names = forms.CharField(required=False, max_length=120, label=gettext_lazy("Prénoms"))
    family_name = forms.CharField(required=False, max_length=120, label=gettext_lazy("Nom"))
    birth_date = DateField(required=False, label=gettext_lazy("Date de naissance"))
    relation = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Lien avec le locataire"),
        choices=[("", gettext_lazy("Choisissez")), *RELATIONS.items()],
    )
    effective_on = DateField(label=gettext_lazy("Date d’effet"))
    proof = forms.ChoiceField(
        label=gettext_lazy("Justificatif présenté"),
        choices=[
            ("", gettext_lazy("Choisissez")),
            *((proof.value, label) for proof, label in PROOFS.items()),
        ],
    )
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose="household",
        label=gettext_lazy("Le justificatif, numéro de Sécurité sociale caché"),
    )

    def offer_members(self, members: list[Member]) -> None:
        """Let the household of today be chosen."""
        self.members = {member.key: member for member in members}
        field = self.fields["member"]
        field.choices = [  # type: ignore[attr-defined]
            *((member.key, member.full_name) for member in members),
            (NOT_LISTED, _("Une autre personne : son nom est écrit ci-dessous")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        answers = self._answers(cleaned)
        kind = CHANGES[Change(answers.change)]
        if not (answers.family_name and answers.given_names):
            self.add_error("family_name", _("Écrivez le nom et le prénom de la personne."))
        if holds_a_number(answers.full_name):
            self.add_error("family_name", _("Un nom ne contient pas de chiffres."))
        if len(kind.relations) > 1 and answers.relation not in kind.relations:
            self.add_error("relation", _("Choisissez le lien avec le locataire."))
        if not proof_fits(answers.change, answers.proof):
            accepted = ", ".join(str(PROOFS[proof]) for proof in kind.proofs)
            self.add_error("proof", _("Pour ce changement : %(proofs)s.") % {"proofs": accepted})
        cleaned["answers"] = answers
        return cleaned

    def _answers(self, cleaned: dict[str, Any]) -> Answers:
        kind = CHANGES[Change(cleaned["change"])]
        arrival = kind.direction == Direction.ARRIVAL
        member = None if arrival else self.members.get(cleaned["member"])
        relation = kind.relations[0] if len(kind.relations) == 1 else cleaned["relation"]
        return Answers(
            direction=kind.direction,
            change=cleaned["change"],
            member="" if arrival else cleaned["member"],
            family_name=member.family_name if member else cleaned["family_name"].strip(),
            given_names=member.given_names if member else cleaned["given_names"].strip(),
            birth_date=member.birth_date if member else cleaned["birth_date"],
            relation=relation if kind.relations else "",
            effective_on=cleaned["effective_on"],
            proof=cleaned["proof"],
        )


@at_desk(Permission.FILE_AT_COUNTER)
def file_declaration(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Declare a change for the tenant, then show the acknowledgement to print."""
    filing = open_filing(request, desk, code)
    lease = _dwelling(filing.file)
    form = filing.upload_form(DeclarationForm, request, desk, about=lease.code)
    form.offer_members(queries.known_members(lease, desk.today))
    if request.method == "POST" and form.is_valid() and _date_is_right(form, desk):
        try:
            declaration = _filed(desk, lease, form)
        except Refusal as refused:
            form.refuse("files", refused)
        except (actions.StillMissing, actions.AlreadyDeclared) as refused:
            form.add_error(None, refused.sentence)
        else:
            acknowledgement = acknowledgement_of(declaration)
            assert acknowledgement is not None, "a deposit is acknowledged"
            return redirect("office:acknowledgement", code=acknowledgement.code)
    return show(request, desk, "household/counter.html", filing.context(form))


urlpatterns = [
    path("guichet/<slug:code>/", file_declaration, name="household-counter"),
]

offer(
    "declaration",
    CounterService(
        gettext_lazy("Un changement dans le foyer"),
        gettext_lazy("Naissance, mariage, séparation, décès, arrivée ou départ"),
        lambda account: reverse("office:household-counter", args=[account.code]),
        order=30,
    ),
)


def _dwelling(file: AccountFile) -> Lease:
    homes = (
        lease
        for lease in file.leases
        if lease.kind == Lease.Kind.DWELLING and ended_on(lease) is None
    )
    found = next(homes, None)
    if found is None:
        raise NotYours()
    return found


def _date_is_right(form: DeclarationForm, desk: Desk) -> bool:
    answers: Answers = form.cleaned_data["answers"]
    assert answers.effective_on is not None, "the form asks for it"
    trouble = date_trouble(
        answers.change, answers.effective_on, birth_date=answers.birth_date, today=desk.today
    )
    if trouble is not None:
        form.add_error("effective_on", _("Cette date n’est pas possible pour ce changement."))
    return trouble is None


def _filed(desk: Desk, lease: Lease, form: DeclarationForm) -> Declaration:
    person = form.chosen_person()
    return actions.declare(
        view=AccountView(lease.tenant_account, person, "holder", since=None, until=None),
        lease=lease,
        answers=form.cleaned_data["answers"],
        proofs=form.cleaned_data["files"],
        user=user_of(person),
        filed_by=desk.staff,
        actor=desk.actor,
        now=desk.now,
    )
