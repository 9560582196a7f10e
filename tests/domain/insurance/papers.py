"""Synthetic certificates, drawn with typst in invented layouts: no logo, no true contract."""

from __future__ import annotations

import datetime as dt
import functools
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import typst

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """What a certificate says."""

    insurer: str = "MAIF"
    policy: str = "4123456A"
    insured: str = "Mme Awa DIALLO"
    street: str = "1 allée des Tilleuls"
    town: str = "93200 SAINT-DENIS"
    starts: dt.date = dt.date(2026, 1, 1)
    ends: dt.date = dt.date(2026, 12, 31)
    issued: dt.date = dt.date(2025, 12, 12)


def slashed(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def spoken(day: dt.date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


_HEAD = """#let p = json(bytes(sys.inputs.paper))
#set page(paper: "a4", margin: 18mm)
#set text(font: "Palier Sans", size: 10pt, lang: "fr")
"""

# Invented: a letter, a table, a two-column form, a neo-insurer's card…
LAYOUTS: dict[str, str] = {
    "letter": """
#strong(p.insurer) \\ Société d’assurance mutuelle à cotisations variables \\
#align(right)[#p.insured \\ #p.street \\ #p.town]
#v(6mm)
= Attestation d’assurance habitation
Nous soussignés, #p.insurer, attestons que #p.insured a souscrit un contrat n° #p.policy
garantissant les risques locatifs (incendie, explosion, dégâts des eaux) du logement situé
#p.street, #p.town.
Cette attestation est valable du #p.starts au #p.ends.
Fait à Niort, le #p.issued.
""",
    "table": """
#text(size: 16pt, weight: 700)[#p.insurer]
= ATTESTATION D’ASSURANCE MULTIRISQUE HABITATION
#table(columns: 2,
  [Numéro de contrat], [#p.policy],
  [Assuré(e) :], [#p.insured],
  [Adresse du risque], [#p.street #p.town],
  [Date d’effet], [#p.starts],
  [Date d’échéance], [#p.ends],
  [Qualité], [Locataire],
)
Sont garantis : responsabilité locative, incendie, dégâts des eaux, recours des voisins.
Le présent document certifie l’existence du contrat. Édité le #p.issued.
""",
    "columns": """
#grid(columns: (1fr, 1fr), gutter: 8mm,
  [#p.insurer Assurances \\ Votre conseiller : 01 99 00 00 00 \\ Référence client 88 12 34],
  [#p.insured \\ #p.street \\ #p.town])
#v(8mm)
*Attestation d’assurance*
Police n° #p.policy
Le soussigné certifie que le risque ci-dessous est assuré, période de garantie
du #p.starts à 00h00 au #p.ends à 24h00.
*Adresse du risque assuré :* \\ #p.street \\ #p.town
Garanties : risques locatifs à l’égard du propriétaire (incendie et dégâts des eaux).
À Paris, le #p.issued
""",
    "card": """
#rect(radius: 3mm, inset: 5mm)[
  = #p.insurer
  Votre attestation d’assurance habitation est prête, #p.insured !
  Contrat : #p.policy \\
  Logement assuré : #p.street, #p.town \\
  Début : #p.starts \\
  Fin : #p.ends \\
  Vous êtes couvert en tant que locataire : incendie, dégâts des eaux, responsabilité locative.
]
Document émis le #p.issued
""",
    "since_until": """
#p.insurer
ATTESTATION
Nous certifions que #p.insured, demeurant #p.street #p.town, est titulaire du contrat
habitation n° #p.policy prenant effet le #p.starts. La garantie des risques locatifs lui est
acquise jusqu’au #p.ends, sous réserve du paiement des cotisations.
Le #p.issued
""",
}
INSURERS = (
    "MAIF", "MACIF", "Matmut", "AXA", "Allianz", "Groupama", "GMF", "MMA", "MAAF", "Luko",
    "Leocare", "Lovys", "Generali", "Pacifica", "Direct Assurance", "Acheel",
)  # fmt: skip


def draw(paper: Paper, layout: str, *, in_words: bool = False, body: str = "") -> bytes:
    """Draw a certificate; ``body`` replaces the layout for another sort of paper."""
    write = spoken if in_words else slashed
    facts = {
        name: write(value) if isinstance(value, dt.date) else value
        for name, value in asdict(paper).items()
    }
    source = _HEAD + (body or LAYOUTS[layout])
    return typst.compile(
        source.encode(), sys_inputs={"paper": json.dumps(facts)}, font_paths=_fonts(), format="pdf"
    )


@functools.lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folder = Path(__file__).resolve().parents[3] / "palier/foundation/pdf_assets/fonts"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


OTHERS: dict[str, str] = {
    "quote": """= #p.insurer : votre devis d’assurance habitation
Devis n° D123456 pour #p.insured, #p.street #p.town. Formule confort : incendie, dégâts des eaux,
responsabilité locative. 12,50 € par mois. Ce devis est valable trente jours. Date d’effet
souhaitée : #p.starts.""",
    "instalments": """= #p.insurer
Échéancier de vos cotisations, contrat habitation n° #p.policy, #p.insured. Prélèvement le 5 de
chaque mois : 14,20 €. Période du #p.starts au #p.ends. Ce document vaut avis d’échéance.""",
    "receipt": """= Quittance de prime #p.insurer
Reçu de #p.insured la somme de 170,40 € pour le contrat habitation n° #p.policy, logement
#p.street #p.town, pour la période du #p.starts au #p.ends. Merci de votre confiance.""",
    "contract": """= Conditions particulières #p.insurer
Extrait de contrat. Souscripteur : #p.insured. Contrat habitation n° #p.policy. Lieu du risque :
#p.street #p.town. Date d’effet #p.starts. Franchise 150 €. Capital mobilier 15 000 €.""",
    "vehicle": """= #p.insurer : attestation d’assurance
Nous attestons que le véhicule immatriculé AB-123-CD est assuré par le contrat n° #p.policy,
du #p.starts au #p.ends. Conducteur principal : #p.insured. Catégorie : automobile, usage privé
et trajet travail.""",
    "school": """= #p.insurer : attestation d’assurance scolaire
Nous attestons que l’élève Fatou DIALLO, enfant de #p.insured, est assurée en responsabilité
civile et individuelle accident pour ses activités scolaires et extra-scolaires,
du #p.starts au #p.ends, contrat n° #p.policy.""",
    "liability_only": """= #p.insurer : attestation
Nous attestons que #p.insured bénéficie d’une garantie de responsabilité civile vie privée,
contrat n° #p.policy, du #p.starts au #p.ends, pour les dommages causés aux tiers dans le cadre
de sa vie privée.""",
}


def other_address(paper: Paper) -> Paper:
    return replace(paper, street="17 rue de la République", town="69002 LYON")
