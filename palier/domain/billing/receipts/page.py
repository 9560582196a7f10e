"""A receipt as it reads: the one text from which the HTML page and the PDF are both drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from palier.domain.billing.facts import AgencyContact
from palier.domain.billing.page import Named
from palier.domain.billing.receipts.facts import ReceiptFacts
from palier.foundation.dates import long_date
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.foundation.sentences import Sentence

QUITTANCE = Sentence(gettext_noop("Quittance de loyer, %(month)s"))
RECU = Sentence(gettext_noop("Reçu du paiement du %(day)s"))


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    label: str
    amount: str
    strong: bool = False
    settles: bool = False
    """It pays what the others call."""


@dataclass(frozen=True, slots=True)
class ReceiptGroup:
    heading: str
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    title: str
    number: str
    void_title: str
    """Filled when the receipt is worth nothing any more."""
    void_why: str
    statement: str
    """The sentence by which the landlord acknowledges."""
    amount_label: str
    amount: str
    groups: tuple[ReceiptGroup, ...]
    payments_heading: str
    payments: tuple[ReceiptLine, ...]
    remaining: str
    reference: str
    addressee_lines: tuple[str, ...]
    identity: tuple[Named, ...]
    about: tuple[Named, ...]
    legal: str
    agency: AgencyContact


def title_of(kind: str, subject: str, dated_on: dt.date) -> str:
    """Name a receipt in the active language."""
    if kind == "quittance":
        return QUITTANCE.said(month=Period.parse(subject))
    return RECU.said(day=dated_on)


def why_void(reason: str, facts: Mapping[str, Any]) -> str:
    """Say in one sentence why a receipt lost its worth, and what it means."""
    if reason == "returned" and facts.get("returned_on"):
        day = long_date(dt.date.fromisoformat(facts["returned_on"]))
        return _(
            "Un paiement est revenu impayé le %(day)s. Une nouvelle quittance arrivera dès que "
            "la somme sera payée."
        ) % {"day": day}
    return {
        "returned": _(
            "Un paiement est revenu impayé. Une nouvelle quittance arrivera dès que la somme "
            "sera payée."
        ),
        "reopened": _(
            "Ce mois n’est plus entièrement payé : votre bailleur a utilisé un paiement pour une "
            "autre somme, ou en a demandé une de plus. Votre compte de loyer dit ce qui reste."
        ),
        "changed": _(
            "Les sommes ont été corrigées par votre bailleur. Une version corrigée remplace "
            "celle-ci dès que tout est payé."
        ),
        "occupation": _(
            "Le bail avait pris fin par une décision de justice : l’argent reçu est une indemnité "
            "d’occupation. Un reçu prouve chaque paiement."
        ),
    }[reason]


def page_of(facts: ReceiptFacts, *, void_reason: str = "", void_facts: Any = None) -> ReceiptPage:
    """Write ``facts`` out in the active language, marked void when ``void_reason`` is given."""
    quittance = facts.kind == "quittance"
    return ReceiptPage(
        title=title_of(facts.kind, facts.subject, facts.dated),
        number=facts.number,
        void_title=_("Annulée : cette quittance n’a plus de valeur")
        if void_reason and quittance
        else (_("Annulé : ce reçu n’a plus de valeur") if void_reason else ""),
        void_why=why_void(void_reason, void_facts or {}) if void_reason else "",
        statement=_quittance_statement(facts) if quittance else _recu_statement(facts),
        amount_label=_("Somme reçue"),
        amount=euros(facts.received_cents),
        groups=_quittance_groups(facts) if quittance else _recu_groups(facts),
        payments_heading=_("Vos paiements") if quittance and facts.payments else "",
        payments=tuple(
            ReceiptLine(
                _("%(label)s, le %(day)s")
                % {"label": paid.label, "day": long_date(dt.date.fromisoformat(paid.paid_on))},
                euros(paid.cents),
            )
            for paid in facts.payments
            if quittance
        ),
        remaining="" if quittance else _remaining(facts.balance_after_cents),
        reference=facts.customer_reference,
        addressee_lines=facts.addressee_lines,
        identity=_identity(facts),
        about=_about(facts),
        legal=_legal(facts),
        agency=facts.agency,
    )


def _quittance_statement(facts: ReceiptFacts) -> str:
    return _(
        "%(landlord)s reconnaît que le loyer et les charges pour %(month)s sont entièrement payés, "
        "et en donne quittance, sous réserve de tous ses droits."
    ) % {"landlord": facts.landlord.name, "month": Period.parse(facts.subject).label}


def _recu_statement(facts: ReceiptFacts) -> str:
    words = {
        "landlord": facts.landlord.name,
        "amount": euros(facts.received_cents),
        "day": long_date(facts.dated),
    }
    if facts.occupation:
        return (
            _(
                "%(landlord)s reconnaît avoir reçu %(amount)s le %(day)s, au titre de l’indemnité "
                "d’occupation. Ce reçu ne vaut ni bail ni quittance."
            )
            % words
        )
    return _("%(landlord)s reconnaît avoir reçu %(amount)s le %(day)s.") % words


def _quittance_groups(facts: ReceiptFacts) -> tuple[ReceiptGroup, ...]:
    groups = []
    for share, heading, total in (
        ("rent", _("Loyer"), _("Total du loyer")),
        ("charges", _("Charges"), _("Total des charges")),
        ("other", _("Autres sommes"), _("Total des autres sommes")),
    ):
        lines = [ReceiptLine(s.label, euros(s.cents)) for s in facts.sums if s.share == share]
        if lines:
            lines.append(ReceiptLine(total, euros(facts.share_cents(share)), strong=True))
            groups.append(ReceiptGroup(heading, tuple(lines)))
    settled = [ReceiptLine(_("Total du mois"), euros(facts.called_cents))]
    if facts.help_cents:
        settled.append(
            ReceiptLine(_("Aides et réductions (APL, RLS…)"), euros(facts.help_cents), settles=True)
        )
    if facts.credit_cents:
        settled.append(
            ReceiptLine(
                _("Sommes en votre faveur déjà sur le compte"),
                euros(facts.credit_cents),
                settles=True,
            )
        )
    settled.append(
        ReceiptLine(_("Vos paiements"), euros(facts.received_cents), strong=True, settles=True)
    )
    groups.append(ReceiptGroup(_("Ce qui a payé le mois"), tuple(settled)))
    return tuple(groups)


def _recu_groups(facts: ReceiptFacts) -> tuple[ReceiptGroup, ...]:
    lines = [
        ReceiptLine(Period.parse(month).label.capitalize(), euros(cents), settles=True)
        for month, cents in facts.settled
    ]
    left = facts.received_cents - sum(cents for _month, cents in facts.settled)
    if left > 0:
        lines.append(ReceiptLine(_("Gardé d’avance sur le compte"), euros(left), settles=True))
    lines.append(
        ReceiptLine(_("Somme reçue"), euros(facts.received_cents), strong=True, settles=True)
    )
    return (ReceiptGroup(_("Les mois que ce paiement a réglés"), tuple(lines)),)


def _remaining(balance_cents: int) -> str:
    if balance_cents > 0:
        return _("Après ce paiement, il restait %(amount)s à payer sur le compte.") % {
            "amount": euros(balance_cents)
        }
    if balance_cents < 0:
        return _("Après ce paiement, le compte avait %(amount)s d’avance.") % {
            "amount": euros(-balance_cents)
        }
    return _("Après ce paiement, il ne restait rien à payer sur le compte.")


def _identity(facts: ReceiptFacts) -> tuple[Named, ...]:
    several = len(facts.holders) > 1
    home = (facts.dwelling, *facts.dwelling_address_lines)
    rows = (
        Named(_("Titulaires") if several else _("Titulaire"), ", ".join(facts.holders)),
        Named(_("Logement"), ", ".join(part for part in home if part)),
        Named(_("Annexes") if len(facts.annexes) > 1 else _("Annexe"), ", ".join(facts.annexes)),
    )
    return tuple(row for row in rows if row.value)


def _about(facts: ReceiptFacts) -> tuple[Named, ...]:
    quittance = facts.kind == "quittance"
    paid = _("Payé le") if quittance else _("Reçu le")
    rows = [
        Named(_("Quittance n°") if quittance else _("Reçu n°"), facts.number),
        Named(paid, long_date(facts.dated)),
        Named(_("Établi le"), long_date(dt.date.fromisoformat(facts.issued_on))),
    ]
    if facts.version > 1:
        rows.append(Named(_("Version"), str(facts.version)))
    return tuple(rows)


def _legal(facts: ReceiptFacts) -> str:
    if facts.kind == "quittance":
        return _(
            "Quittance gratuite (article 21 de la loi du 6 juillet 1989). Elle vaut sous réserve "
            "de l’encaissement : un paiement qui reviendrait impayé l’annulerait."
        )
    return _(
        "Ce reçu prouve ce paiement. Il n’est pas une quittance : celle-ci suppose que le mois "
        "soit entièrement payé (article 21 de la loi du 6 juillet 1989)."
    )
