"""The forms of a thread at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.casework.models import Case
from palier.domain.estate.models import Agency
from palier.domain.messaging.models import Message, Topic
from palier.domain.messaging.queries import Addressee
from palier.domain.messaging.reply_texts import Kept
from palier.domain.messaging.rules import TECHNICAL_SUPPORT
from palier.foundation.codes import new_public_code
from palier.office.case_forms import CENTRE, MOST_REVISIONS, TransferForm
from palier.office.gate import Desk
from palier.ui.forms import DateField
from palier.ui.uploads import UploadField, UploadForm

PURPOSE = "message-desk"
LONGEST = 5_000
SPOKEN = (Message.Kind.CALL, Message.Kind.VISIT)


class MessageForm(UploadForm):
    """Words of the agency: written, or noted after a call or a visit."""

    model = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Partir d’un modèle"),
        help_text=gettext_lazy("Il s’ajoute à votre texte, rempli ; relisez-le avant l’envoi."),
    )
    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 9}),
        label=gettext_lazy("Votre message"),
        error_messages={"required": gettext_lazy("Écrivez votre message avant de l’envoyer.")},
    )
    files = UploadField(  # type: ignore[assignment]
        purpose=PURPOSE, label=gettext_lazy("Pièces jointes"), required=False
    )
    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("C’est"),
        choices=[
            (
                Message.Kind.MESSAGE.value,
                gettext_lazy("Un message (un e-mail l’annonce, sans le contenu)"),
            ),
            (Message.Kind.CALL.value, gettext_lazy("La note d’un appel téléphonique")),
            (Message.Kind.VISIT.value, gettext_lazy("La note d’une visite à l’agence")),
        ],
    )
    held_on = DateField(
        required=False,
        label=gettext_lazy("Jour de l’appel ou de la visite"),
        help_text=gettext_lazy("Vide : aujourd’hui."),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, texts: list[Kept], today: dt.date, **kwargs: Any) -> None:
        initial = kwargs.pop("initial", {})
        begun = {"key": new_public_code(), "kind": Message.Kind.MESSAGE.value, **initial}
        super().__init__(*args, initial=begun, **kwargs)
        self.today = today
        self.fields["model"].choices = [  # type: ignore[attr-defined]
            ("", _("Aucun")),
            *((kept.code, kept.title) for kept in texts),
        ]

    def clean_held_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["held_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("Ce jour n’est pas encore passé."))
        return day

    @property
    def held(self) -> dt.date | None:
        """Give the day of what is noted; ``None`` for a message."""
        if self.cleaned_data["kind"] not in SPOKEN:
            return None
        return self.cleaned_data["held_on"] or self.today


class AnswerForm(MessageForm):
    revision = forms.IntegerField(min_value=1, max_value=MOST_REVISIONS, widget=forms.HiddenInput)
    pending = forms.BooleanField(
        required=False,
        label=gettext_lazy("Ce n’est pas encore la réponse promise : le message reste à traiter"),
    )
    closes = forms.BooleanField(
        required=False, label=gettext_lazy("La conversation est terminée avec ce message")
    )


class StartForm(MessageForm):
    person = forms.ChoiceField(label=gettext_lazy("À qui ?"), widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=gettext_lazy("Sujet"))
    title = forms.CharField(max_length=120, label=gettext_lazy("Titre"))
    owes = forms.BooleanField(
        required=False,
        label=gettext_lazy("Une réponse est due : mettre dans la file, avec une promesse"),
    )

    def __init__(self, *args: Any, addressees: list[Addressee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.person.pk): each.person for each in addressees}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(each.person.pk), _person(each)) for each in addressees
        ]
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", _("Choisissez")),
            *((value, label[:1].upper() + label[1:]) for value, label in Topic.choices),
        ]

    def clean_person(self) -> Any:
        return self.people[self.cleaned_data["person"]]


class ThreadTransferForm(TransferForm):
    """To another agency, to the technical support, or back from it."""

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        super().prepare(desk, case, places)
        self.present_agency_id, self.team = case.agency_id, ""
        own = next((place for place in places or () if place.erp_id == case.agency_id), None)
        choices = list(self.fields["agency"].choices)  # type: ignore[attr-defined]
        if case.team and own is not None:
            self.places[own.erp_id] = own
            choices.insert(1, (own.erp_id, own.name))
        elif case.team:
            choices.append((CENTRE, _("Centre de relation locataires")))
        else:
            self.own = own
            choices.append((TECHNICAL_SUPPORT, _("Assistance technique")))
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def clean_agency(self) -> Agency | None:
        if self.cleaned_data["agency"] == TECHNICAL_SUPPORT:
            self.team = TECHNICAL_SUPPORT
            return self.own
        return super().clean_agency()


def _person(each: Addressee) -> str:
    name = each.person.full_name
    if each.is_former:
        name = _("%(name)s, ancien titulaire") % {"name": name}
    if not each.reads:
        name = _("%(name)s (n’a pas encore ouvert son espace)") % {"name": name}
    return name
