"""An invented avis for the gallery."""

from __future__ import annotations

from palier.ui.parts import Bill, BillGroup, BillLine, Status

BILL = Bill(
    "Lignes de l’avis",
    ("Désignation", "Débit", "Crédit"),
    (
        BillGroup(
            "Provisions pour charges",
            (
                BillLine(
                    "Provision parties communes et gardiennage",
                    debit="30,21 €",
                    notes=("Une avance sur le ménage et le gardien.", "comme le mois dernier"),
                ),
            ),
        ),
        BillGroup(
            "Aides et réductions",
            (
                BillLine("Aide au logement (APL)", credit="1 184,00 €"),
                BillLine(
                    "Virement",
                    credit="12,00 €",
                    status=Status("Reçu, en cours d’enregistrement", "info"),
                    muted=True,
                ),
            ),
        ),
    ),
    (BillLine("Total du mois", credit="12,00 €"), BillLine("Net", "8,21 €", strong=True)),
)
