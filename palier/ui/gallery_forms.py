"""The forms of the gallery: every kind of field, empty, filled and wrong."""

from __future__ import annotations

from django import forms as django_forms

from palier.ui import forms
from palier.ui.uploads.fields import KeptFile, UploadField


class SampleForm(forms.Form):
    family_name = django_forms.CharField(
        label="Nom de famille", help_text="Seulement le nom, sans prénom."
    )
    reference = django_forms.CharField(label="Référence client", required=False)
    email = django_forms.EmailField(label="Adresse e-mail")
    password = django_forms.CharField(
        label="Mot de passe",
        widget=django_forms.PasswordInput,
        help_text="Au moins 12 caractères. Une phrase que vous seul connaissez est un bon choix.",
    )
    amount = forms.AmountField(
        label="Montant à payer", max_cents=100_000, help_text="Vous pouvez payer une partie."
    )
    born_on = forms.DateField(
        label="Date de naissance", birthday=True, help_text="Par exemple 27 3 1978"
    )
    language = django_forms.ChoiceField(
        label="Langue", choices=[("fr", "Français"), ("en", "English")], required=False
    )
    proof = django_forms.ChoiceField(
        label="Comment voulez-vous recevoir votre code ?",
        widget=django_forms.RadioSelect,
        choices=[("email", "Par e-mail"), ("letter", "Par courrier")],
    )
    topics = django_forms.MultipleChoiceField(
        label="Prévenez-moi",
        widget=django_forms.CheckboxSelectMultiple,
        choices=[("notice", "quand un avis arrive"), ("due", "avant la date limite de paiement")],
        required=False,
    )
    proof_file = django_forms.FileField(
        label="Attestation", help_text="PDF ou photo, 10 Mo au plus.", required=False
    )
    text = django_forms.CharField(
        label="Votre message", widget=django_forms.Textarea, max_length=500, required=False
    )
    agree = django_forms.BooleanField(label="J’accepte de recevoir mes quittances par internet")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].option_hints = {  # type: ignore[attr-defined]
            "email": "À l’adresse que nous connaissons : a…@exemple.fr",
            "letter": "Il arrive en deux à quatre jours.",
        }


class SampleUploadForm(forms.Form):
    proof = UploadField(purpose="sample", label="Attestation d’assurance", required=False)


TYPED = {
    "family_name": "Jean-Baptiste de La Rochefoucauld-Montbel",
    "email": "a.ndiaye@",
    "amount": "4O0",
    "born_on_day": "31",
    "born_on_month": "2",
    "born_on_year": "1978",
    "text": "Bonjour,",
    "language": "xx",
}

KEPT = (
    KeptFile("k1", "attestation-habitation-2026.pdf", "PDF, 2\u00a0pages, 184\u00a0Ko", "", "#"),
    KeptFile(
        "k2", "photo-du-contrat-avec-un-nom-tres-long.jpg", "Photo, 1,2\u00a0Mo", "", "#", held=True
    ),
)
