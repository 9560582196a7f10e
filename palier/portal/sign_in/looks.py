"""Our components around the forms and views of the sign-in library."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django import forms

from palier.ui.forms import Renderer

PAGES = "portal/sign_in/"


class OurLook:
    """Draw a form of the library with the components of the house."""

    default_renderer = Renderer
    use_required_attribute = False

    labels: dict[str, Any] = {}
    missing: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, label in self.labels.items():
            fields[name].label = label
        for name, sentence in self.missing.items():
            fields[name].error_messages["required"] = sentence
        for field in fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


def page(view: Any, template: str, form_class: Any = None, **context: Any) -> Any:
    """Give a view of the library our template, our form and our frame."""

    class Page(view):
        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            known: dict[str, Any] = super().get_context_data(**kwargs)
            # The library's own ``site`` would hide the landlord's names.
            known.pop("site", None)
            if known.get("redirect_field_value"):
                # It repeats whatever was asked for; no page of ours carries an outside address.
                known["redirect_field_value"] = get_next_redirect_url(self.request) or ""
            return known

    Page.__name__ = view.__name__
    options = {"form_class": form_class} if form_class else {}
    return Page.as_view(template_name=f"{PAGES}{template}.html", extra_context=context, **options)
