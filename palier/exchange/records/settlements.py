"""The yearly décompte of charges: what was paid in advance, what it cost, the difference.

It explains; like an avis, it never touches the account. The sum asked for or given back is a
ledger line of nature ``regularisation``.
"""

from __future__ import annotations

from dataclasses import dataclass

from palier.exchange.records.accounting import BILLING_NATURES
from palier.exchange.records.columns import (
    Amount,
    Code,
    Date,
    Identifier,
    Integer,
    Month,
    Text,
    column,
)

CHARGE_NATURES = {
    code: name
    for code, name in BILLING_NATURES.items()
    if name
    in {"cold_water", "hot_water", "heating", "lift", "common_parts", "green_spaces", "teom"}
} | {"autre": "other"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeSettlementRecord:
    """Le décompte annuel des charges d’un compte. Il est toujours livré avec toutes ses lignes."""

    number: str = column(
        "numero",
        Identifier(30),
        "Numéro du décompte, unique",
        example="RC2025-0020417",
        required=True,
    )
    tenant_account: str = column(
        "compte",
        Identifier(),
        "Compte locataire",
        example="CPT0020417",
        required=True,
        refers_to="tenant_accounts",
    )
    starts_on: str = column(
        "debut", Date(), "Premier jour des charges réglées", example="2025-01-01", required=True
    )
    ends_on: str = column(
        "fin", Date(), "Dernier jour des charges réglées", example="2025-12-31", required=True
    )
    issue_on: str = column(
        "date_envoi",
        Date(),
        "Jour de l’envoi : les six mois de consultation en partent",
        example="2026-05-04",
        required=True,
    )
    due_month: str | None = column(
        "mois_avis",
        Month(),
        "Mois de l’avis qui porte la différence, s’il est connu",
        example="2026-05",
    )
    provisions_cents: int = column(
        "provisions", Amount(), "Provisions versées, en tout", example="1320,00", required=True
    )
    share_cents: int = column(
        "quote_part", Amount(), "Part du logement, en tout", example="1362,58", required=True
    )
    difference_cents: int = column(
        "difference",
        Amount(),
        "Part moins provisions ; positif : dû par le locataire",
        example="42,58",
        required=True,
    )
    papers_place: str = column(
        "lieu_consultation",
        Text(200),
        "Où consulter les factures, en plus de celles de l’index des documents",
        example="À l’agence du Canal, sur rendez-vous",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeSettlementLineRecord:
    """Une nature de charges d’un décompte : provisions, dépense réelle, répartition, part."""

    settlement: str = column(
        "decompte",
        Identifier(30),
        "Numéro du décompte",
        example="RC2025-0020417",
        required=True,
        refers_to="charge_settlements",
    )
    position: int = column(
        "rang", Integer(1, 9999), "Rang de la ligne dans le décompte", example="1", required=True
    )
    nature: str = column(
        "nature", Code(CHARGE_NATURES), "Nature de charges", example="chauffage", required=True
    )
    label: str = column(
        "libelle", Text(160), "Libellé imprimé", example="Chauffage collectif", required=True
    )
    provisions_cents: int = column(
        "provisions", Amount(), "Provisions versées", example="660,00", required=True
    )
    real_cents: int | None = column(
        "depense",
        Amount(),
        "Dépense réelle de l’ensemble qui se la partage",
        example="48210,77",
    )
    key_label: str = column(
        "cle", Text(160), "Mode de répartition, en clair", example="Au mètre carré chauffé"
    )
    key_share: str = column(
        "part_cle", Text(60), "Part du logement dans la clé", example="64 / 4 480 m²"
    )
    share_cents: int = column(
        "quote_part", Amount(), "Part du logement", example="688,72", required=True
    )
