"""Forms that look right with one tag a field, speak plain French and keep what was typed.

Rooms write ``class PayForm(ui.forms.Form)`` with Django's fields and the two below;
``{% field form.name %}`` reads the widget to know which kind of control to draw.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.foundation.money import euros, parse_euros


class Renderer(DjangoTemplates):
    """Draw ``{{ form }}`` and its fields with the components of ``palier.ui``."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/group.html"


_given_back: ContextVar[QueryDict | None] = ContextVar("given_back", default=None)


@contextmanager
def giving_back(typed: QueryDict) -> Iterator[None]:
    """Draw the forms of a page with what was ``typed`` before a session ended.

    They stay untouched forms: nothing is validated, nothing is sent.
    """
    token = _given_back.set(typed)
    try:
        yield
    finally:
        _given_back.reset(token)


class Form(forms.Form):
    """A form without the browser's own bubbles, with errors that say what to do."""

    default_renderer = Renderer
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak_plainly(field, str(field.label or name.replace("_", " ").capitalize()))
        typed = _given_back.get()
        if typed is not None and not self.is_bound:
            self._take_back(typed)

    def _take_back(self, typed: QueryDict) -> None:
        """Start from what was typed, where ``typed`` is an answer to this very form."""
        controls = {name: field.widget for name, field in self.fields.items()}
        posted = {
            name
            for name, control in controls.items()
            if not isinstance(control, forms.HiddenInput | forms.PasswordInput | forms.FileInput)
            and not control.value_omitted_from_data(typed, {}, self.add_prefix(name))
        }
        # A box that is not ticked is not sent, and so proves nothing.
        if all(isinstance(controls[name], forms.CheckboxInput) for name in posted):
            return
        for name in posted:
            control = controls[name]
            self.initial[name] = control.value_from_datadict(typed, {}, self.add_prefix(name))


_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]


def _speak_plainly(field: forms.Field, label: str) -> None:
    """Replace Django's general sentences, unless the room wrote its own."""
    wording = {
        "required": (str(_DJANGO_REQUIRED), _("« %(label)s » : il manque votre réponse.")),
        "invalid_choice": (None, _("« %(label)s » : choisissez une des réponses proposées.")),
    }
    own = {
        key
        for key, (default, _sentence) in wording.items()
        if key in field.error_messages and default not in (None, str(field.error_messages[key]))
    }
    for key, (_default, sentence) in wording.items():
        if key in field.error_messages and key not in own:
            field.error_messages[key] = sentence % {"label": label}
    if isinstance(field, forms.EmailField) and not getattr(field, "own_sentence", False):
        for validator in field.validators:
            if validator.__class__.__name__ == "EmailValidator":
                field.error_messages["invalid"] = _(
                    "L’adresse e-mail n’est pas complète. Écrivez-la comme ceci : "
                    "prenom.nom@exemple.fr"
                )


class AmountInput(forms.TextInput):
    """Euros typed by hand; drawn with the € sign beside the box."""


class AmountField(forms.Field):
    """An amount typed in euros, cleaned to integer cents.

    ``min_cents`` and ``max_cents`` are included. ``initial`` is in cents.
    """

    widget = AmountInput
    default_error_messages = {
        "invalid": gettext_lazy(
            "Le montant n’est pas lisible. Écrivez des chiffres, par exemple 412,37."
        ),
        "too_small": gettext_lazy("Le montant doit être d’au moins %(limit)s."),
        "too_big": gettext_lazy("Le montant ne peut pas dépasser %(limit)s."),
    }

    def __init__(
        self, *, min_cents: int | None = 1, max_cents: int | None = None, **kwargs: Any
    ) -> None:
        self.min_cents, self.max_cents = min_cents, max_cents
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return euros(value).removesuffix("€").strip().replace("\u202f", "\u00a0")
        return value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return parse_euros(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit, wrong in (
            ("too_small", self.min_cents, self.min_cents is not None and value < self.min_cents),
            ("too_big", self.max_cents, self.max_cents is not None and value > self.max_cents),
        ):
            if wrong and limit is not None:
                raise ValidationError(
                    self.error_messages[code], code=code, params={"limit": euros(limit)}
                )


DATE_PARTS = ("day", "month", "year")


class DateInput(forms.MultiWidget):
    """A date as three boxes, day, month, year: quicker on a phone than any calendar."""

    template_name = "ui/forms/date.html"

    def __init__(self, *, birthday: bool = False, attrs: dict[str, Any] | None = None) -> None:
        self.birthday = birthday
        super().__init__({part: forms.TextInput() for part in DATE_PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, dt.date):
            return [value.day, value.month, value.year]
        return [None, None, None]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Jour"), _("Mois"), _("Année"))
        for part, label, sub in zip(
            DATE_PARTS, labels, context["widget"]["subwidgets"], strict=True
        ):
            sub["part"], sub["label"] = part, label
            sub["attrs"]["id"] = f"{context['widget']['attrs'].get('id', name)}_{part}"
            sub["attrs"]["inputmode"] = "numeric"
            sub["attrs"]["maxlength"] = 4 if part == "year" else 2
            sub["attrs"]["autocomplete"] = f"bday-{part}" if self.birthday else "off"
        return context


class DateField(forms.MultiValueField):
    """A date typed in three boxes, cleaned to ``datetime.date``."""

    widget = DateInput
    default_error_messages = {
        "incomplete": gettext_lazy(
            "La date n’est pas complète : il faut le jour, le mois et l’année."
        ),
        "invalid": gettext_lazy("Cette date n’existe pas. Vérifiez le jour, le mois et l’année."),
        "year": gettext_lazy("Écrivez l’année avec quatre chiffres, par exemple 1978."),
    }

    def __init__(self, *, birthday: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateInput(birthday=birthday))
        parts = [forms.CharField(required=False) for _part in DATE_PARTS]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        typed = [str(part or "").strip() for part in value or ("", "", "")]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(typed):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if typed[2].isdigit() and len(typed[2]) != 4:
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return dt.date(int(typed[2]), int(typed[1]), int(typed[0]))
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def compress(self, data_list: list[Any]) -> Any:
        return data_list


@dataclass(frozen=True, slots=True)
class FormError:
    """One line of the error summary; ``anchor`` is the id of the control to go to."""

    anchor: str
    sentence: str


def kind_of(field: forms.BoundField) -> str:
    """Name the control that draws ``field``: the word after ``field--`` in the styles."""
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (DateInput, "date"),
        (AmountInput, "amount"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.PasswordInput, "password"),
        (forms.EmailInput, "email"),
        (forms.FileInput, "file"),
    )
    widget = field.field.widget
    return next((kind for type_, kind in kinds if isinstance(widget, type_)), "text")


def anchor_of(field: forms.BoundField) -> str:
    """Give the id of the first control of ``field``, where the error summary leads."""
    identifier = field.auto_id or field.html_name
    return {
        "radios": f"{identifier}_0",
        "checkboxes": f"{identifier}_0",
        "date": f"{identifier}_day",
    }.get(kind_of(field), str(identifier))


def errors_of(form: forms.BaseForm) -> tuple[FormError, ...]:
    """List the errors of ``form`` in the order of its fields, those of the whole form first."""
    found = [FormError("", str(sentence)) for sentence in form.non_field_errors()]
    for bound in form:
        found += [FormError(anchor_of(bound), str(sentence)) for sentence in bound.errors]
    return tuple(found)
