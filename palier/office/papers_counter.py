"""``/agence/pieces/guichet/CODE/``: file a paper for the tenant at the counter."""

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
from palier.domain.papers import actions, queries
from palier.domain.papers.models import PaperRequest
from palier.domain.papers.rules import KINDS, Kind
from palier.office.counter import CounterService, offer
from palier.office.filing import CounterUploadForm, open_filing, user_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.uploads import UploadField

UNASKED = "none"


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
    filing = open_filing(request, desk, code)
    form = filing.upload_form(PaperForm, request, desk)
    form.offer_requests(
        [
            one
            for one in queries.requests_at_desk(desk.staff, filing.account)
            if one.state in PaperRequest.LIVE
        ]
    )
    if request.method == "POST" and form.is_valid():
        person = form.chosen_person()
        typed = form.cleaned_data
        try:
            paper = actions.deposit_paper(
                view=AccountView(filing.account, person, "holder", since=None, until=None),
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
    return show(request, desk, "papers/counter.html", filing.context(form))


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
