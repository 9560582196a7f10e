"""The upload field: what was sent with the form, what was kept before, what is taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from palier.domain.accounts.models import User
from palier.domain.documents.intake import actions, limits, queries
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray
from palier.domain.documents.intake.refusals import DraftGone, Refusal, refusal_of
from palier.domain.documents.intake.rules import readable_size, short_name
from palier.ui.forms import Form
from palier.ui.uploads.receiving import REQUEST_TOO_HEAVY, DroppedFile

ACCEPT = (
    "application/pdf,image/jpeg,image/png,image/heic,image/heif,.pdf,.jpg,.jpeg,.png,.heic,.heif"
)
CAMERA = "image/*"
NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file already here, as the list shows it."""

    code: str
    name: str
    facts: str
    image_url: str
    remove_url: str
    held: bool = False

    @classmethod
    def of(cls, draft: Draft) -> KeptFile:
        """Describe a draft in a few words."""
        pages = ngettext("%(count)d page", "%(count)d pages", draft.pages) % {"count": draft.pages}
        kind = _("Photo") if draft.kind == Draft.Kind.PHOTO else f"PDF, {pages}"
        return cls(
            code=draft.code,
            name=short_name(draft.name),
            facts=f"{kind.replace(' ', NBSP)}, {readable_size(draft.size)}",
            image_url=reverse("uploads:image", args=[draft.code]),
            remove_url=reverse("uploads:remove", args=[draft.code]),
            held=draft.held,
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request says about the field."""

    codes: tuple[str, ...] = ()
    files: tuple[UploadedFile, ...] = ()
    removed: str = ""
    only_adding: bool = False


class UploadWidget(django_forms.FileInput):
    """Draw ``ui/components/upload.html``; read both its file boxes and its hidden codes."""

    template_name = "ui/components/upload.html"
    allow_multiple_selected = True
    kept: tuple[KeptFile, ...] = ()
    tray: Tray | None = None
    said = ""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> Sent:
        codes = data.getlist(f"{name}-kept") if isinstance(data, MultiValueDict) else ()
        sent = files.getlist(name) if isinstance(files, MultiValueDict) else files.get(name, ())
        return Sent(
            codes=tuple(codes),
            files=tuple(sent) if isinstance(sent, (list, tuple)) else (sent,),
            removed=str(data.get(f"{name}-remove", "")),
            only_adding=f"{name}-add" in data,
        )

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        bounds = self.tray.limits if self.tray else limits.LIMITS
        context["widget"]["attrs"].pop("required", None)
        context["upload"] = {
            "kept": self.kept,
            "url": reverse("uploads:add"),
            "token_url": reverse("uploads:token"),
            "purpose": self.tray.purpose if self.tray else "",
            "about": self.tray.about if self.tray else "",
            "bytes_each": bounds.bytes_each,
            "megabytes": bounds.bytes_each // limits.MEGABYTE,
            "files": bounds.files,
            "accept": ACCEPT,
            "camera": CAMERA,
            "said": self.said,
        }
        return context


class UploadField(django_forms.Field):
    """Files for one purpose; cleaned to the drafts in the order shown, none when optional.

    ``purpose`` is the room's word (``insurance``); the form gives the owner and the clock.
    """

    widget = UploadWidget
    default_error_messages = {
        "required": gettext_lazy("Ajoutez au moins un fichier : un PDF, ou une photo."),
        "closed": gettext_lazy("Ce formulaire ne peut pas recevoir de fichier."),
    }

    def __init__(
        self, *, purpose: str, bounds: limits.Limits = limits.LIMITS, **options: Any
    ) -> None:
        options.setdefault("help_text", lazy(lambda: bounds.sentence, str)())
        super().__init__(**options)
        self.purpose, self.bounds = purpose, bounds
        self.changed_only = False

    def open(self, *, owner: User, about: str, now: dt.datetime, waiting: bool) -> None:
        """Tie the field to one person's tray; ``waiting`` shows what was left there before."""
        self.now = now
        self.tray = Tray(owner, self.purpose, about, self.bounds)
        self.widget.tray = self.tray
        if waiting:
            self._show(queries.waiting_in(self.tray))

    def clean(self, value: Sent) -> tuple[Draft, ...]:
        """Keep what was sent, then say what is wrong with the rest.

        Raises:
            ValidationError: one sentence a refused file, or that there is none.
        """
        self.changed_only = bool(value.removed) or value.only_adding
        drafts = queries.chosen_in(self.tray, value.codes)
        wrong = [DraftGone().sentence] if len(drafts) < len(set(value.codes)) else []
        if value.removed:
            leaving = [draft for draft in drafts if draft.code == value.removed]
            actions.discard(drafts=leaving)
            drafts = [draft for draft in drafts if draft not in leaving]
            self.widget.said = _("Le fichier a été retiré.")
        for sent in value.files:
            try:
                kept = keep_sent(sent, tray=self.tray, now=self.now)
            except Refusal as refusal:
                wrong.append(refusal.sentence)
            else:
                drafts += [kept] if kept not in drafts else []
        self._show(drafts)
        if wrong:
            raise ValidationError(wrong)
        if not drafts and self.required and not self.changed_only:
            raise ValidationError(self.error_messages["required"], code="required")
        return tuple(drafts)

    def _show(self, drafts: list[Draft]) -> None:
        self.widget.kept = tuple(KeptFile.of(draft) for draft in drafts)


class UploadForm(Form):
    """A form with upload fields, for one person; ``about`` tells two trays of one purpose apart.

    ``about`` is a short code (letters, digits, dots, dashes), such as that of a request.
    """

    def __init__(
        self, *args: Any, owner: User, now: dt.datetime, about: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self._upload_fields().values():
            field.open(owner=owner, about=about, now=now, waiting=not self.is_bound)

    def full_clean(self) -> None:
        """Clean; when files were only added or removed, other answers are not judged yet."""
        super().full_clean()
        if self.is_bound and self.changes_files_only:
            mine = self._upload_fields()
            for name in [name for name in self.errors if name not in mine]:
                del self.errors[name]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.changes_files_only

    @property
    def changes_files_only(self) -> bool:
        """Tell whether the reader pressed « Ajouter » or « Retirer », not the form's button."""
        return any(field.changed_only for field in self._upload_fields().values())

    def refuse(self, name: str, refusal: Refusal) -> None:
        """Show, at the field ``name``, why its files could not be deposited after all."""
        self.add_error(name, refusal.sentence)

    def _upload_fields(self) -> dict[str, UploadField]:
        return {
            name: field for name, field in self.fields.items() if isinstance(field, UploadField)
        }


def keep_sent(sent: UploadedFile, *, tray: Tray, now: dt.datetime) -> Draft:
    """Keep one file of a request as a draft.

    Raises:
        Refusal: it was dropped on the way in, or is refused.
    """
    name = short_name(sent.name or _("document"))
    if isinstance(sent, DroppedFile):
        raise why_dropped(sent, each=tray.limits.bytes_each, whole=limits.REQUEST_BYTES)
    return actions.keep_draft(tray=tray, name=sent.name or name, content=sent, now=now)


def why_dropped(sent: DroppedFile, *, each: int, whole: int) -> Refusal:
    """Give the refusal of a file that was not received; the bounds of one and of all in bytes."""
    most = whole if sent.why == REQUEST_TOO_HEAVY else each
    facts = {"size": readable_size(sent.size or 0), "limit": most // limits.MEGABYTE}
    return refusal_of(sent.why, short_name(sent.name or _("document")), facts)
