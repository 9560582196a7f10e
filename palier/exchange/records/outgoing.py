"""What goes out to the ERP, and the ERP's answer: the same typed records."""

from __future__ import annotations

from dataclasses import dataclass

from palier.exchange.records.columns import Amount, Code, Date, Identifier, Integer, Text, column
from palier.exchange.records.kinds import Kind

OPERATIONS = {"encaissement": "capture", "remboursement": "refund", "impaye": "chargeback"}
VERDICTS = {"accepte": "accepted", "rejete": "rejected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOperationRecord:
    """Une somme encaissée, remboursée ou revenue impayée. L’ERP la porte au compte."""

    reference: str = column(
        "reference",
        Identifier(),
        "Référence de l’opération",
        example="7K4MPX2QWR5T-1",
        required=True,
    )
    kind: str = column(
        "type", Code(OPERATIONS), "Sorte d’opération", example="encaissement", required=True
    )
    payment_reference: str = column(
        "reference_paiement_portail",
        Text(40),
        "Référence du paiement, à remettre sur la ligne de compte qui l’enregistre",
        example="7K4MPX2QWR5T",
        required=True,
    )
    tenant_account: str = column(
        "compte", Identifier(), "Compte locataire", example="CPT0020417", required=True
    )
    customer_reference: str = column(
        "reference_client", Text(30), "Référence client", example="L/0020417", required=True
    )
    operated_on: str = column(
        "date", Date(), "Jour de l’opération", example="2026-11-04", required=True
    )
    amount_cents: int = column(
        "montant",
        Amount(),
        "Signe du compte : négatif pour un encaissement, positif pour un retour",
        example="-498,21",
        required=True,
    )
    bank_reference: str = column(
        "reference_banque", Text(60), "Référence de la transaction chez la banque", example="481516"
    )
    period: str = column(
        "mois", Text(7), "Mois choisi par le locataire, s’il y en a un", example="2026-10"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementRecord:
    """La réponse de l’ERP à une opération remise."""

    export_number: int = column(
        "numero_remise", Integer(1, 999_999_999), "Numéro de la remise", example="12", required=True
    )
    reference: str = column(
        "reference",
        Identifier(),
        "Référence de l’opération",
        example="7K4MPX2QWR5T-1",
        required=True,
    )
    verdict: str = column(
        "etat", Code(VERDICTS), "Ce que l’ERP en a fait", example="accepte", required=True
    )
    reason: str = column("motif", Text(200), "Pourquoi elle est rejetée", example="Compte clos")
    source_reference: str = column(
        "reference_ligne",
        Text(40),
        "Référence de la ligne de compte créée",
        example="E2026-110034871",
    )


PAYMENT_OPERATIONS = Kind(
    "payment_operations", "Opérations de paiement", PaymentOperationRecord, ("reference",)
)
ACKNOWLEDGEMENTS = Kind(
    "acknowledgements", "Accusés de l’ERP", AcknowledgementRecord, ("export_number", "reference")
)
OUTGOING = (PAYMENT_OPERATIONS, ACKNOWLEDGEMENTS)
