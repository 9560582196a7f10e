"""What is told about payments, the account and the avis."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, tuple[Any, ...]] = {
    # payments
    "payments.started": (
        _("Un paiement par carte a été commencé."),
        _("Paiement par carte commencé (%(gateway)s)."),
    ),
    "payments.received": (_("Un paiement par carte a été reçu."),),
    "payments.waiting": (_("La banque n’a pas encore confirmé un paiement."),),
    "payments.refused": (_("La banque a refusé un paiement par carte."),),
    "payments.abandoned": (_("Un paiement par carte a été abandonné avant la fin."),),
    "payments.expired": (_("Un paiement commencé est resté sans suite."),),
    "payments.cancelled": (_("Un paiement par carte a été annulé."),),
    "payments.under_review": (_("Un paiement par carte est en cours de vérification."),),
    "payments.not_opened": (_("La banque ne répondait pas : le paiement n’a pas commencé."),),
    "payments.refunded": (_("Un paiement par carte a été remboursé."),),
    "payments.refund_cancelled": (_("Le remboursement d’un paiement a été annulé."),),
    "payments.charged_back": (_("Un paiement par carte est revenu impayé."),),
    "payments.receipt_read": (_("Le reçu d’un paiement a été téléchargé."),),
    "payments.review_opened": ("", _("Paiement à vérifier : %(doubt)s.")),
    "payments.review_closed": ("", _("Paiement vérifié et classé : %(reason)s.")),
    "payments.review_seen": ("", _("Paiement à vérifier consulté.")),
    "payments.attributed": (
        _("Un paiement reçu a été ajouté à votre compte de loyer."),
        _("Paiement attribué au compte."),
    ),
    "payments.delivered": (
        "",
        _("Remise n° %(number)s préparée pour le progiciel : %(lines)s lignes."),
    ),
    "payments.acknowledged": (
        "",
        _("Accusé lu : %(accepted)s lignes acceptées, %(refused)s refusées."),
    ),
    "payments.settlement_imported": (
        "",
        _("Relevé de la banque n° %(number)s lu : %(lines)s lignes."),
    ),
    # ledger
    "ledger.entry_posted": (_("Une opération a été inscrite au compte de loyer."),),
    "ledger.entry_reversed": (_("Une opération du compte de loyer a été annulée."),),
    # billing
    "billing.period_published": (
        "",
        _("Avis de %(period)s : %(published)s publiés, %(corrected)s corrigés."),
    ),
    # receipts
    "receipts.agreed": (_("%(person)s a accepté de recevoir les quittances en ligne."),),
    "receipts.declined": (_("%(person)s ne souhaite pas recevoir les quittances en ligne."),),
    "receipts.issued": (_("%(title)s : disponible."),),
    "receipts.voided": (_("%(title)s : ce document n’est plus valable. %(why)s"),),
}
