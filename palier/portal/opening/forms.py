from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy

from palier.domain.accounts.rules.emails import folded_email, meant_address
from palier.domain.accounts.rules.passwords import LONGEST
from palier.ui.forms import Form


class WhoForm(Form):
    reference = forms.CharField(
        label=gettext_lazy("Référence client"),
        help_text=gettext_lazy(
            "Elle est en haut de votre avis d’échéance. Exemple : L/0012345. Les espaces et "
            "la lettre ne comptent pas."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={
            "required": gettext_lazy("Tapez votre référence client."),
            "max_length": gettext_lazy("Une référence client est plus courte. Vérifiez-la."),
        },
    )
    family_name = forms.CharField(
        label=gettext_lazy("Nom de famille"),
        help_text=gettext_lazy(
            "Sans le prénom. Le nom d’un titulaire du bail, de naissance ou d’usage."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Tapez votre nom de famille, sans le prénom.")},
    )


class AddressForm(Form):
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy(
            "Une adresse à vous, que vous pouvez lire. Elle servira à vous connecter."
        ),
        max_length=254,
        error_messages={"required": gettext_lazy("Tapez votre adresse e-mail.")},
    )
    as_typed = forms.CharField(required=False, widget=forms.HiddenInput)
    """The address the reader was asked about: sent again, it is meant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed: str | None = None

    def clean_email(self) -> str:
        address = folded_email(self.cleaned_data["email"])
        EmailValidator(message=self.fields["email"].error_messages["invalid"])(address)
        return address

    def clean(self) -> dict[str, Any]:
        address = self.cleaned_data.get("email", "")
        if self.cleaned_data.get("as_typed") != address:
            self.proposed = meant_address(address)
        return self.cleaned_data


class PasswordForm(Form):
    password = forms.CharField(
        label=gettext_lazy("Mot de passe"),
        help_text=gettext_lazy(
            "12 signes au moins. Trois ou quatre mots sans rapport entre eux suffisent. "
            "N’utilisez pas un mot de passe qui vous sert ailleurs."
        ),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={
            "required": gettext_lazy("Choisissez un mot de passe."),
            "max_length": gettext_lazy("Ce mot de passe est trop long : 128 signes au plus."),
        },
    )


class SamePasswordForm(Form):
    password = forms.CharField(
        label=gettext_lazy("Mot de passe choisi à l’ouverture"),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput,
        error_messages={"required": gettext_lazy("Tapez le mot de passe que vous avez choisi.")},
    )


class FirstNameForm(Form):
    given_name = forms.CharField(
        label=gettext_lazy("Votre prénom"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Tapez votre prénom.")},
    )


class CodeForm(Form):
    typed = forms.CharField(
        label=gettext_lazy("Code reçu"),
        help_text=gettext_lazy("Les espaces et les tirets ne comptent pas."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Tapez le code reçu.")},
    )
