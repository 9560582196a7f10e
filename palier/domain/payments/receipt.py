"""The receipt (*reçu*) of a card payment: one set of words for the page and for the PDF.

A receipt says what was received and what remained due; it is not a *quittance*, which the
landlord gives once a month is paid in full (loi 89-462 du 6 juillet 1989, art. 21).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.landlord.queries import Settings
from palier.domain.payments.queries.history import Receipt
from palier.foundation import pdf
from palier.foundation.dates import long_date
from palier.foundation.money import euros

TEMPLATE = Path(__file__).resolve().parent / "typst" / "receipt.typ"


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """Every word of a receipt, in reading order."""

    title: str
    void: str
    amount_label: str
    amount: str
    facts: tuple[Fact, ...]
    remaining: str
    not_a_quittance: str


def words_of(receipt: Receipt) -> ReceiptWords:
    """Compose the receipt in the reader's language."""
    capture, attempt = receipt.capture, receipt.attempt
    facts = [
        Fact(_("Reçu de"), attempt.person.full_name),
        Fact(_("Référence client"), capture.tenant_account.customer_reference),
        Fact(_("Date du paiement"), long_date(capture.happened_on)),
        Fact(_("Moyen de paiement"), _("carte bancaire, par internet")),
        Fact(_("Référence du paiement"), attempt.code),
    ]
    if capture.authorisation:
        facts.append(Fact(_("Autorisation de la banque"), capture.authorisation))
    if receipt.given_back_cents and not receipt.undone:
        facts.append(Fact(_("Rendu sur la carte depuis"), euros(receipt.given_back_cents)))
    return ReceiptWords(
        title=_("Reçu de paiement"),
        void=_("Annulé : ce paiement n’est plus compté.") if receipt.undone else "",
        amount_label=_("Somme reçue"),
        amount=euros(capture.amount_cents),
        facts=tuple(facts),
        remaining=_remaining(capture.balance_after_cents),
        not_a_quittance=_(
            "Ce reçu prouve votre paiement. Il n’est pas une quittance : la quittance se demande "
            "au bailleur, quand le mois est entièrement payé."
        ),
    )


def receipt_pdf(receipt: Receipt, settings: Settings) -> bytes:
    """Draw the receipt, in French; the same facts give the same bytes."""
    with translation.override("fr"):
        words = asdict(words_of(receipt))
    form = f", {settings['legal_form']}" if settings["legal_form"] else ""
    words["landlord"] = {
        "name": settings["name"],
        "address_lines": settings["address_lines"],
        "colour": settings["colours"].get("accent", ""),
        "legal_line": f"{settings['name']}{form}",
    }
    return pdf.render(TEMPLATE, words, stamped_at=receipt.capture.recorded_at)


def _remaining(balance_cents: int) -> str:
    if balance_cents > 0:
        return _("Après ce paiement, il restait %(amount)s à payer sur le compte.") % {
            "amount": euros(balance_cents)
        }
    if balance_cents < 0:
        return _("Après ce paiement, le compte avait %(amount)s d’avance.") % {
            "amount": euros(-balance_cents)
        }
    return _("Après ce paiement, le compte était à jour.")
