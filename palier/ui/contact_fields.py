"""Form fields for how to reach somebody: the portal and the desk ask with the same words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.contact_details.rules.addresses import Address, is_french_postcode
from palier.domain.contact_details.rules.phones import UnreadablePhone, is_mobile, read_phone
from palier.ui.forms import Form
from palier.ui.french import phone_number

HOME, ELSEWHERE = "home", "elsewhere"


class PhoneField(forms.CharField):
    """A telephone number typed in any usual way, cleaned to E.164; empty when left out."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "tel", "inputmode": "tel"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=40, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return phone_number(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        try:
            return read_phone(str(super().clean(value) or ""))
        except UnreadablePhone as trouble:
            raise ValidationError(trouble.sentence, code="unreadable") from None


class PhonesForm(Form):
    """The mobile, and another number."""

    mobile = PhoneField(
        label=gettext_lazy("Téléphone portable"),
        help_text=gettext_lazy("Par exemple 06 12 34 56 78. Un numéro étranger commence par +."),
    )
    phone = PhoneField(
        label=gettext_lazy("Autre téléphone"),
        help_text=gettext_lazy("Un téléphone fixe, ou celui d’un proche."),
    )

    def clean_mobile(self) -> str:
        return checked_mobile(self.cleaned_data["mobile"])


class AddressForm(Form):
    """Where letters go: to the dwelling, or to another address."""

    where = forms.ChoiceField(
        label=gettext_lazy("Où envoyer votre courrier ?"),
        widget=forms.RadioSelect,
        choices=[
            (HOME, gettext_lazy("À mon logement")),
            (ELSEWHERE, gettext_lazy("À une autre adresse")),
        ],
    )
    street = forms.CharField(
        label=gettext_lazy("Numéro et rue"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    extra = forms.CharField(
        label=gettext_lazy("Complément"),
        help_text=gettext_lazy("Chez quelqu’un, bâtiment, boîte postale."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    postcode = forms.CharField(
        label=gettext_lazy("Code postal"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    town = forms.CharField(
        label=gettext_lazy("Ville"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    country = forms.CharField(
        label=gettext_lazy("Pays, si ce n’est pas la France"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "country-name"}),
    )

    @classmethod
    def initial_of(cls, address: Address) -> dict[str, str]:
        """Give what the form shows for an address already known."""
        return {"where": HOME if address.is_home else ELSEWHERE, **address.as_json()}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        check_address(self, cleaned)
        return cleaned

    def address(self) -> Address:
        """Give what was typed; empty when letters go to the dwelling."""
        return address_in(self.cleaned_data)


def checked_mobile(number: str) -> str:
    """Give a number back when it is a mobile one, or empty.

    Raises:
        ValidationError: it is a landline.
    """
    if number and not is_mobile(number):
        raise ValidationError(
            _(
                "Ce n’est pas un numéro de portable. Écrivez-le plutôt dans la case « Autre "
                "téléphone »."
            ),
            code="not_mobile",
        )
    return number


def check_address(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Add what is wrong with an address elsewhere to the errors of ``form``."""
    if cleaned.get("where") != ELSEWHERE:
        return
    for name, sentence in (
        ("street", _("Écrivez le numéro et la rue.")),
        ("postcode", _("Écrivez le code postal.")),
        ("town", _("Écrivez la ville.")),
    ):
        if not cleaned.get(name) and name not in form.errors:
            form.add_error(name, sentence)
    abroad = not Address(country=cleaned.get("country", "")).is_french
    code = cleaned.get("postcode", "")
    if code and not abroad and not is_french_postcode(code):
        form.add_error(
            "postcode",
            _("Un code postal français a cinq chiffres. À l’étranger, écrivez aussi le pays."),
        )


def address_in(cleaned: dict[str, Any]) -> Address:
    """Give the address among the answers of a form; empty when letters go to the dwelling."""
    if cleaned["where"] == HOME:
        return Address()
    return Address(**{name: cleaned[name].strip() for name in Address.__slots__})
