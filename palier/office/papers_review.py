"""A paper, or the reason why it cannot be given, on the desk's review screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.utils.translation import gettext as _

from palier.domain.casework.models import Case, Decision
from palier.domain.casework.queries import worded_in_french
from palier.domain.papers import actions, queries
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from palier.domain.papers.rules import IMPEDIMENTS, KINDS, Impeded, Kind
from palier.office.reviewing import (
    Acting,
    Agreement,
    Compared,
    Deciding,
    PreviewedDocument,
    ReviewAdapter,
    ReviewFacts,
    register,
    row_of,
)
from palier.ui.forms import DateField
from palier.ui.french import long_date


class PaperReview(ReviewAdapter):
    """Give the review screen a paper or an impediment; both are cases of one kind."""

    def facts(self, case: Case) -> ReviewFacts:
        if _is_impediment(case):
            return _impediment_facts(row_of(case, queries.impediment_coded))
        return _paper_facts(row_of(case, queries.paper_coded))

    def accept(
        self,
        case: Case,
        *,
        typed: Mapping[str, Any],
        **given: Unpack[Deciding],
    ) -> Decision:
        if _is_impediment(case):
            return actions.accept_impediment(
                impediment=queries.impediment_coded(case.subject_reference),
                case=case,
                until=typed.get("until"),
                **given,
            )
        paper = queries.paper_coded(case.subject_reference)
        return actions.accept_paper(paper=paper, case=case, **given)

    def refuse(
        self,
        case: Case,
        *,
        reason_code: str,
        **given: Unpack[Deciding],
    ) -> Decision:
        if _is_impediment(case):
            impediment = queries.impediment_coded(case.subject_reference)
            return actions.refuse_impediment(
                impediment=impediment, case=case, reason_code=reason_code, **given
            )
        paper = queries.paper_coded(case.subject_reference)
        return actions.refuse_paper(paper=paper, case=case, reason_code=reason_code, **given)

    def undo(
        self,
        case: Case,
        *,
        decision: Decision,
        **given: Unpack[Acting],
    ) -> Decision:
        if _is_impediment(case):
            impediment = queries.impediment_coded(case.subject_reference)
            return actions.undo_impediment(impediment=impediment, decision=decision, **given)
        paper = queries.paper_coded(case.subject_reference)
        return actions.undo_paper(paper=paper, decision=decision, **given)

    def fields(self, case: Case) -> Mapping[str, forms.Field]:
        if not _is_impediment(case):
            return {}
        return {
            "until": DateField(
                required=False,
                label=_("Nouvelle échéance"),
                help_text=_("Laissez vide pour ne plus demander la pièce."),
            )
        }


register(Case.Kind.PAPER, PaperReview())


def _is_impediment(case: Case) -> bool:
    return case.subject_kind == queries.IMPEDIMENT


def _paper_facts(paper: Paper) -> ReviewFacts:
    asked = paper.request
    document = paper.document
    return ReviewFacts(
        title=paper.title,
        documents=[PreviewedDocument(paper.title, document.file, document.file_name)],
        columns=[
            *_asked_columns(asked, paper.kind),
            Compared(_("Déposé par"), paper.person.full_name, _asked_of(asked)),
            Compared(_("Déposé le"), long_date(paper.deposited_on), _due(asked)),
        ],
        hints=[_("Document enregistré au guichet.")] if paper.filed_by is not None else [],
        on_accept=_("La pièce demandée sera fournie.") if asked else "",
        history=tuple(_history(asked, paper)) if asked else (),
    )


def _impediment_facts(said: Impediment) -> ReviewFacts:
    asked = said.request
    return ReviewFacts(
        title=_("Pièce impossible à fournir : %(title)s") % {"title": asked.title},
        documents=[],
        columns=[
            Compared(_("Raison"), str(IMPEDIMENTS[Impeded(said.reason)]), ""),
            Compared(_("Précision"), said.precision or _("aucune"), ""),
            Compared(_("Pièce demandée"), asked.title, asked.reason),
            Compared(_("À fournir avant le"), long_date(asked.due_on), ""),
        ],
        hints=[],
        likely_reasons=("still_needed",),
        on_accept=_(
            "Sans nouvelle échéance, la pièce n’est plus demandée. Avec une échéance, le "
            "locataire a plus de temps."
        ),
        history=tuple(_history(asked, None)),
    )


def _asked_columns(asked: PaperRequest | None, kind: str) -> list[Compared]:
    given = str(KINDS[Kind(kind)][0])
    if asked is None:
        return [Compared(_("Nature"), given, _("déposé sans demande"))]
    wanted = str(KINDS[Kind(asked.kind)][0])
    agreement = Agreement.AGREES if asked.kind == kind else Agreement.DIFFERS
    columns = [Compared(_("Nature"), given, wanted, agreement)]
    if asked.note:
        columns.append(Compared(_("Précision de l’agence"), "", asked.note))
    return columns


def _asked_of(asked: PaperRequest | None) -> str:
    if asked is None:
        return ""
    if asked.person is None:
        return _("demandé à tous les titulaires")
    return asked.person.full_name


def _due(asked: PaperRequest | None) -> str:
    return _("attendu le %(day)s") % {"day": long_date(asked.due_on)} if asked else ""


def _history(asked: PaperRequest, besides: Paper | None) -> list[str]:
    return [
        _("Déposé le %(day)s : %(state)s. %(why)s")
        % {
            "day": long_date(paper.deposited_on),
            "state": paper.get_state_display(),
            "why": worded_in_french(decision)[0] if decision else "",
        }
        for paper, decision in queries.papers_before(asked, besides)
    ]
