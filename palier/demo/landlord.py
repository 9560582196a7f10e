"""The invented landlord: its decisions, recorded like those of a real one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from palier.demo.generating import LANDLORD
from palier.domain.landlord.actions import decide

SINCE = dt.date(2020, 1, 1)

SETTINGS: dict[str, Any] = {
    "name": LANDLORD,
    "short_name": "Rives d’Ourcq",
    "legal_form": "Office public de l’habitat (bailleur d’essai, inventé)",
    "address_lines": [LANDLORD, "1 place des Bateliers", "93991 Saint-Ouvrin"],
    "registration": "000 000 000",
    "phone": "01 99 00 93 00",
    "phone_hours": "Du lundi au vendredi, de 8 h 30 à 18 h",
    "email": "relation@rives-ourcq.example",
    "website": "https://www.rives-ourcq.example",
    "portal_address": "https://compte.rives-ourcq.example",
    "sender_addresses": ["ne-pas-repondre@rives-ourcq.example"],
    "publication_director": "Mme Odile Bérenger, directrice générale",
    "host": "Cette machine : le bailleur d’essai n’est hébergé nulle part.",
    "data_protection_contact": "dpo@rives-ourcq.example",
    "transfer_account_holder": LANDLORD.upper().replace("’", "'"),
    "transfer_iban": "FR7630006000011234567890189",
    "transfer_bic": "AGRIFRPP",
    "cheque_payee": LANDLORD,
    "cash_place": "À l’agence, aux heures d’ouverture, avec votre avis.",
    "creditor_identifier": "FR72ZZZ123456",
    "debit_notice_days": 3,
}


def settle_landlord() -> None:
    """Record the sample landlord's decisions, in force since before its first avis."""
    decide(values=SETTINGS, valid_from=SINCE, legal_reference="Bailleur d’essai")
