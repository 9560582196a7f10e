"""An avis as it reads: the one text from which the HTML page and the PDF are both drawn.

Sentences are in the active language; the PDF, a legal document, is always drawn in French.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from palier.domain.billing.facts import Group, Line, NoticeFacts, Payment, TermType
from palier.domain.billing.natures import explanation_of, label_of
from palier.foundation.dates import long_date
from palier.foundation.money import euros


@dataclass(frozen=True, slots=True)
class Named:
    """A word and what it stands for."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PageLine:
    label: str
    detail: str
    period: str
    debit: str
    credit: str
    explanation: str
    change: str


@dataclass(frozen=True, slots=True)
class PageGroup:
    heading: str
    lines: tuple[PageLine, ...]


@dataclass(frozen=True, slots=True)
class Total:
    label: str
    debit: str
    credit: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """The one thing to know: how much, by when."""

    label: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True)
class PaymentAdvice:
    heading: str
    sentences: tuple[str, ...]
    details: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    address_lines: tuple[str, ...]
    phone: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    title: str
    month: str
    number: str
    correction: str
    landlord_name: str
    landlord_address: str
    legal_line: str
    website: str
    colour: str
    agency: Contact
    addressee_lines: tuple[str, ...]
    reference: str
    identity: tuple[Named, ...]
    about: tuple[Named, ...]
    headline: Headline
    groups: tuple[PageGroup, ...]
    totals: tuple[Total, ...]
    differences: tuple[str, ...]
    payment: PaymentAdvice
    messages: tuple[str, ...]
    not_a_receipt: str
    stub: tuple[Named, ...]
    """The slip to join to a cheque; empty when there is nothing to send."""


def page_of(facts: NoticeFacts) -> NoticePage:
    """Write ``facts`` out in the active language."""
    month = facts.period.label
    return NoticePage(
        title=_("Avis d’échéance de %(month)s") % {"month": month},
        month=month,
        number=facts.number,
        correction=_correction(facts),
        landlord_name=facts.landlord.name,
        landlord_address=", ".join(facts.landlord.address_lines),
        legal_line=facts.landlord.legal_line,
        website=facts.landlord.website,
        colour=facts.landlord.colour,
        agency=Contact(
            name=facts.agency.name,
            address_lines=facts.agency.address_lines,
            phone=facts.agency.phone,
            email=facts.agency.email,
            hours=facts.agency.hours,
        ),
        addressee_lines=facts.addressee_lines,
        reference=facts.customer_reference,
        identity=_identity(facts),
        about=_about(facts),
        headline=_headline(facts),
        groups=_groups(facts.lines),
        totals=_totals(facts),
        differences=tuple(_differences(facts)),
        payment=_advice(facts),
        messages=facts.messages,
        not_a_receipt=_(
            "Cet avis d’échéance n’est pas une quittance : il dit ce qui est à payer, il ne "
            "prouve pas un paiement. La quittance est gratuite, sur demande, une fois le mois "
            "entièrement réglé (article 21 de la loi du 6 juillet 1989)."
        ),
        stub=_stub(facts),
    )


def heading_of(group: Group) -> str:
    """Give the heading under which the lines of ``group`` stand."""
    return {
        Group.RENT: _("Loyer"),
        Group.CHARGES: _("Provisions pour charges"),
        Group.OTHER: _("Autres sommes"),
        Group.HELP: _("Aides et réductions"),
        Group.EARLIER: _("Rappels et régularisations"),
    }[group]


def column_amount(cents: int) -> tuple[str, str]:
    """Write a net amount in its column, débit or crédit; the other one stays empty."""
    return (euros(cents), "") if cents >= 0 else ("", euros(-cents))


def _correction(facts: NoticeFacts) -> str:
    if facts.corrects_version is None:
        return ""
    return _("Avis corrigé : cette version %(version)d remplace la version %(before)d.") % {
        "version": facts.version,
        "before": facts.corrects_version,
    }


def _identity(facts: NoticeFacts) -> tuple[Named, ...]:
    several = len(facts.holders) > 1
    rows = [
        Named(_("Titulaires") if several else _("Titulaire"), _listed(facts.holders)),
        Named(
            _("Logement"),
            ", ".join(part for part in (facts.dwelling, *facts.dwelling_address_lines) if part),
        ),
        Named(_("Annexes") if len(facts.annexes) > 1 else _("Annexe"), _listed(facts.annexes)),
    ]
    return tuple(row for row in rows if row.value)


def _about(facts: NoticeFacts) -> tuple[Named, ...]:
    term = {
        TermType.ARREARS: _("échu (le mois écoulé)"),
        TermType.ADVANCE: _("à échoir (le mois à venir)"),
    }[facts.term_type]
    return (
        Named(_("Mois facturé"), facts.period.label),
        Named(_("Terme"), term),
        Named(_("Avis n°"), facts.number),
        Named(_("Émis le"), long_date(facts.issue_on)),
        Named(_("Date limite"), long_date(facts.due_on)),
    )


def _headline(facts: NoticeFacts) -> Headline:
    if facts.net_cents < 0:
        return Headline(
            _("Solde en votre faveur"),
            euros(-facts.net_cents),
            _("Vous n’avez rien à payer : cette somme sera déduite du prochain avis."),
        )
    if facts.net_cents == 0:
        return Headline(_("Net à payer"), euros(0), _("Vous n’avez rien à payer ce mois-ci."))
    note = _("à payer au plus tard le %(day)s") % {"day": long_date(facts.due_on)}
    if facts.payment.means == "direct_debit" and facts.payment.debit_on:
        note = _("prélevé le %(day)s") % {"day": long_date(facts.payment.debit_on)}
    return Headline(_("Net à payer"), euros(facts.net_cents), note)


def _groups(lines: Sequence[Line]) -> tuple[PageGroup, ...]:
    return tuple(
        PageGroup(heading_of(group), tuple(_line(line) for line in lines if line.group is group))
        for group in Group
        if any(line.group is group for line in lines)
    )


def _line(line: Line) -> PageLine:
    credit = line.credit_cents > 0
    return PageLine(
        label=line.label,
        detail=line.origin,
        period=line.period.label,
        debit="" if credit else euros(line.debit_cents),
        credit=euros(line.credit_cents) if credit else "",
        explanation=explanation_of(line.nature, credit=credit),
        change=_change(line),
    )


def _change(line: Line) -> str:
    if line.change_cents is None:
        return ""
    if line.change_cents == 0:
        return _("comme le mois dernier")
    if line.change_cents == line.net_cents:
        return _("nouveau ce mois-ci")
    more = line.change_cents if line.debit_cents else -line.change_cents
    return _moved(more, "")


def _moved(more_cents: int, since: str) -> str:
    since = since or _("le mois dernier")
    if more_cents > 0:
        return _("%(amount)s de plus que %(since)s") % {
            "amount": euros(more_cents),
            "since": since,
        }
    return _("%(amount)s de moins que %(since)s") % {
        "amount": euros(-more_cents),
        "since": since,
    }


def _totals(facts: NoticeFacts) -> tuple[Total, ...]:
    before = (
        _("Solde antérieur")
        if facts.previous_balance_cents >= 0
        else _("Solde antérieur en votre faveur")
    )
    net = _("Net à payer") if facts.net_cents >= 0 else _("Solde en votre faveur")
    return (
        Total(_("Total du mois"), *column_amount(facts.month_total_cents)),
        Total(before, *column_amount(facts.previous_balance_cents)),
        Total(net, *column_amount(facts.net_cents), strong=True),
    )


def _differences(facts: NoticeFacts) -> list[str]:
    if facts.last_month_total_cents is None:
        return []
    more = facts.month_total_cents - facts.last_month_total_cents
    if more == 0:
        said = [_("Le total du mois est le même que le mois dernier.")]
    else:
        said = [_("Total du mois : %(change)s.") % {"change": _moved(more, "")}]
    for line in facts.gone:
        said.append(
            _("« %(label)s » (%(amount)s le mois dernier) n’apparaît plus.")
            % {
                "label": label_of(line.nature, line.label),
                "amount": euros(abs(line.net_cents)),
            }
        )
    return said


def _advice(facts: NoticeFacts) -> PaymentAdvice:
    payment = facts.payment
    if facts.net_cents <= 0:
        return PaymentAdvice(
            _("Rien à payer"), (_("Vous n’avez aucun paiement à faire pour cet avis."),), ()
        )
    if payment.means == "direct_debit":
        return PaymentAdvice(_("Par prélèvement automatique"), _debit_sentences(facts), ())
    sentences = [
        _("En ligne, par carte bancaire : connectez-vous à votre espace locataire%(site)s.")
        % {"site": f" ({facts.landlord.website})" if facts.landlord.website else ""}
    ]
    if payment.iban:
        sentences.append(
            _("Par virement, avec les coordonnées ci-dessous et votre référence client.")
        )
    if payment.cheque_payee:
        sentences.append(
            _("Par chèque à l’ordre de %(payee)s, avec le talon détachable.")
            % {"payee": payment.cheque_payee}
        )
    if payment.cash_place:
        place = payment.cash_place.rstrip(".")
        sentences.append(_("En espèces : %(place)s.") % {"place": place[:1].lower() + place[1:]})
    sentences.append(
        _(
            "Une difficulté pour payer ? Parlez-en à votre agence dès maintenant : des solutions "
            "existent."
        )
    )
    return PaymentAdvice(_("Comment payer"), tuple(sentences), _transfer(payment))


def _debit_sentences(facts: NoticeFacts) -> tuple[str, ...]:
    day = facts.payment.debit_on or facts.due_on
    sentences = [
        _("La somme de %(amount)s sera prélevée sur votre compte bancaire le %(day)s.")
        % {"amount": euros(facts.net_cents), "day": long_date(day)},
        _("Vous n’avez rien à faire. Si vous ne pouvez pas payer, prévenez votre agence avant."),
    ]
    if facts.payment.mandate_reference:
        sentences.append(
            _("Référence de votre mandat (RUM) : %(rum)s. Créancier (ICS) : %(ics)s.")
            % {"rum": facts.payment.mandate_reference, "ics": facts.payment.creditor_id}
        )
    return tuple(sentences)


def _transfer(payment: Payment) -> tuple[Named, ...]:
    if not payment.iban:
        return ()
    rows = [
        Named(_("Titulaire du compte"), payment.account_holder),
        Named(_("IBAN"), grouped_iban(payment.iban)),
        Named(_("BIC"), payment.bic),
        Named(_("Référence à indiquer"), payment.transfer_reference),
    ]
    return tuple(row for row in rows if row.value)


def grouped_iban(iban: str) -> str:
    """Write an IBAN by fours, joined by spaces that do not break."""
    bare = "".join(iban.split())
    return "\u00a0".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _stub(facts: NoticeFacts) -> tuple[Named, ...]:
    if facts.net_cents <= 0 or facts.payment.means == "direct_debit":
        return ()
    return (
        Named(_("Référence client"), facts.customer_reference),
        Named(_("Avis n°"), facts.number),
        Named(_("Mois"), facts.period.label),
        Named(_("Date limite"), long_date(facts.due_on)),
        Named(_("Montant"), euros(facts.net_cents)),
    )


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
