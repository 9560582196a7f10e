"""``/agence/pieces/guichet/CODE/``: file a paper for the tenant at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import AccountView, accesses_of
from palier.domain.accounts.models import User
from palier.domain.audit.catalogue import Event
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.papers import actions, queries
from palier.domain.papers.models import PaperRequest
from palier.domain.papers.rules import KINDS, Kind
from palier.domain.tenancy import queries as tenancy
from palier.domain.tenancy.models import Person
from palier.domain.tenancy.queries import AccountFile
from palier.office.counter import CounterService, names_of, offer
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.uploads import UploadField, UploadForm

UNASKED = "none"


class CounterUploadForm(UploadForm):
    """What every filing with a file asks: for whom."""

    person = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Qui est devant vous ?")
    )

    def offer_people(self, file: AccountFile) -> None:
        """Let the holders of today be chosen."""
        self.people = {
            str(one.person_id): one
            for one in file.holders
            if one.person_id is not None and one.ended_on is None
        }
        field = self.fields["person"]
        field.choices = [(key, one.full_name) for key, one in self.people.items()]  # type: ignore[attr-defined]
        if len(self.people) == 1:
            field.initial = next(iter(self.people))

    def chosen_person(self) -> Person:
        """Give the holder for whom it is filed."""
        return self.people[self.cleaned_data["person"]].as_person()


class PaperForm(CounterUploadForm):
    asked = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Répond-elle à une demande ?")
    )
    kind = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("Sinon, quelle pièce ?"),
        choices=[(kind.value, words[0]) for kind, words in KINDS.items()],
    )
    precision = forms.CharField(
        required=False, max_length=100, label=gettext_lazy("Nom de la pièce")
    )
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose=queries.PURPOSE, label=gettext_lazy("La pièce, en entier")
    )

    def offer_requests(self, asked: list[PaperRequest]) -> None:
        """Let the papers still to be given be chosen."""
        self.requests = {one.code: one for one in asked}
        field = self.fields["asked"]
        field.choices = [  # type: ignore[attr-defined]
            *((one.code, one.title) for one in asked),
            (UNASKED, _("Non, dépôt libre")),
        ]
        field.initial = asked[0].code if asked else UNASKED

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("asked") == UNASKED and not cleaned.get("kind"):
            self.add_error("kind", _("Choisissez quelle pièce c’est."))
        if cleaned.get("kind") == Kind.OTHER and not cleaned.get("precision", "").strip():
            self.add_error("precision", _("Écrivez le nom de la pièce."))
        return cleaned

    def chosen_request(self) -> PaperRequest | None:
        """Give the request the paper answers, if there is one."""
        return self.requests.get(self.cleaned_data["asked"])


@at_desk(Permission.FILE_AT_COUNTER)
def file_paper(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """File a paper for the tenant, then show the acknowledgement to print."""
    account = tenancy.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    file = tenancy.file_of(account)
    sent = request.method == "POST"
    form = PaperForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        owner=desk.staff.user,
        about=account.code,
        now=desk.now,
    )
    form.offer_people(file)
    form.offer_requests(
        [
            one
            for one in queries.requests_at_desk(desk.staff, account)
            if one.state in PaperRequest.LIVE
        ]
    )
    if sent and form.is_valid():
        person = form.chosen_person()
        typed = form.cleaned_data
        try:
            paper = actions.deposit_paper(
                view=AccountView(account, person, "holder", since=None, until=None),
                files=typed["files"],
                kind=typed["kind"],
                precision=typed["precision"],
                shared=False,
                asked=form.chosen_request(),
                user=user_of(person),
                filed_by=desk.staff,
                actor=desk.actor,
                now=desk.now,
            )
        except Refusal as refused:
            form.refuse("files", refused)
        except actions.NoLongerAsked as refused:
            form.add_error("asked", refused.sentence)
        else:
            acknowledgement = acknowledgement_of(paper)
            assert acknowledgement is not None, "a deposit is acknowledged"
            return redirect("office:acknowledgement", code=acknowledgement.code)
    context = {
        "form": form,
        "names": names_of(file),
        "tenant_url": reverse("office:tenant", args=[code]),
        "counter_url": reverse("office:counter", args=[code]),
    }
    return show(request, desk, "papers/counter.html", context)


urlpatterns = [
    path("guichet/<slug:code>/", file_paper, name="papers-counter"),
]

offer(
    "paper",
    CounterService(
        gettext_lazy("Une pièce justificative"),
        gettext_lazy("CAF, employeur, avis d’imposition, pièce demandée par l’agence"),
        lambda account: reverse("office:papers-counter", args=[account.code]),
        order=40,
    ),
)


def user_of(person: Person) -> User | None:
    """Give who signs in as ``person``, if they have opened their account."""
    accesses = accesses_of([person.pk]).get(person.pk, ())
    return next((link.user for link in accesses if link.state == link.State.PROVEN), None)
