"""The natures of billing lines: their printed name and one plain sentence each.

Recoverable charges of social housing are those of décret n° 82-955 du 9 novembre 1982.
A landlord's ERP may send a nature that is not here: its own wording is then printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palier.domain.billing.facts import Group


@dataclass(frozen=True, slots=True)
class Nature:
    """One kind of line: code of the exchange files, printed label, plain sentence."""

    code: str
    label: str | Promise
    explanation: str | Promise
    group: Group


_ALL = (
    Nature(
        "rent",
        _("Loyer principal"),
        _("Le loyer de votre logement pour le mois, sans les charges."),
        Group.RENT,
    ),
    Nature(
        "annex_rent",
        _("Loyer annexe"),
        _("Le loyer de votre parking, de votre cave ou d’une autre annexe."),
        Group.RENT,
    ),
    Nature(
        "sls",
        _("Supplément de loyer de solidarité (SLS)"),
        _(
            "Un supplément demandé quand les revenus du foyer dépassent le plafond du logement "
            "social. Il change si vos revenus changent : signalez-le à votre agence."
        ),
        Group.RENT,
    ),
    Nature(
        "cold_water",
        _("Provision eau froide"),
        _(
            "Une avance sur votre consommation d’eau froide. Une fois par an, elle est comparée "
            "à la dépense réelle."
        ),
        Group.CHARGES,
    ),
    Nature(
        "hot_water",
        _("Provision eau chaude"),
        _(
            "Une avance sur l’eau chaude et sur l’énergie qui la chauffe. Une fois par an, elle "
            "est comparée à la dépense réelle."
        ),
        Group.CHARGES,
    ),
    Nature(
        "heating",
        _("Provision chauffage"),
        _(
            "Une avance sur le chauffage collectif, répartie sur toute l’année. Une fois par an, "
            "elle est comparée à la dépense réelle."
        ),
        Group.CHARGES,
    ),
    Nature(
        "lift",
        _("Provision ascenseur"),
        _("Une avance sur l’électricité et l’entretien de l’ascenseur."),
        Group.CHARGES,
    ),
    Nature(
        "common_parts",
        _("Provision parties communes et gardiennage"),
        _("Une avance sur le ménage, l’éclairage et le gardien de votre immeuble."),
        Group.CHARGES,
    ),
    Nature(
        "green_spaces",
        _("Provision espaces verts"),
        _("Une avance sur l’entretien des jardins et des abords."),
        Group.CHARGES,
    ),
    Nature(
        "teom",
        _("Taxe d’enlèvement des ordures ménagères (TEOM)"),
        _("L’impôt qui paie le ramassage des déchets. Votre bailleur le reverse à la commune."),
        Group.CHARGES,
    ),
    Nature(
        "insurance",
        _("Assurance souscrite pour votre compte"),
        _(
            "Un douzième de l’assurance que votre bailleur a prise pour vous, faute "
            "d’attestation. Elle s’arrête quand vous déposez la vôtre."
        ),
        Group.OTHER,
    ),
    Nature(
        "deposit",
        _("Dépôt de garantie"),
        _("Une somme versée à l’entrée dans le logement et rendue au départ, dettes déduites."),
        Group.OTHER,
    ),
    Nature(
        "instalment",
        _("Échéance de votre plan d’apurement"),
        _("La part de votre dette que vous avez convenu de payer chaque mois."),
        Group.OTHER,
    ),
    Nature(
        "sls_fee",
        _("Frais de dossier SLS"),
        _(
            "Des frais fixés par la loi quand l’enquête sur les revenus est restée sans réponse. "
            "Répondez à l’enquête pour arrêter le supplément."
        ),
        Group.OTHER,
    ),
    Nature(
        "ops_penalty",
        _("Pénalité pour enquête sans réponse (OPS)"),
        _("Une pénalité fixée par la loi quand l’enquête d’occupation est restée sans réponse."),
        Group.OTHER,
    ),
    Nature(
        "apl",
        _("Aide personnalisée au logement (APL)"),
        _("L’aide de la CAF, versée directement à votre bailleur : elle baisse ce que vous payez."),
        Group.HELP,
    ),
    Nature(
        "rls",
        _("Réduction de loyer de solidarité (RLS)"),
        _("Une baisse de loyer accordée par la loi selon vos ressources, en plus de l’APL."),
        Group.HELP,
    ),
    Nature(
        "rebate",
        _("Remise"),
        _("Une baisse accordée par votre bailleur."),
        Group.HELP,
    ),
    Nature(
        "adjustment",
        _("Rappel de loyer ou de charges"),
        _("La correction d’un mois déjà facturé."),
        Group.EARLIER,
    ),
    Nature(
        "apl_adjustment",
        _("Rappel d’APL"),
        _("La CAF a corrigé l’aide d’un mois déjà passé."),
        Group.EARLIER,
    ),
    Nature(
        "settlement",
        _("Régularisation annuelle des charges"),
        _(
            "La différence entre les provisions que vous avez payées et les dépenses réelles de "
            "l’année. Vous pouvez demander le décompte à votre agence."
        ),
        Group.EARLIER,
    ),
)

NATURES: dict[str, Nature] = {nature.code: nature for nature in _ALL}


def label_of(nature: str, delivered: str) -> str:
    """Give the printed name of ``nature``, or the ERP's own wording for one unknown here."""
    known = NATURES.get(nature)
    return str(known.label) if known else delivered


def explanation_of(nature: str, *, credit: bool) -> str:
    """Explain a line in one plain sentence of the reader's language."""
    known = NATURES.get(nature)
    if known:
        return str(known.explanation)
    if credit:
        return str(_("Une somme en votre faveur. Votre agence peut vous l’expliquer."))
    return str(_("Une somme ajoutée par votre bailleur. Votre agence peut vous l’expliquer."))
