"""A kind of case whose adapter does nothing but decide, to try the review screen itself."""

from __future__ import annotations

from typing import Any

from django import forms

from palier.domain.casework import actions
from palier.domain.casework.models import Case, Decision
from palier.domain.documents.models import StoredFile
from palier.office.reviewing import (
    Agreement,
    Compared,
    PreviewedDocument,
    ReviewAdapter,
    ReviewFacts,
)


class PlainReview(ReviewAdapter):
    """Shows one stored file beside two facts; remembers what was typed when accepting."""

    def __init__(self, file: StoredFile | None = None) -> None:
        self.file = file
        self.typed: dict[str, Any] = {}

    def facts(self, case: Case) -> ReviewFacts:
        documents = [PreviewedDocument("Attestation MAIF", self.file, "attestation.pdf")]
        return ReviewFacts(
            title="Attestation de Awa Diallo",
            documents=documents if self.file else [],
            columns=[
                Compared("Assuré", "Awa Diallo", "Awa Diallo", Agreement.AGREES),
                Compared("Adresse", "3 rue du Lac", "12 rue des Lilas", Agreement.DIFFERS),
            ],
            hints=["L’adresse n’est pas celle du logement."],
            likely_reasons=("other_address",),
            on_accept="Le logement sera couvert jusqu’au 1er mars 2027.",
        )

    def fields(self, case: Case) -> dict[str, forms.Field]:
        return {"valid_to": forms.CharField(required=False, label="Valable jusqu’au")}

    def accept(self, case: Case, *, typed: Any, note: str, **decided: Any) -> Decision:
        self.typed = dict(typed)
        return actions.decide(case=case, outcome="accepted", note=note, **decided)

    def refuse(self, case: Case, *, reason_code: str, note: str, **decided: Any) -> Decision:
        return actions.decide(
            case=case, outcome="refused", reason_code=reason_code, note=note, **decided
        )

    def undo(self, case: Case, *, decision: Decision, **by: Any) -> Decision:
        return actions.undo_decision(decision=decision, **by)
