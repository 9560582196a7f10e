"""The changes of a household, the proofs each accepts, and what each may mean for the lease.

A landlord may ask only for what the change needs; the proofs below are those of civil status
(livret de famille, actes: décret 74-449) and of justice. For a child or somebody taken in, any
dated document will do. Nobody is asked for their social security number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Direction(StrEnum):
    """What the first question tells apart."""

    ARRIVAL = "arrival"
    UNION = "union"
    DEPARTURE = "departure"


class Change(StrEnum):
    """One thing that happens to a household."""

    BIRTH = "birth"
    ADOPTION = "adoption"
    CHILD_RETURNS = "child_returns"
    TAKEN_IN = "taken_in"
    MARRIAGE = "marriage"
    PACS = "pacs"
    SEPARATION = "separation"
    DIVORCE = "divorce"
    DEATH = "death"
    CHILD_LEAVES = "child_leaves"
    PERSON_LEAVES = "person_leaves"


class Proof(StrEnum):
    """A document that proves a change."""

    FAMILY_BOOK = "family_book"
    BIRTH_RECORD = "birth_record"
    ADOPTION_JUDGMENT = "adoption_judgment"
    MARRIAGE_RECORD = "marriage_record"
    PACS_CERTIFICATE = "pacs_certificate"
    PACS_ENDING = "pacs_ending"
    COURT_ORDER = "court_order"
    DIVORCE_JUDGMENT = "divorce_judgment"
    DIVORCE_AGREEMENT = "divorce_agreement"
    DEATH_RECORD = "death_record"
    SCHOOL = "school"
    ADDRESS = "address"
    ANY = "any"


class LeaseMeaning(StrEnum):
    """What an advisor has to look at beside the household."""

    NONE = "none"
    SPOUSE = "spouse"
    """Spouses are co-tenants by law once the landlord knows (Code civil, art. 1751)."""
    PARTNER = "partner"
    """PACS partners are co-tenants only on their joint request (Code civil, art. 1751 al. 1)."""
    LEAVING_HOLDER = "leaving_holder"
    """Whoever leaves may be bound by the lease; only the agency can change that."""


CHILD, SPOUSE, PARTNER, PARENT, OTHER = "child", "spouse", "partner", "parent", "other"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one change is declared. ``relations``: several make a question, one is the answer."""

    direction: Direction
    label: Any
    relations: tuple[str, ...]
    proofs: tuple[Proof, ...]
    meaning: LeaseMeaning = LeaseMeaning.NONE
    may_be_planned: bool = False
    hint: Any = ""


CHANGES: Mapping[Change, Kind] = {
    Change.BIRTH: Kind(
        Direction.ARRIVAL,
        _("Une naissance"),
        (CHILD,),
        (Proof.FAMILY_BOOK, Proof.BIRTH_RECORD),
        hint=_("Des jumeaux ? Faites une déclaration par enfant."),
    ),
    Change.ADOPTION: Kind(
        Direction.ARRIVAL,
        _("Une adoption"),
        (CHILD,),
        (Proof.FAMILY_BOOK, Proof.ADOPTION_JUDGMENT, Proof.BIRTH_RECORD),
    ),
    Change.CHILD_RETURNS: Kind(
        Direction.ARRIVAL,
        _("Un enfant revient vivre à la maison"),
        (CHILD,),
        (Proof.ANY, Proof.SCHOOL, Proof.FAMILY_BOOK, Proof.COURT_ORDER),
        may_be_planned=True,
    ),
    Change.TAKEN_IN: Kind(
        Direction.ARRIVAL,
        _("Une autre personne vient vivre chez vous"),
        (PARTNER, PARENT, OTHER),
        (Proof.ANY, Proof.ADDRESS),
        may_be_planned=True,
        hint=_("Par exemple : votre compagne ou compagnon, un parent, un proche."),
    ),
    Change.MARRIAGE: Kind(
        Direction.UNION,
        _("Un mariage"),
        (SPOUSE,),
        (Proof.MARRIAGE_RECORD, Proof.FAMILY_BOOK),
        LeaseMeaning.SPOUSE,
    ),
    Change.PACS: Kind(
        Direction.UNION, _("Un PACS"), (PARTNER,), (Proof.PACS_CERTIFICATE,), LeaseMeaning.PARTNER
    ),
    Change.SEPARATION: Kind(
        Direction.DEPARTURE,
        _("Une séparation"),
        (),
        (Proof.COURT_ORDER, Proof.PACS_ENDING, Proof.ADDRESS),
        LeaseMeaning.LEAVING_HOLDER,
        may_be_planned=True,
    ),
    Change.DIVORCE: Kind(
        Direction.DEPARTURE,
        _("Un divorce"),
        (),
        (Proof.DIVORCE_JUDGMENT, Proof.DIVORCE_AGREEMENT, Proof.COURT_ORDER),
        LeaseMeaning.LEAVING_HOLDER,
    ),
    Change.DEATH: Kind(
        Direction.DEPARTURE,
        _("Un décès"),
        (),
        (Proof.DEATH_RECORD, Proof.FAMILY_BOOK),
        LeaseMeaning.LEAVING_HOLDER,
    ),
    Change.CHILD_LEAVES: Kind(
        Direction.DEPARTURE,
        _("Un enfant quitte la maison"),
        (),
        (Proof.ANY, Proof.ADDRESS, Proof.SCHOOL),
        may_be_planned=True,
    ),
    Change.PERSON_LEAVES: Kind(
        Direction.DEPARTURE,
        _("Une autre personne quitte le logement"),
        (),
        (Proof.ANY, Proof.ADDRESS),
        may_be_planned=True,
    ),
}

DIRECTIONS: Mapping[Direction, tuple[Any, Any]] = {
    Direction.ARRIVAL: (
        _("Quelqu’un arrive dans le logement"),
        _("Naissance, adoption, enfant qui revient, personne accueillie."),
    ),
    Direction.DEPARTURE: (
        _("Quelqu’un quitte le logement"),
        _("Séparation, divorce, décès, enfant qui part, autre départ."),
    ),
    Direction.UNION: (_("Je me suis marié(e) ou pacsé(e)"), _("Mariage ou PACS.")),
}

PROOFS: Mapping[Proof, Any] = {
    Proof.FAMILY_BOOK: _("Le livret de famille, avec la page qui montre le changement"),
    Proof.BIRTH_RECORD: _("L’acte de naissance"),
    Proof.ADOPTION_JUDGMENT: _("Le jugement d’adoption"),
    Proof.MARRIAGE_RECORD: _("L’acte de mariage"),
    Proof.PACS_CERTIFICATE: _("L’attestation de PACS, ou son récépissé"),
    Proof.PACS_ENDING: _("L’attestation de fin de PACS"),
    Proof.COURT_ORDER: _("L’ordonnance ou le jugement du juge aux affaires familiales"),
    Proof.DIVORCE_JUDGMENT: _("Le jugement de divorce"),
    Proof.DIVORCE_AGREEMENT: _("La convention de divorce déposée chez le notaire"),
    Proof.DEATH_RECORD: _("L’acte de décès"),
    Proof.SCHOOL: _("Un certificat de scolarité"),
    Proof.ADDRESS: _("Un document qui montre la nouvelle adresse : bail, facture, attestation"),
    Proof.ANY: _("Tout document qui montre le changement"),
}

RELATIONS: Mapping[str, Any] = {
    CHILD: _("Enfant"),
    SPOUSE: _("Époux ou épouse"),
    PARTNER: _("Compagne ou compagnon"),
    PARENT: _("Père, mère, grand-parent"),
    OTHER: _("Autre personne"),
}


def changes_of(direction: str) -> tuple[Change, ...]:
    """Give the changes behind one answer to the first question."""
    return tuple(change for change, kind in CHANGES.items() if kind.direction == direction)


def is_departure(change: str) -> bool:
    """Tell whether somebody leaves the dwelling."""
    return CHANGES[Change(change)].direction == Direction.DEPARTURE


def meaning_for(change: str, *, about_holder: bool) -> LeaseMeaning:
    """Say what an advisor must look at beside the household; nobody's rights move by itself."""
    meaning = CHANGES[Change(change)].meaning
    if about_holder and is_departure(change):
        return LeaseMeaning.LEAVING_HOLDER
    if meaning is LeaseMeaning.LEAVING_HOLDER and not about_holder:
        return LeaseMeaning.NONE
    return meaning
