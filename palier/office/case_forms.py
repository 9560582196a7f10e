"""The forms of a case. Each carries the revision its author was reading."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.casework.models import Case, CaseMessage
from palier.domain.casework.queries import colleagues_for
from palier.domain.casework.rules import endings_for
from palier.domain.estate.models import Agency
from palier.domain.estate.queries import agencies
from palier.office.gate import Desk
from palier.office.queue import capital
from palier.ui.forms import Form

CENTRE = "centre"
MOST_REVISIONS = 1_000_000
LONGEST_ANSWER = 5_000


class RevisionForm(Form):
    """A form about a case; ``revision`` is written by the template, from the case itself."""

    revision = forms.IntegerField(min_value=1, max_value=MOST_REVISIONS, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        desk: Desk,
        case: Case,
        places: list[Agency] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(desk, case, places)

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        """Fill in the choices that depend on the case."""


class AnswerForm(RevisionForm):
    text = forms.CharField(
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 7}),
        label=gettext_lazy("Votre réponse"),
        error_messages={"required": gettext_lazy("Écrivez votre réponse avant de l’envoyer.")},
    )
    channel = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Comment répondez-vous ?")
    )
    close = forms.BooleanField(
        required=False, label=gettext_lazy("La demande est terminée avec cette réponse")
    )

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        channel = CaseMessage.Channel
        written = (
            (
                channel.PORTAL,
                _("Dans son espace locataire (un e-mail l’annonce, sans le contenu)"),
            )
            if case.user_id is not None
            else (channel.EMAIL, _("Par e-mail, à l’adresse qu’elle a donnée"))
        )
        choices = [
            (channel.PHONE, _("Je l’ai eue au téléphone ; je note ce qui a été dit")),
            (channel.COUNTER, _("Elle est venue à l’agence ; je note ce qui a été dit")),
        ]
        if case.user_id is not None or case.contact_email:
            choices.insert(0, written)
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]
        self.fields["channel"].initial = choices[0][0]


class CloseForm(RevisionForm):
    reason = forms.ChoiceField(label=gettext_lazy("Pourquoi est-elle terminée ?"))

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        reasons = [(key, capital(Case.Ending(key).label)) for key in endings_for(case.kind)]
        self.fields["reason"].choices = [("", _("Choisissez")), *reasons]  # type: ignore[attr-defined]


class TransferForm(RevisionForm):
    agency = forms.ChoiceField(label=gettext_lazy("À qui la transférer ?"))

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        self.places = {
            place.erp_id: place
            for place in (agencies() if places is None else places)
            if place.erp_id != case.agency_id
        }
        centre = [(CENTRE, _("Centre de relation locataires"))] if case.agency_id else []
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            ("", _("Choisissez")),
            *((erp_id, place.name) for erp_id, place in self.places.items()),
            *centre,
        ]

    def clean_agency(self) -> Agency | None:
        return self.places.get(self.cleaned_data["agency"])


class AssignForm(RevisionForm):
    colleague = forms.ChoiceField(label=gettext_lazy("À qui la confier ?"))

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        self.colleagues = {str(row.pk): row for row in colleagues_for(desk.staff, case)}
        self.fields["colleague"].choices = [  # type: ignore[attr-defined]
            ("", _("Choisissez")),
            *((key, str(row.user)) for key, row in self.colleagues.items()),
        ]

    def clean_colleague(self) -> Any:
        return self.colleagues[self.cleaned_data["colleague"]]
