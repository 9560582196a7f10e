"""Accept and refuse, as forms; both carry the revision their author was reading."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from palier.domain.casework.models import Case
from palier.domain.casework.queries import reasons_of
from palier.domain.casework.reasons import Worded
from palier.domain.estate.models import Agency
from palier.foundation.errors import NotYours
from palier.office.case_forms import RevisionForm
from palier.office.gate import Desk
from palier.office.reviewing.adapters import adapter_of

LONGEST_NOTE = 1_000


class AcceptForm(RevisionForm):
    """Accept; what an adapter lets the advisor set comes first."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Un mot pour le locataire"),
    )

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        adapter = adapter_of(case)
        if adapter is None:
            raise NotYours()
        self.own = tuple(adapter.fields(case))
        for name, field in adapter.fields(case).items():
            self.fields[name] = field
        self.order_fields([*self.own, "note", "revision"])


class RefuseForm(RevisionForm):
    """Refuse with a coded reason; its remedy is written under it, as the tenant will read it."""

    reason = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Pourquoi est-ce refusé ?"),
        help_text=gettext_lazy("Le locataire lira ces phrases, telles quelles."),
        error_messages={
            "required": gettext_lazy("Choisissez pourquoi : le locataire doit le savoir.")
        },
    )
    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Précision pour le locataire"),
        help_text=gettext_lazy("Seulement si la phrase ne suffit pas. Elle est lue telle quelle."),
    )

    def prepare(self, desk: Desk, case: Case, places: list[Agency] | None) -> None:
        if adapter_of(case) is None:
            raise NotYours()
        self.reasons = reasons_of(case.kind)
        self.offer(self.reasons)

    def offer(self, reasons: list[Worded]) -> None:
        """Offer ``reasons`` in that order."""
        field = self.fields["reason"]
        field.choices = [(reason.code, reason.sentence) for reason in reasons]  # type: ignore[attr-defined]
        field.option_hints = {reason.code: reason.remedy for reason in reasons}  # type: ignore[attr-defined]

    def put_first(self, codes: tuple[str, ...]) -> None:
        """Offer what the reading aid suggests before the rest; nothing is chosen."""
        likely = [reason for code in codes for reason in self.reasons if reason.code == code]
        rest = [reason for reason in self.reasons if reason.code not in codes]
        self.offer([*likely, *rest])
