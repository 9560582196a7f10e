"""The forms of messages. ``key`` is drawn with the form: sent twice, it is one message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.messaging.models import Topic
from palier.domain.tenancy.models import Person
from palier.foundation.codes import new_public_code
from palier.ui.forms import Form
from palier.ui.uploads import UploadField, UploadForm

LONGEST = 5_000
PURPOSE = "message"


def topic_choices() -> list[tuple[str, str]]:
    """Give the topics as a tenant chooses them."""
    return [(value, label[:1].upper() + label[1:]) for value, label in Topic.choices]


class AboutForm(Form):
    """What the message is about; its names stand in the address."""

    sujet = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez de quoi il s’agit.")},
    )
    mots = forms.CharField(
        label=gettext_lazy("En quelques mots"),
        help_text=gettext_lazy(
            "Par exemple : eau chaude trop chère. La réponse est peut-être déjà sur ce site."
        ),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sujet"].choices = topic_choices()  # type: ignore[attr-defined]


class ReplyForm(UploadForm):
    text = forms.CharField(
        label=gettext_lazy("Votre message"),
        help_text=gettext_lazy(
            "N’écrivez ni mot de passe, ni numéro de carte, ni détails de santé."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": gettext_lazy("Écrivez votre message avant de l’envoyer.")},
    )
    files = UploadField(  # type: ignore[assignment]
        purpose=PURPOSE, label=gettext_lazy("Photos ou documents"), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.pop("initial", {})
        super().__init__(*args, initial={"key": new_public_code(), **initial}, **kwargs)


class WriteForm(ReplyForm):
    topic = forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"), choices=Topic.choices, widget=forms.HiddenInput
    )
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        help_text=gettext_lazy("En quelques mots, pour retrouver votre message."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    share = forms.BooleanField(required=False, label="")

    field_order = ("topic", "title", "text", "files", "share", "key")

    def __init__(self, *args: Any, co_holders: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not co_holders:
            del self.fields["share"]
            return
        names = ", ".join(person.full_name for person in co_holders)
        self.fields["share"].label = _("Partager cette conversation avec %(names)s") % {
            "names": names
        }
        self.fields["share"].help_text = _(
            "Sans cette case, vous êtes seul à la lire, avec l’agence. Partagée, l’autre "
            "titulaire peut la lire et y répondre."
        )
