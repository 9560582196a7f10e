"""The landlord's own PDF files, named by an index."""

from __future__ import annotations

from dataclasses import dataclass

from palier.exchange.records.columns import Code, Date, Identifier, Month, Text, column

DOCUMENT_KINDS = {
    "avis": "rent_notice",
    "quittance": "rent_receipt",
    "recu": "acknowledgement",
    "regularisation": "settlement",
    "justificatif_charges": "charge_paper",
    "bail": "lease",
    "etat_des_lieux": "inspection",
    "diagnostic": "diagnostic",
    "autre": "other",
}
VISIBILITIES = {
    "titulaires": "holders",
    "titulaire": "holder",
    "personne": "person",
    "agence": "staff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """Un fichier PDF du dossier, et à qui il appartient."""

    erp_id: str = column(
        "identifiant", Identifier(), "Identifiant du document", example="DOC77120", required=True
    )
    file_name: str = column(
        "fichier",
        Text(160),
        "Chemin du PDF dans le dossier de livraison",
        example="pdf/bail-0020417.pdf",
        required=True,
    )
    kind: str = column(
        "type", Code(DOCUMENT_KINDS), "Sorte de document", example="bail", required=True
    )
    title: str = column(
        "titre",
        Text(160),
        "Titre lu par le locataire",
        example="Bail du 22 mai 2019",
        required=True,
    )
    issued_on: str = column("date", Date(), "Date du document", example="2019-05-22", required=True)
    tenant_account: str = column(
        "compte",
        Identifier(),
        "Compte locataire",
        example="CPT0020417",
        required=True,
        refers_to="tenant_accounts",
    )
    lease: str = column(
        "bail", Identifier(), "Bail concerné", example="BAIL0020417", refers_to="leases"
    )
    person: str = column(
        "personne", Identifier(), "Personne, pour un document personnel", refers_to="persons"
    )
    visibility: str = column(
        "visibilite",
        Code(VISIBILITIES),
        "Qui le voit ; vide : tous les titulaires",
        example="titulaires",
    )
    period: str | None = column("periode", Month(), "Mois concerné, pour un avis ou une quittance")
    reference: str = column(
        "reference", Text(40), "Numéro de l’avis ou du décompte auquel il répond"
    )
    valid_from: str | None = column(
        "valable_du", Date(), "Premier jour de validité, s’il y en a un"
    )
    valid_to: str | None = column(
        "valable_au", Date(), "Dernier jour de validité (diagnostic, attestation)"
    )
