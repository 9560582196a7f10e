"""What each letter is about: which ones a person may do without, and which are always sent.

Every template of every room is listed here (a test). A letter that protects the account, has
legal effect or answers what the reader has just asked for cannot be switched off.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Topic(StrEnum):
    """One subject of the preferences. ``value`` is kept in the database: never renamed."""

    RENT = "rent"
    RECEIPTS = "receipts"
    PAYMENTS = "payments"
    MESSAGES = "messages"
    REQUESTS = "requests"
    INSURANCE = "insurance"
    PAPERS = "papers"
    SECURITY = "security"
    LEGAL = "legal"

    @property
    def label(self) -> Any:
        return _WORDS[self][0]

    @property
    def explanation(self) -> Any:
        """Say what comes, or for what is always sent, why."""
        return _WORDS[self][1]

    @property
    def may_be_refused(self) -> bool:
        return self not in (Topic.SECURITY, Topic.LEGAL)


_WORDS: dict[Topic, tuple[Any, Any]] = {
    Topic.RENT: (
        _("Mon loyer"),
        _("Un avis d’échéance est prêt, une date limite approche."),
    ),
    Topic.RECEIPTS: (_("Mes quittances"), _("Une quittance ou un reçu est disponible.")),
    Topic.PAYMENTS: (_("Mes paiements par carte"), _("Un paiement est reçu ou remboursé.")),
    Topic.MESSAGES: (_("Mes messages"), _("Votre agence vous a écrit.")),
    Topic.REQUESTS: (
        _("Mes demandes et mes dépôts"),
        _("Une demande est bien arrivée, une réponse est prête."),
    ),
    Topic.INSURANCE: (_("Mon assurance"), _("L’attestation est à renouveler.")),
    Topic.PAPERS: (_("Mes pièces justificatives"), _("Un document est attendu.")),
    Topic.SECURITY: (
        _("La sécurité de mon compte"),
        _(
            "Un mot de passe ou une adresse qui change, un code à taper : sans ces messages, "
            "vous ne sauriez pas que quelqu’un d’autre agit à votre place."
        ),
    ),
    Topic.LEGAL: (
        _("Ce qui a des conséquences sur votre bail"),
        _(
            "Une mise en demeure, un refus, un paiement revenu impayé : un délai peut courir, "
            "vous devez l’apprendre à temps."
        ),
    ),
}

TOPIC_OF: Mapping[str, Topic] = {
    "mail/bank_details_confirm": Topic.SECURITY,
    "mail/bank_details_alert": Topic.SECURITY,
    "mail/bank_details_confirmed": Topic.SECURITY,
    "mail/bank_details_blocked": Topic.SECURITY,
    "mail/signing_code": Topic.SECURITY,
    "mail/mandate_signed": Topic.LEGAL,
    "mail/mandate_changed": Topic.LEGAL,
    "mail/mandate_amended": Topic.LEGAL,
    "mail/mandate_left": Topic.LEGAL,
    "mail/mandate_left_staying": Topic.LEGAL,
    "mail/rent_notice": Topic.RENT,
    "mail/rent_notice_corrected": Topic.RENT,
    "mail/rent_due_soon": Topic.RENT,
    "mail/rent_receipt_ready": Topic.RECEIPTS,
    "mail/rent_receipt_void": Topic.LEGAL,
    "mail/payment_received": Topic.PAYMENTS,
    "mail/payment_refunded": Topic.PAYMENTS,
    "mail/payment_cancelled": Topic.LEGAL,
    "mail/payment_charged_back": Topic.LEGAL,
    "mail/message_received": Topic.MESSAGES,
    "mail/message_waiting": Topic.MESSAGES,
    "mail/case_received": Topic.REQUESTS,
    "mail/case_answered": Topic.REQUESTS,
    "mail/case_accepted": Topic.REQUESTS,
    "mail/case_refused": Topic.LEGAL,
    "mail/contact_answered": Topic.LEGAL,
    "mail/deposit_acknowledged": Topic.REQUESTS,
    "mail/insurance_reminder": Topic.INSURANCE,
    "mail/insurance_stopped": Topic.LEGAL,
    "mail/insurance_demand": Topic.LEGAL,
    "mail/insurance_demand_cancelled": Topic.LEGAL,
    "mail/household_stopped": Topic.LEGAL,
    "mail/paper_asked": Topic.PAPERS,
    "mail/paper_reminder": Topic.PAPERS,
    "mail/paper_stopped": Topic.LEGAL,
    "mail/holding_ended": Topic.LEGAL,
    "mail/contact_refused": Topic.LEGAL,
    "mail/notices_choice": Topic.LEGAL,
}
"""A template that is not here is about security, hence always sent."""


def topic_of(template: str) -> Topic:
    """Give what the letter of ``template`` is about; security when nobody said."""
    return TOPIC_OF.get(template, Topic.SECURITY)
