"""Likely problems of a certificate, said before it is sent and beside it at the desk.

A hint is a kindness: the tenant may always send anyway, and no hint refuses anything. Its code is
that of the refusal an advisor may choose (``casework.reasons``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.domain.insurance.rules.reading import Found, Match


@dataclass(frozen=True, slots=True)
class Declared:
    """What the tenant declares, and what the landlord already has."""

    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    same_file_before: bool = False


# For the tenant: what it looks like, and what would help. Never « refusé », never « erreur ».
SENTENCES: Mapping[str, Any] = {
    "expired": _(
        "La date de fin est déjà passée. Avez-vous l’attestation de la période en cours ?"
    ),
    "not_started": _("Cette attestation ne commence pas encore aujourd’hui."),
    "no_end_date": _("Nous n’avons pas de date de fin. L’agence en a besoin pour vous couvrir."),
    "ends_before_start": _("La date de fin est avant la date de début. Vérifiez les deux dates."),
    "other_dates": _("Les dates que vous avez écrites ne sont pas celles que nous lisons."),
    "other_address": _("L’adresse que nous lisons ne semble pas être celle de votre logement."),
    "other_insured": _("Nous ne trouvons pas votre nom, ni celui d’un autre titulaire du bail."),
    "quote": _("Ce document ressemble à un devis. Il faut une attestation d’assurance habitation."),
    "instalments": _(
        "Ce document ressemble à un échéancier. Il faut une attestation d’assurance habitation."
    ),
    "receipt": _(
        "Ce document ressemble à une quittance ou à une facture. Il faut une attestation "
        "d’assurance habitation."
    ),
    "contract": _(
        "Ce document ressemble à un contrat. Il faut une attestation d’assurance habitation."
    ),
    "not_a_certificate": _("Nous ne trouvons pas le mot « attestation » dans ce document."),
    "vehicle": _("Ce document semble être l’assurance d’un véhicule, pas celle du logement."),
    "school": _("Ce document semble être une assurance scolaire, pas celle du logement."),
    "liability_only": _(
        "Ce document semble couvrir la responsabilité civile seule, sans le logement."
    ),
    "tenant_risks_missing": _(
        "Nous ne lisons pas « risques locatifs » (incendie, dégâts des eaux)."
    ),
    "annex_only": _("Ce document semble couvrir seulement une cave, un box ou un parking."),
    "already_filed": _("Vous nous avez déjà envoyé ce même fichier."),
}
# Which refusal of the catalogue each hint may lead an advisor to.
REASON_OF: Mapping[str, str] = {
    "quote": "not_a_certificate",
    "instalments": "not_a_certificate",
    "receipt": "not_a_certificate",
    "contract": "not_a_certificate",
    "school": "liability_only",
    "ends_before_start": "",
    "other_dates": "",
}


def hints_of(found: Found, declared: Declared, today: dt.date) -> tuple[str, ...]:
    """Give the codes of the likely problems, the gravest first."""
    signs = found.signs
    starts_on = declared.valid_from or found.valid_from
    ends_on = declared.valid_to or found.valid_to
    turned = starts_on is not None and ends_on is not None and ends_on < starts_on
    paper = _paper(found)
    checks = (
        (paper, bool(paper)),
        ("expired", ends_on is not None and ends_on < today),
        ("ends_before_start", turned),
        ("not_started", starts_on is not None and starts_on > today),
        ("no_end_date", ends_on is None),
        ("other_dates", _other_dates(found, declared)),
        ("other_address", found.home is Match.DIFFERS),
        ("other_insured", found.name is Match.DIFFERS),
        ("annex_only", signs.clear and signs.annex_only),
        (
            "tenant_risks_missing",
            signs.clear and not paper and not signs.annex_only and not signs.tenant_risks,
        ),
        ("already_filed", declared.same_file_before),
    )
    return tuple(code for code, likely in checks if likely)


def reasons_of(hints: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Give the refusals that hints suggest to an advisor, each once."""
    codes = (REASON_OF.get(code, code) for code in hints)
    return tuple(dict.fromkeys(code for code in codes if code))


def _paper(found: Found) -> str:
    signs = found.signs
    if not signs.clear:
        return ""
    if signs.vehicle:
        return "vehicle"
    if signs.school:
        return "school"
    if signs.other_paper:
        return signs.other_paper
    if signs.liability_only:
        return "liability_only"
    return "" if signs.certifies else "not_a_certificate"


def _other_dates(found: Found, declared: Declared) -> bool:
    pairs = ((declared.valid_from, found.valid_from), (declared.valid_to, found.valid_to))
    return any(typed and seen and typed != seen for typed, seen in pairs)
