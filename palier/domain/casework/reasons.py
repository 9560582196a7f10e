"""The coded reasons of refusal as Palier words them: one plain sentence, and what to do.

A landlord changes the words, adds reasons or retires some (``models.Reason``); the codes of
this catalogue stay, because figures and tests count on them. Sentences are read by tenants:
short, no blame, « vous ».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Worded:
    """One reason in one language, as the tenant reads it."""

    code: str
    sentence: str
    remedy: str
    active: bool = True
    position: int = 0
    is_ours: bool = True
    """It comes from this catalogue; ``False`` when the landlord added it."""
    is_changed: bool = False


_UNREADABLE = (
    "unreadable",
    _("Le document n’est pas lisible : il est flou, coupé ou protégé par un mot de passe."),
    _("Reprenez une photo entière et nette, à plat et en plein jour, ou déposez le PDF d’origine."),
)
_ALREADY_FILED = (
    "already_filed",
    _("Nous avons déjà ce document."),
    _("Vous n’avez rien à faire."),
)
_OTHER_PERSON = (
    "other_person",
    _("Le document est au nom d’une autre personne."),
    _("Déposez un document au nom de la personne concernée."),
)
_INCOMPLETE = (
    "incomplete",
    _("Il manque des pages au document."),
    _("Déposez toutes les pages du document, le verso aussi."),
)

# By kind of case: (code, sentence, remedy), the most frequent first. Insurance: the reasons an
# agency meets on an attestation (loi 89-462 du 6 juillet 1989, art. 7 g).
CATALOGUE: Mapping[str, tuple[tuple[str, Any, Any], ...]] = {
    "certificate": (
        (
            "expired",
            _("Votre attestation n’est plus valable : sa date de fin est passée."),
            _("Demandez à votre assureur l’attestation de la période en cours, puis déposez-la."),
        ),
        (
            "not_a_certificate",
            _(
                "Ce document n’est pas une attestation d’assurance : c’est un devis, un "
                "échéancier, une quittance ou un extrait de contrat."
            ),
            _("Demandez à votre assureur une « attestation d’assurance habitation »."),
        ),
        (
            "other_address",
            _("L’adresse assurée n’est pas celle de votre logement."),
            _("Demandez à votre assureur une attestation à l’adresse de votre logement actuel."),
        ),
        (
            "other_insured",
            _("L’assuré nommé sur l’attestation n’est pas titulaire du bail."),
            _("Demandez à votre assureur une attestation au nom d’un titulaire du bail."),
        ),
        _UNREADABLE,
        (
            "tenant_risks_missing",
            _("L’attestation ne dit pas que les risques locatifs sont couverts."),
            _(
                "Demandez à votre assureur une attestation qui mentionne les risques locatifs : "
                "incendie, explosion, dégâts des eaux."
            ),
        ),
        (
            "no_end_date",
            _("L’attestation ne dit pas jusqu’à quand vous êtes assuré."),
            _("Demandez à votre assureur une attestation avec une date de début et de fin."),
        ),
        (
            "not_started",
            _("L’attestation ne commence pas encore : vous n’êtes pas couvert aujourd’hui."),
            _("Déposez l’attestation qui couvre la période en cours."),
        ),
        (
            "liability_only",
            _(
                "Cette attestation couvre seulement la responsabilité civile ou la scolarité, "
                "pas le logement."
            ),
            _("Demandez à votre assureur une attestation d’assurance habitation."),
        ),
        (
            "vehicle",
            _("Cette attestation est celle d’un véhicule."),
            _("Demandez à votre assureur une attestation d’assurance habitation."),
        ),
        (
            "annex_only",
            _("L’attestation couvre seulement la cave, le box ou le parking."),
            _("Déposez aussi l’attestation de votre logement."),
        ),
        _ALREADY_FILED,
    ),
    "declaration": (
        (
            "proof_missing",
            _("Le justificatif du changement manque."),
            _("Faites de nouveau la déclaration en ajoutant le justificatif demandé."),
        ),
        (
            "proof_other",
            _("Le justificatif ne correspond pas au changement déclaré."),
            _("Faites de nouveau la déclaration avec le justificatif demandé pour ce changement."),
        ),
        _UNREADABLE,
        _OTHER_PERSON,
        (
            "date_differs",
            _("La date déclarée n’est pas celle du justificatif."),
            _("Faites de nouveau la déclaration avec la date écrite sur le justificatif."),
        ),
        (
            "needs_visit",
            _("Ce changement touche au bail : il faut en parler avec votre conseiller."),
            _("Appelez votre agence pour prendre rendez-vous."),
        ),
        ("already_known", _("Ce changement est déjà connu."), _("Vous n’avez rien à faire.")),
    ),
    "paper": (
        (
            "other_paper",
            _("Ce document n’est pas celui que nous avons demandé."),
            _("Regardez le nom du document demandé, puis déposez celui-là."),
        ),
        _UNREADABLE,
        (
            "too_old",
            _("Le document est trop ancien."),
            _("Déposez un document plus récent."),
        ),
        _OTHER_PERSON,
        _INCOMPLETE,
        _ALREADY_FILED,
        (
            "still_needed",
            _("Nous avons quand même besoin de ce document."),
            _("Appelez votre agence : elle vous aide à l’obtenir."),
        ),
    ),
    "bank_details": (
        (
            "other_holder",
            _("Le compte bancaire n’est pas au nom d’un titulaire du bail."),
            _("Donnez un relevé d’identité bancaire à votre nom."),
        ),
        _UNREADABLE,
        (
            "contested",
            _("Le titulaire nous a dit ne pas avoir donné ce compte."),
            _("Si vous changez vraiment de compte, donnez-le de nouveau dans votre espace."),
        ),
        (
            "closed_account",
            _("La banque indique que ce compte est fermé ou inconnu."),
            _("Vérifiez votre relevé d’identité bancaire auprès de votre banque."),
        ),
    ),
}


def ours(kind: str, language: str) -> list[Worded]:
    """Give the catalogue's own reasons for ``kind``, worded in ``language``."""
    with translation.override(language):
        return [
            Worded(code=code, sentence=str(sentence), remedy=str(remedy), position=position * 10)
            for position, (code, sentence, remedy) in enumerate(CATALOGUE.get(kind, ()), start=1)
        ]
