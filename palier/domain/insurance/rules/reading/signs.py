"""What sort of paper a text is, by the words it holds. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TITLE = 500


def _one_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


_CERTIFIES = _one_of(r"attest\w*", "certifie", "certifions", "certificat")
_TITLED = _one_of("attestation", "atteste", "attestons", "certificat", r"certifi\w+")
_PAPERS = (
    (
        "quote",
        _one_of(
            "devis",
            "proposition (?:d'assurance|tarifaire|commerciale)",
            "simulation",
            "projet (?:de contrat|d'assurance)",
            "votre (?:tarif|estimation)",
        ),
    ),
    (
        "instalments",
        _one_of(
            "echeancier",
            "avis d'echeance",
            "appel de (?:cotisation|prime)",
            "plan de paiement",
            "calendrier (?:de|des) prelevements?",
        ),
    ),
    ("receipt", _one_of("quittance", "recu de paiement", "facture", "justificatif de paiement")),
    (
        "contract",
        _one_of(
            "(?:conditions|dispositions) (?:particulieres|generales|personnelles)",
            "avenant",
            "extrait (?:du|de) contrat",
            "notice d'information",
            "ipid",
            "document d'information (?:sur le produit|normalise)",
        ),
    ),
)
_HOME = _one_of(
    "habitation",
    r"locati\w+",
    "logement",
    "appartement",
    r"multirisques?",
    "incendie",
    "degats? des? eaux",
    "residence principale",
    "mrh",
)
_VEHICLE = _one_of(
    "vehicule",
    r"immatricul\w+",
    "automobile",
    "carte verte",
    "conducteur",
    "moto",
    "cyclomoteur",
    "trottinette",
)
_SCHOOL = _one_of("scolaire", r"extra-?\s?scolaire", "eleve", "periscolaire")
_LIABILITY = _one_of("responsabilite civile")
_LIABILITY_ALONE = _one_of(
    "responsabilite civile (?:vie privee|privee|personnelle|individuelle|chef de famille)",
    "rc vie privee",
)
_TENANT_RISKS = _one_of(
    r"risques? locati(?:f|fs|ve|ves)",
    "responsabilite(?: civile)? locative",
    r"recours (?:du|des) (?:proprietaire|bailleur|voisin)\w*",
    "garanties? locatives?",
    "locataires?",
)
_FIRE = _one_of("incendie")
_WATER = _one_of("degats? (?:des |d'|de l')eaux?")
_OWNER = _one_of("proprietaire non occupant", "pno", "proprietaire bailleur")
_ANNEX = _one_of("parking", "garage", "box", "cave", "place de stationnement", "cellier")
_DWELLING = _one_of(
    "appartement", "maison", "logement", "habitation", "pieces?", "studio", "residence principale"
)
CLEAR = 150
"""Signs: under that a text is too short to say what it is."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a text looks like. ``clear``: long enough to judge at all."""

    clear: bool
    certifies: bool = False
    other_paper: str = ""
    """``quote``, ``instalments``, ``receipt`` or ``contract`` when that is what it looks like."""
    vehicle: bool = False
    school: bool = False
    liability_only: bool = False
    tenant_risks: bool = False
    annex_only: bool = False


def signs_of(flat_text: str) -> Signs:
    """Tell what a text (lower case, no accents) looks like."""
    text = flat_text.replace("\n", " ")
    if len(text.strip()) < CLEAR:
        return Signs(clear=False)
    certifies = bool(_CERTIFIES.search(text))
    home = len(_HOME.findall(text))
    owner = bool(_OWNER.search(text))
    return Signs(
        clear=True,
        certifies=certifies,
        other_paper=_other_paper(text, certifies=certifies),
        vehicle=len(_VEHICLE.findall(text)) >= 2 and home == 0,
        school=len(_SCHOOL.findall(text)) >= 1 and home == 0,
        liability_only=bool(_LIABILITY.search(text))
        and not (_FIRE.search(text) or _WATER.search(text) or _TENANT_RISKS.search(text))
        and (home == 0 or bool(_LIABILITY_ALONE.search(text))),
        tenant_risks=not owner
        and bool(_TENANT_RISKS.search(text) or (_FIRE.search(text) and _WATER.search(text))),
        annex_only=bool(_ANNEX.search(text)) and not _DWELLING.search(text),
    )


def _other_paper(text: str, *, certifies: bool) -> str:
    title = text[:_TITLE]
    titled = bool(_TITLED.search(title))
    for kind, pattern in _PAPERS:
        if pattern.search(title) and not titled:
            return kind
        if pattern.search(text) and not certifies:
            return kind
    return ""
