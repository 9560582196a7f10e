"""Every setting a landlord may decide or a law may change: type, default, source.

A default is what a new installation starts with. A landlord's own value is a dated row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Definition:
    """What one setting holds: its ``kind``, its default, what it decides, its source."""

    kind: type
    default: Any
    meaning: str
    legal_reference: str = ""


_PRESCRIPTION = "Loi 89-462 du 6 juillet 1989, art. 7-1"
_BOOKS = "Code de commerce, art. L. 123-22"
_CIVIL = "Code civil, art. 2224"

DOCUMENT_RETENTION: dict[str, dict[str, Any]] = {
    "lease": {"years": 3, "after": "lease_end", "source": _PRESCRIPTION},
    "inspection": {"years": 3, "after": "lease_end", "source": _PRESCRIPTION},
    "diagnostic": {"years": 3, "after": "lease_end", "source": _PRESCRIPTION},
    "rent_notice": {"years": 10, "after": "issue", "source": _BOOKS},
    "rent_receipt": {"years": 10, "after": "issue", "source": _BOOKS},
    "acknowledgement": {"years": 10, "after": "issue", "source": _BOOKS},
    "settlement": {"years": 10, "after": "issue", "source": _BOOKS},
    "charge_paper": {"years": 10, "after": "issue", "source": _BOOKS},
    "insurance": {"years": 3, "after": "validity_end", "source": _PRESCRIPTION},
    "formal_demand": {"years": 5, "after": "issue", "source": _CIVIL},
    "mandate": {"years": 5, "after": "lease_end", "source": _CIVIL},
    "household": {"years": 3, "after": "lease_end", "source": _PRESCRIPTION},
    "paper": {"years": 2, "after": "issue", "source": "RGPD, art. 5, 1, e)"},
    "other": {"years": 5, "after": "issue", "source": _CIVIL},
}
"""Of each kind of document: how many years it is kept, after what, and by which text."""

_CNIL_LOGS = "CNIL, délibération 2021-122 du 14 octobre 2021"

TRAIL_RETENTION: dict[str, dict[str, Any]] = {
    "access": {"months": 12, "source": _CNIL_LOGS},
    "looks": {"months": 12, "source": _CNIL_LOGS},
    "money": {"months": 60, "source": _CIVIL},
    "decisions": {"months": 36, "source": _PRESCRIPTION},
    "administration": {"months": 36, "source": _CNIL_LOGS},
}
"""Of each sort of events of the trail: how many months it is kept, and by which text."""


CATALOGUE: dict[str, Definition] = {
    "name": Definition(str, "Votre bailleur", "Nom du bailleur, tel qu’il signe ses courriers."),
    "short_name": Definition(str, "", "Nom court, pour l’en-tête ; vide : le nom entier."),
    "legal_form": Definition(str, "", "Forme juridique, pour les mentions légales."),
    "address_lines": Definition(list, [], "Adresse postale du siège, ligne par ligne."),
    "registration": Definition(str, "", "Numéro SIREN, pour les mentions légales."),
    "phone": Definition(str, "", "Téléphone du centre de relation locataires."),
    "phone_hours": Definition(str, "", "Heures d’appel, en clair."),
    "email": Definition(str, "", "Adresse électronique de contact."),
    "website": Definition(str, "", "Adresse officielle du site public."),
    "portal_address": Definition(str, "", "Adresse officielle de l’espace locataire."),
    "sender_addresses": Definition(list, [], "Adresses d’où partent les e-mails officiels."),
    "publication_director": Definition(str, "", "Directeur de la publication."),
    "host": Definition(str, "", "Hébergeur, pour les mentions légales."),
    "accessibility_conformity": Definition(
        str,
        "none",
        "Conformité au RGAA : « full », « partial » ou « none » (aucun audit, ou moins de 50 %).",
        "Loi 2005-102, art. 47 ; décret 2019-768, art. 5",
    ),
    "accessibility_audit": Definition(
        str, "", "Qui a audité le site, quand, et avec quel résultat, en une ou deux phrases."
    ),
    "accessibility_email": Definition(
        str, "", "Adresse où signaler un défaut d’accessibilité ; vide : l’adresse de contact."
    ),
    "data_protection_contact": Definition(
        str, "", "Adresse du délégué à la protection des données.", "RGPD, art. 37"
    ),
    "source_address": Definition(
        str, "", "Adresse du code source en service.", "AGPL-3.0, art. 13"
    ),
    "colours": Definition(
        dict, {}, "Couleurs du bailleur : « accent », écrite #17473d ; les autres en découlent."
    ),
    "transfer_account_holder": Definition(str, "", "Titulaire du compte pour les virements."),
    "transfer_iban": Definition(str, "", "IBAN du bailleur, imprimé sur l’avis."),
    "transfer_bic": Definition(str, "", "BIC du bailleur."),
    "cheque_payee": Definition(str, "", "Ordre des chèques, imprimé sur l’avis ; vide : refusés."),
    "cash_place": Definition(
        str, "", "Où payer en espèces, imprimé sur l’avis ; vide : nulle part."
    ),
    "notice_messages": Definition(list, [], "Paragraphes du bailleur au bas des avis du mois."),
    "creditor_identifier": Definition(
        str,
        "",
        "ICS, identifiant créancier SEPA, contrôlé par sa clé ; vide ou faux : aucun mandat ne se "
        "signe en ligne.",
        "Règlement (UE) 260/2012, annexe, point 3",
    ),
    "direct_debit_origin": Definition(
        str,
        "palier",
        "Qui prélève les mandats signés en ligne : « palier » (fichier pain.008 pour la banque) ou "
        "« erp » (le progiciel, à partir de la remise des mandats).",
    ),
    "debit_notice_days": Definition(
        int,
        14,
        "Jours calendaires entre l’avis qui annonce un prélèvement et ce prélèvement, 14 sauf "
        "délai plus court écrit dans le mandat.",
        "EPC016-06, SEPA Direct Debit Core Rulebook, 4.3.4",
    ),
    "debit_cut_off_days": Definition(
        int,
        3,
        "Jours ouvrés bancaires (calendrier TARGET) avant un prélèvement : une suspension ou un "
        "arrêt demandé jusque-là compte encore.",
    ),
    "debit_schema": Definition(
        str, "pain.008.001.02", "Format du fichier de la banque : pain.008.001.02 ou .08."
    ),
    "second_proofs": Definition(
        list,
        ["known_email", "email_code", "letter_code", "advisor"],
        "Preuves acceptées avant d’ouvrir les données personnelles, par ordre de préférence.",
    ),
    "recovery_delay_hours": Definition(
        int,
        24,
        "Heures pendant lesquelles le titulaire d’un espace, prévenu, peut arrêter un accès que "
        "l’agence redonne par un code imprimé ou avec une autre adresse.",
        "CNIL, SAN-2022-018",
    ),
    "agency_delay_days": Definition(
        int, 10, "Jours calendaires promis pour une réponse de l’agence."
    ),
    "hardship_delay_days": Definition(
        int, 3, "Jours calendaires promis quand un locataire ne peut pas payer ce mois-ci."
    ),
    "message_delays": Definition(
        dict,
        {"*": {"repairs": 5, "portal": 3}},
        "Jours calendaires promis pour répondre à un message, par agence (« * » : toutes) puis par "
        "sujet (« * » : tous) ; à défaut, agency_delay_days.",
    ),
    "decision_undo_seconds": Definition(
        int,
        120,
        "Secondes pendant lesquelles un conseiller peut revenir sur sa décision, avant que le "
        "locataire soit prévenu.",
    ),
    "allocation_order": Definition(
        str,
        "oldest_first",
        "Ordre d’imputation d’un paiement sans choix du locataire.",
        "Code civil, art. 1342-10",
    ),
    "rent_notice_pdf": Definition(
        str, "palier", "Origine du PDF de l’avis : « palier » ou « landlord » (livré par index)."
    ),
    "payment_minimum_cents": Definition(int, 100, "Plus petit paiement en ligne, en centimes."),
    "payment_maximum_cents": Definition(
        int, 9_999_999, "Plus grand paiement en ligne, en centimes."
    ),
    "reminder_days_before_due": Definition(
        int, 3, "Jours avant la date limite où part le rappel par e-mail."
    ),
    "insurance_reminder_days": Definition(
        list,
        [-30, -7, 7],
        "Jours, avant (-) ou après la fin de l’assurance, où part un rappel ; vide : aucun.",
        "Loi 89-462, art. 7 g",
    ),
    "insurance_renewal_days": Definition(
        int, 30, "Jours avant la fin de l’assurance où elle se montre « à renouveler »."
    ),
    "insurance_missing_alert_days": Definition(
        int,
        15,
        "Jours après l’ouverture de l’espace où l’on prévient, une fois, qu’aucune attestation "
        "n’a été déposée ; 0 : jamais.",
        "Loi 89-462, art. 7 g",
    ),
    "insurance_demand_months": Definition(
        int,
        1,
        "Mois laissés par la mise en demeure d’assurer le logement.",
        "Loi 89-462, art. 7 g",
    ),
    "insurance_markup_percent": Definition(
        int,
        10,
        "Majoration maximale, en pour cent, de la prime d’une assurance pour compte.",
        "Décret 2016-383 du 30 mars 2016 (application au bailleur à confirmer par son conseil)",
    ),
    "trail_retention": Definition(
        dict,
        {},
        "Durées de conservation du journal qui diffèrent de celles de Palier, en mois (six au "
        "moins), par sorte : {« looks »: {« months »: 12, « source »: « texte »}}. Sortes : "
        "access, looks, money, decisions, administration.",
        "CNIL, délibération 2021-122 du 14 octobre 2021",
    ),
    "data_copy_days": Definition(
        int,
        7,
        "Jours pendant lesquels une copie de données préparée peut être téléchargée.",
        "RGPD, art. 15 et 20",
    ),
    "closing_delay_days": Definition(
        int,
        14,
        "Jours pour changer d’avis avant qu’un espace locataire soit fermé.",
        "RGPD, art. 17",
    ),
    "trail_anchor_email": Definition(
        str,
        "",
        "Adresse, hors du portail, qui reçoit chaque jour le sceau du journal ; vide : aucune.",
        "RGPD, art. 32",
    ),
    "paper_deadline_days": Definition(
        int, 21, "Jours laissés, sauf choix du conseiller, pour fournir une pièce demandée."
    ),
    "paper_reminder_days": Definition(
        list,
        [-7, -1],
        "Jours, avant (-) ou après l’échéance d’une pièce demandée, où part un rappel ; vide : "
        "aucun.",
    ),
    "paper_extension_days": Definition(
        int,
        7,
        "Jours laissés au moins, après un refus, pour une pièce dont l’échéance est proche.",
    ),
    "details_confirmation_months": Definition(
        int, 12, "Mois au bout desquels on redemande si les informations sont exactes."
    ),
    "email_change_hours": Definition(
        int,
        48,
        "Heures pendant lesquelles l’ancienne adresse e-mail peut arrêter un changement d’adresse.",
        "OWASP ASVS 5.0, 6.3.7",
    ),
    "paperless_agreement": Definition(
        str,
        "every_holder",
        "Accord nécessaire pour ne plus envoyer l’avis sur papier : « every_holder » (chaque "
        "titulaire du compte) ou « one_holder » (un seul suffit).",
        "Code civil, art. 1126 et 1127-1",
    ),
    "site_warning": Definition(
        dict,
        {},
        "Alerte montrée sur toutes les pages (vague de faux messages) : {« text »: …, « until »: "
        "« 2026-12-31 »} ; vide : aucune. Se publie aussi dans l’espace agence.",
    ),
    "rent_receipt_origin": Definition(
        str,
        "palier",
        "Qui fait les quittances et les reçus : « palier », ou « landlord » (livrés par index).",
        "Loi 89-462, art. 21",
    ),
    "document_retention": Definition(
        dict,
        {},
        "Durées de conservation qui diffèrent de celles de Palier, par sorte de document : "
        "{« lease »: {« years »: 3, « after »: « lease_end », « source »: « texte »}}. « after » "
        "vaut « issue », « validity_end » ou « lease_end ».",
        "RGPD, art. 5, 1, e) ; Code du patrimoine, art. L. 212-2 pour un bailleur public",
    ),
    "retention_approved": Definition(
        list,
        [],
        "Règles de conservation que le bailleur approuve (palier retention les nomme ; « * » : "
        "toutes). Une règle qui demande son accord compte seulement tant qu’elle n’est pas ici.",
        "RGPD, art. 5, 1, e) ; un bailleur public demande d’abord le visa des archives",
    ),
    "settlement_papers_months": Definition(
        int,
        6,
        "Mois pendant lesquels les justificatifs d’une régularisation de charges se consultent.",
        "Loi 89-462, art. 23 ; CCH, art. L. 442-3",
    ),
    "late_settlement_months": Definition(
        int,
        12,
        "Mois sur lesquels se paie, à la demande, une régularisation faite trop tard.",
        "Loi 89-462, art. 23 ; CCH, art. L. 442-3",
    ),
}
