"""A declaration on the desk's review screen: what is declared beside the household known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.utils.translation import gettext as _

from palier.domain.casework.models import Case, Decision
from palier.domain.casework.queries import worded_in_french
from palier.domain.household import actions, queries
from palier.domain.household.models import Declaration
from palier.domain.household.queries import Member
from palier.domain.household.rules.changes import (
    CHANGES,
    PROOFS,
    LeaseMeaning,
    Proof,
    is_departure,
    meaning_for,
)
from palier.domain.tenancy.models import HouseholdMember
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

MEANINGS = {
    LeaseMeaning.SPOUSE: lambda: _(
        "Mariage : l’époux ou l’épouse devient cotitulaire de plein droit une fois le bailleur "
        "informé (Code civil, art. 1751). À enregistrer dans le progiciel."
    ),
    LeaseMeaning.PARTNER: lambda: _(
        "PACS : cotitularité seulement si les deux la demandent ensemble (Code civil, art. 1751)."
    ),
    LeaseMeaning.LEAVING_HOLDER: lambda: _(
        "Ce changement touche un titulaire du bail. L’accepter ne retire personne du bail : "
        "voyez la suite avec le locataire, puis dans le progiciel."
    ),
}


class DeclarationReview(ReviewAdapter):
    """Give the review screen a declaration, and take its decision to the room."""

    def facts(self, case: Case) -> ReviewFacts:
        declaration, before = row_of(case, queries.reviewed)
        members = queries.known_members(declaration.lease, declaration.declared_on)
        known = queries.member_named(members, declaration)
        hints = _hints(declaration, known)
        return ReviewFacts(
            title=str(CHANGES[declaration.change_kind].label),
            documents=[
                PreviewedDocument(
                    declaration.document.title,
                    declaration.document.file,
                    declaration.document.file_name,
                )
            ],
            columns=_columns(declaration, known, members),
            hints=hints,
            likely_reasons=("already_known",) if _is_known_already(declaration, known) else (),
            on_accept=_on_accept(declaration),
            history=tuple(_history(before)),
        )

    def accept(
        self,
        case: Case,
        *,
        typed: Mapping[str, Any],
        **given: Unpack[Deciding],
    ) -> Decision:
        return actions.accept_declaration(
            declaration=queries.declaration_coded(case.subject_reference),
            case=case,
            effective_on=typed.get("effective_on"),
            **given,
        )

    def refuse(
        self,
        case: Case,
        *,
        reason_code: str,
        **given: Unpack[Deciding],
    ) -> Decision:
        return actions.refuse_declaration(
            declaration=queries.declaration_coded(case.subject_reference),
            case=case,
            reason_code=reason_code,
            **given,
        )

    def undo(
        self,
        case: Case,
        *,
        decision: Decision,
        **given: Unpack[Acting],
    ) -> Decision:
        return actions.undo_review(
            declaration=queries.declaration_coded(case.subject_reference),
            decision=decision,
            **given,
        )

    def fields(self, case: Case) -> Mapping[str, forms.Field]:
        declaration, _before = row_of(case, queries.reviewed)
        return {
            "effective_on": DateField(
                required=False,
                label=_("Date d’effet"),
                help_text=_("Comme écrite sur le justificatif."),
                initial=declaration.effective_on,
            )
        }


register(Case.Kind.DECLARATION, DeclarationReview())


def _columns(
    declaration: Declaration, known: Member | None, members: list[Member]
) -> list[Compared]:
    nobody = _("personne de ce nom dans le foyer")
    agrees = Agreement.AGREES if known else Agreement.UNKNOWN
    born = declaration.birth_date
    known_born = known.birth_date if known else None
    relation = declaration.relation
    household = ", ".join(member.full_name for member in members) or _("aucune")
    return [
        Compared(
            _("Personne"), declaration.full_name, known.full_name if known else nobody, agrees
        ),
        Compared(
            _("Date de naissance"),
            long_date(born) if born else _("non précisée"),
            long_date(known_born) if known_born else "",
            _same(born, known_born),
        ),
        Compared(
            _("Lien"),
            str(HouseholdMember.Relation(relation).label) if relation else _("non précisé"),
            str(HouseholdMember.Relation(known.relation).label) if known else "",
            _same(relation or None, known.relation if known else None),
        ),
        Compared(_("Date d’effet"), long_date(declaration.effective_on), "", Agreement.UNKNOWN),
        Compared(_("Justificatif annoncé"), str(PROOFS[Proof(declaration.proof)]), ""),
        Compared(_("Déclaré par"), declaration.person.full_name, household),
    ]


def _same(one: object, other: object) -> Agreement:
    if one is None or other is None:
        return Agreement.UNKNOWN
    return Agreement.AGREES if one == other else Agreement.DIFFERS


def _is_known_already(declaration: Declaration, known: Member | None) -> bool:
    arrival = CHANGES[declaration.change_kind].direction == "arrival"
    return arrival and known is not None


def _hints(declaration: Declaration, known: Member | None) -> list[str]:
    hints = []
    meaning = meaning_for(declaration.change, about_holder=declaration.about_holder)
    if meaning in MEANINGS:
        hints.append(MEANINGS[meaning]())
    if _is_known_already(declaration, known):
        hints.append(_("Une personne de ce nom est déjà dans le foyer d’après le bailleur."))
    if is_departure(declaration.change) and known is None:
        hints.append(_("Cette personne n’est pas dans le foyer d’après le bailleur."))
    if declaration.filed_by is not None:
        hints.append(_("Déclaration enregistrée au guichet."))
    return hints


def _on_accept(declaration: Declaration) -> str:
    if declaration.about_holder:
        return _(
            "Le bail et ses titulaires ne changent pas. Le changement part au progiciel à la "
            "prochaine remise."
        )
    return _(
        "Le foyer du locataire montre le changement tout de suite, « en attente "
        "d’enregistrement ». Il part au progiciel à la prochaine remise."
    )


def _history(before: list[tuple[Declaration, Decision | None]]) -> list[str]:
    told = []
    for one, decision in before:
        day = long_date(one.declared_on)
        reason = worded_in_french(decision)[0] if decision else ""
        told.append(_("Déclaré le %(day)s, refusé : %(why)s") % {"day": day, "why": reason})
    return told
