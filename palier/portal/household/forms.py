"""One form a question; each gives the answers as they stand once it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.household.queries import Member
from palier.domain.household.rules.changes import (
    CHANGES,
    DIRECTIONS,
    PROOFS,
    RELATIONS,
    Change,
    Direction,
    changes_of,
)
from palier.domain.household.rules.questions import (
    NOT_LISTED,
    Answers,
    date_trouble,
    holds_a_number,
    with_change,
    with_direction,
)
from palier.portal.household.words import date_sentence
from palier.ui.forms import DateField, Form
from palier.ui.uploads import UploadField, UploadForm

CHOOSE = gettext_lazy("Choisissez une réponse pour continuer.")


class QuestionForm(Form):
    """A question about ``answers``; ``members`` are those of the household it may be about."""

    def __init__(
        self,
        *args: Any,
        answers: Answers,
        members: Sequence[Member] = (),
        today: dt.date,
        label: str,
        **kwargs: Any,
    ) -> None:
        self.answers, self.members, self.today = answers, members, today
        super().__init__(*args, initial=self.known(answers), **kwargs)
        self.fields[next(iter(self.fields))].label = label
        self.prepare()

    def known(self, answers: Answers) -> dict[str, Any]:
        """Give what was answered before."""
        return {name: getattr(answers, name) for name in self.base_fields}

    def prepare(self) -> None:
        """Fill in the choices that depend on the answers."""

    def answered(self) -> Answers:
        """Give the answers with this one among them."""
        return replace(self.answers, **self.cleaned_data)


class DirectionForm(QuestionForm):
    direction = forms.ChoiceField(
        choices=[(key.value, words[0]) for key, words in DIRECTIONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )

    def prepare(self) -> None:
        hints = {key.value: words[1] for key, words in DIRECTIONS.items()}
        self.fields["direction"].option_hints = hints  # type: ignore[attr-defined]

    def answered(self) -> Answers:
        return with_direction(self.answers, self.cleaned_data["direction"])


class ChangeForm(QuestionForm):
    change = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": CHOOSE})

    def prepare(self) -> None:
        field = self.fields["change"]
        offered = changes_of(self.answers.direction)
        field.choices = [(one.value, CHANGES[one].label) for one in offered]  # type: ignore[attr-defined]
        hints = {one.value: CHANGES[one].hint for one in offered if CHANGES[one].hint}
        field.option_hints = hints  # type: ignore[attr-defined]

    def answered(self) -> Answers:
        return with_change(self.answers, self.cleaned_data["change"])


class MemberForm(QuestionForm):
    member = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": CHOOSE})

    def prepare(self) -> None:
        union = CHANGES[Change(self.answers.change)].direction == Direction.UNION
        other = (
            _("Une personne qui n’est pas dans cette liste")
            if self.members or not union
            else _("Une personne qui n’habite pas encore ici")
        )
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            *((member.key, member.full_name) for member in self.members),
            (NOT_LISTED, other),
        ]

    def answered(self) -> Answers:
        key = self.cleaned_data["member"]
        found = next((member for member in self.members if member.key == key), None)
        if found is None:
            known = self.answers.member == NOT_LISTED
            names: dict[str, Any] = (
                {} if known else {"family_name": "", "given_names": "", "birth_date": None}
            )
            return replace(self.answers, member=NOT_LISTED, **names)
        return replace(
            self.answers,
            member=key,
            family_name=found.family_name,
            given_names=found.given_names,
            birth_date=found.birth_date,
        )


class NamesForm(QuestionForm):
    given_names = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        label=gettext_lazy("Prénoms"),
        error_messages={"required": gettext_lazy("Écrivez le prénom.")},
    )
    family_name = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        label=gettext_lazy("Nom de famille"),
        error_messages={"required": gettext_lazy("Écrivez le nom de famille.")},
    )
    birth_date = DateField(
        required=False,
        label=gettext_lazy("Date de naissance"),
        help_text=gettext_lazy("Par exemple : 12 11 2026"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The label of the page is the title here; each box has its own.
        self.fields["given_names"].label = _("Prénoms")
        if self.answers.change in (Change.BIRTH, Change.ADOPTION):
            self.fields["birth_date"].required = True
            self.fields["birth_date"].error_messages["required"] = _(
                "Écrivez la date de naissance de l’enfant."
            )

    def clean_given_names(self) -> str:
        return self._name("given_names")

    def clean_family_name(self) -> str:
        return self._name("family_name")

    def clean_birth_date(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["birth_date"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("Cette date n’est pas encore passée. Vérifiez l’année."))
        return day

    def answered(self) -> Answers:
        answers = super().answered()
        if answers.change == Change.BIRTH:
            return replace(answers, effective_on=answers.birth_date)
        return answers

    def _name(self, field: str) -> str:
        name = " ".join(str(self.cleaned_data[field]).split())
        if holds_a_number(name):
            raise forms.ValidationError(
                _("Un nom ne contient pas de chiffres. N’écrivez pas de numéro ici.")
            )
        return name


class RelationForm(QuestionForm):
    relation = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": CHOOSE})

    def prepare(self) -> None:
        offered = CHANGES[Change(self.answers.change)].relations
        self.fields["relation"].choices = [(one, RELATIONS[one]) for one in offered]  # type: ignore[attr-defined]


class EffectiveDateForm(QuestionForm):
    effective_on = DateField(
        help_text=gettext_lazy("Par exemple : 12 11 2026"),
        error_messages={"required": gettext_lazy("Écrivez la date.")},
    )

    def clean_effective_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["effective_on"]
        trouble = date_trouble(
            self.answers.change, day, birth_date=self.answers.birth_date, today=self.today
        )
        if trouble is not None:
            raise forms.ValidationError(date_sentence(trouble))
        return day


class ProofForm(UploadForm):
    proof = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Quel document envoyez-vous ?"),
        error_messages={"required": CHOOSE},
    )
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose="household", label=gettext_lazy("Votre document")
    )

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        self.answers = answers
        super().__init__(*args, initial={"proof": answers.proof}, **kwargs)
        offered = CHANGES[Change(answers.change)].proofs
        self.fields["proof"].choices = [(one.value, PROOFS[one]) for one in offered]  # type: ignore[attr-defined]
        if len(offered) == 1:
            del self.fields["proof"]
            self.fields["files"].label = PROOFS[offered[0]]

    def answered(self) -> Answers:
        return replace(self.answers, proof=self.cleaned_data.get("proof") or self.answers.proof)
