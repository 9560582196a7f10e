"""The money: the account on one side, the avis that explains it on the other.

Ledger lines are the account; billing lines explain an avis and never post.
"""

from __future__ import annotations

from dataclasses import dataclass

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

ENTRY_KINDS = {
    "loyer": "rent",
    "loyer_annexe": "annex_rent",
    "charges": "charges",
    "sls": "sls",
    "assurance": "insurance",
    "depot_garantie": "deposit",
    "rappel": "adjustment",
    "regularisation": "settlement",
    "frais": "fee",
    "apl": "apl",
    "rls": "rls",
    "remise": "rebate",
    "paiement": "payment",
    "rejet": "rejected",
    "remboursement": "refund",
    "indemnite_occupation": "occupation",
}
RAILS = {
    "prelevement": "direct_debit",
    "virement": "transfer",
    "carte": "card",
    "cheque": "cheque",
    "especes": "cash",
    "organisme": "third_party",
}
BILLING_NATURES = {
    "loyer": "rent",
    "loyer_annexe": "annex_rent",
    "eau_froide": "cold_water",
    "eau_chaude": "hot_water",
    "chauffage": "heating",
    "ascenseur": "lift",
    "parties_communes": "common_parts",
    "espaces_verts": "green_spaces",
    "teom": "teom",
    "sls": "sls",
    "assurance": "insurance",
    "depot_garantie": "deposit",
    "rappel": "adjustment",
    "regularisation": "settlement",
    "plan_apurement": "instalment",
    "frais_sls": "sls_fee",
    "penalite_ops": "ops_penalty",
    "apl": "apl",
    "rappel_apl": "apl_adjustment",
    "rls": "rls",
    "remise": "rebate",
}
TERM_TYPES = {"echu": "arrears", "a_echoir": "advance"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningBalanceRecord:
    """Le solde d’où part un compte : les lignes suivent, aucune ne le précède."""

    tenant_account: str = column(
        "compte",
        Identifier(),
        "Compte locataire",
        example="CPT0020417",
        required=True,
        refers_to="tenant_accounts",
    )
    as_of: str = column(
        "date",
        Date(),
        "Jour du solde ; les lignes délivrées sont de ce jour ou après",
        example="2024-11-01",
        required=True,
    )
    amount_cents: int = column(
        "solde",
        Amount(),
        "Solde à cette date, positif s’il est dû par le locataire",
        example="0,00",
        required=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLineRecord:
    """Une ligne du compte locataire. Les centimes comptent : le solde est leur somme."""

    reference: str = column(
        "reference",
        Identifier(),
        "Référence de la ligne dans l’ERP, unique et stable",
        example="E2026-110034871",
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
    effective_on: str = column(
        "date", Date(), "Date de la ligne sur le compte", example="2026-11-01", required=True
    )
    period: str | None = column(
        "periode", Month(), "Mois concerné, vide pour un paiement sans mois", example="2026-10"
    )
    kind: str = column(
        "nature", Code(ENTRY_KINDS), "Nature de la ligne", example="loyer", required=True
    )
    rail: str = column(
        "moyen", Code(RAILS), "Moyen, pour un paiement, un rejet ou un remboursement"
    )
    label: str = column(
        "libelle",
        Text(160),
        "Libellé lu par le locataire",
        example="Loyer principal",
        required=True,
    )
    amount_cents: int = column(
        "montant",
        Amount(),
        "Positif : dû par le locataire. Négatif : en sa faveur (paiement, APL…). Jamais 0,00.",
        example="412,37",
        required=True,
    )
    portal_payment_reference: str = column(
        "reference_paiement_portail",
        Text(40),
        "Référence d’un paiement fait dans Palier que cette ligne enregistre",
    )
    lettrage: str = column(
        "lettrage",
        Text(20),
        "Code de lettrage : les lignes d’un compte qui le partagent se soldent",
        example="AB",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingBalanceRecord:
    """Le solde que l’ERP annonce, et qui doit être la somme des lignes au centime près."""

    tenant_account: str = column(
        "compte",
        Identifier(),
        "Compte locataire",
        example="CPT0020417",
        required=True,
        refers_to="tenant_accounts",
    )
    as_of: str = column(
        "date",
        Date(),
        "Jour du solde, lignes de ce jour comprises",
        example="2026-11-02",
        required=True,
    )
    amount_cents: int = column(
        "solde", Amount(), "Solde à cette date", example="87,12", required=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RentNoticeRecord:
    """L’en-tête d’un avis d’échéance. Un avis est toujours livré avec toutes ses lignes."""

    number: str = column(
        "numero",
        Identifier(30),
        "Numéro de l’avis, unique",
        example="AV2026-10-0020417",
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
    period: str = column("periode", Month(), "Mois facturé", example="2026-10", required=True)
    issue_on: str = column(
        "date_emission", Date(), "Date d’émission", example="2026-11-01", required=True
    )
    due_on: str = column(
        "date_limite", Date(), "Date limite de paiement", example="2026-11-05", required=True
    )
    term_type: str = column(
        "terme", Code(TERM_TYPES), "Terme échu ou à échoir", example="echu", required=True
    )
    previous_balance_cents: int = column(
        "solde_anterieur", Amount(), "Solde avant cet avis", example="0,00", required=True
    )
    net_cents: int = column(
        "net",
        Amount(),
        "Net à payer : solde antérieur + débits − crédits",
        example="498,21",
        required=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingLineRecord:
    """Une ligne d’un avis : elle l’explique et ne touche jamais le compte."""

    notice: str = column(
        "avis",
        Identifier(30),
        "Numéro de l’avis",
        example="AV2026-10-0020417",
        required=True,
        refers_to="rent_notices",
    )
    position: int = column(
        "rang", Integer(1, 9999), "Rang de la ligne dans l’avis", example="1", required=True
    )
    nature: str = column(
        "nature", Code(BILLING_NATURES), "Nature de la ligne", example="loyer", required=True
    )
    label: str = column(
        "libelle", Text(160), "Libellé imprimé", example="Loyer principal", required=True
    )
    concerned_period: str | None = column(
        "periode", Month(), "Mois concerné, quand la ligne corrige un mois passé ; sinon vide"
    )
    debit_cents: int | None = column(
        "debit", Amount(signed=False), "Colonne débit", example="412,37"
    )
    credit_cents: int | None = column(
        "credit", Amount(signed=False), "Colonne crédit (une seule des deux est remplie)"
    )
    origin: str = column("origine", Text(60), "D’où vient la somme", example="bail")
