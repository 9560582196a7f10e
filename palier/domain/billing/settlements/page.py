"""A décompte as it reads: the one text from which the HTML page and the PDF are both drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from palier.domain.billing.facts import AgencyContact, Sender
from palier.domain.billing.page import Named
from palier.domain.billing.rules import Surroundings
from palier.domain.billing.settlements.models import Settlement, SettlementLine
from palier.domain.billing.settlements.rules import PapersWindow, instalments, is_late
from palier.foundation.dates import long_date
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.foundation.sentences import Sentence


@dataclass(frozen=True, slots=True)
class NaturePart:
    """One nature of charge, in words and written amounts."""

    label: str
    explanation: str
    provisions: str
    real: str
    key: str
    share: str
    difference: str
    verdict: str
    """What the difference means, in one sentence."""


@dataclass(frozen=True, slots=True)
class SettlementPage:
    title: str
    number: str
    correction: str
    headline_label: str
    headline_amount: str
    headline_note: str
    how: tuple[str, ...]
    """How it is worked out, in plain sentences."""
    natures: tuple[NaturePart, ...]
    total: NaturePart
    papers: tuple[str, ...]
    late: tuple[str, ...]
    legal: str
    reference: str
    addressee_lines: tuple[str, ...]
    identity: tuple[Named, ...]
    about: tuple[Named, ...]
    landlord: Sender
    agency: AgencyContact


_PLAIN = {
    "cold_water": lambda: _("L’eau froide que vous avez utilisée, et l’entretien du réseau."),
    "hot_water": lambda: _("L’eau chaude, et l’énergie qui la chauffe."),
    "heating": lambda: _("Le chauffage collectif : l’énergie et l’entretien de la chaufferie."),
    "lift": lambda: _("L’électricité et l’entretien de l’ascenseur."),
    "common_parts": lambda: _(
        "Le ménage, la lumière et le gardien. Seule une partie du salaire du gardien vous est "
        "demandée."
    ),
    "green_spaces": lambda: _("L’entretien des jardins et des abords."),
    "teom": lambda: _("La taxe des ordures ménagères, reversée à la commune."),
}


TITLE = Sentence(gettext_noop("Régularisation des charges %(year)d"))


def title_of(settlement_year: int) -> str:
    """Name a décompte in the active language."""
    return TITLE.said(year=settlement_year)


def page_of(
    settlement: Settlement,
    lines: Sequence[SettlementLine],
    around: Surroundings,
    window: PapersWindow,
    *,
    spread_months: int,
    counts_days: bool = True,
) -> SettlementPage:
    """Write a décompte out in the active language.

    ``counts_days``: say how many days the papers stay open; paper is not told, it lasts.
    """
    cents = settlement.difference_cents
    return SettlementPage(
        title=title_of(settlement.ends_on.year),
        number=settlement.number,
        correction=_("Décompte corrigé : version %(version)d.") % {"version": settlement.version}
        if settlement.version > 1
        else "",
        headline_label=_headline(cents),
        headline_amount=euros(abs(cents)),
        headline_note=_headline_note(settlement),
        how=_how(settlement),
        natures=tuple(_nature(line) for line in lines),
        total=_part(_("Total"), settlement.provisions_cents, None, "", "", settlement.share_cents),
        papers=_papers(settlement, window, counts_days=counts_days),
        late=_late(settlement, spread_months),
        legal=_(
            "Décompte par nature de charges, avec le mode de répartition (article 23 de la loi du "
            "6 juillet 1989 et article L. 442-3 du code de la construction et de l’habitation)."
        ),
        reference=around.customer_reference,
        addressee_lines=around.addressee_lines,
        identity=_identity(around),
        about=(
            Named(_("Décompte n°"), settlement.number),
            Named(_("Charges du"), _span(settlement.starts_on, settlement.ends_on)),
            Named(_("Envoyé le"), long_date(settlement.issue_on)),
        ),
        landlord=around.landlord,
        agency=around.agency,
    )


def _headline(cents: int) -> str:
    if cents > 0:
        return _("Il manque")
    return _("Vous avez trop versé") if cents < 0 else _("Ni trop, ni trop peu")


def _headline_note(settlement: Settlement) -> str:
    month = Period.of(settlement.due_month).label if settlement.due_month else ""
    if settlement.difference_cents == 0:
        return _("Vos provisions étaient exactement celles qu’il fallait.")
    if settlement.difference_cents > 0:
        if month:
            return _("Cette somme est sur l’avis d’échéance (%(month)s).") % {"month": month}
        return _("Cette somme sera ajoutée à un prochain avis d’échéance.")
    if month:
        return _("Cette somme est déduite de l’avis d’échéance (%(month)s).") % {"month": month}
    return _("Cette somme sera déduite d’un prochain avis d’échéance.")


def _how(settlement: Settlement) -> tuple[str, ...]:
    sums = {
        "provisions": euros(settlement.provisions_cents),
        "share": euros(settlement.share_cents),
        "difference": euros(abs(settlement.difference_cents)),
    }
    if settlement.difference_cents >= 0:
        last = _("%(share)s − %(provisions)s = %(difference)s.") % sums
    else:
        last = _("%(provisions)s − %(share)s = %(difference)s.") % sums
    return (
        _("Chaque mois, vous payez une avance sur les charges : la provision. Sur l’année, vous "
          "avez versé %(provisions)s.") % sums,
        _("Votre bailleur a reçu les vraies factures. Votre part est de %(share)s.") % sums,
        last,
    )  # fmt: skip


def _nature(line: SettlementLine) -> NaturePart:
    plain = _PLAIN.get(line.nature)
    return _part(
        line.label,
        line.provisions_cents,
        line.real_cents,
        " : ".join(part for part in (line.key_label, line.key_share) if part),
        plain() if plain else "",
        line.share_cents,
    )


def _part(
    label: str, provisions: int, real: int | None, key: str, explanation: str, share: int
) -> NaturePart:
    difference = share - provisions
    amount = {"amount": euros(abs(difference))}
    if difference > 0:
        verdict = _("Il manque %(amount)s.") % amount
    elif difference < 0:
        verdict = _("%(amount)s de trop versés.") % amount
    else:
        verdict = _("Rien à ajouter, rien à rendre.")
    return NaturePart(
        label=label,
        explanation=explanation,
        provisions=euros(provisions),
        real="" if real is None else euros(real),
        key=key,
        share=euros(share),
        difference=euros(difference, sign=True),
        verdict=verdict,
    )


def _papers(settlement: Settlement, window: PapersWindow, *, counts_days: bool) -> tuple[str, ...]:
    until = {"day": long_date(window.until), "days": window.days_left}
    if not window.is_open:
        said = [
            _("Les factures pouvaient se consulter jusqu’au %(day)s. Pour une question, écrivez à "
              "votre agence.") % until
        ]  # fmt: skip
    elif not counts_days:
        said = [_("Les factures se consultent jusqu’au %(day)s.") % until]
    elif window.days_left == 0:
        said = [_("Les factures se consultent jusqu’à aujourd’hui, %(day)s.") % until]
    else:
        said = [
            ngettext(
                "Les factures se consultent jusqu’au %(day)s : il reste %(days)d jour.",
                "Les factures se consultent jusqu’au %(day)s : il reste %(days)d jours.",
                window.days_left,
            )
            % until
        ]
    if settlement.papers_place and window.is_open:
        said.append(_("Où les voir : %(place)s.") % {"place": settlement.papers_place.rstrip(".")})
    return tuple(said)


def _late(settlement: Settlement, months: int) -> tuple[str, ...]:
    cents = settlement.difference_cents
    if cents <= 0 or not is_late(settlement.ends_on, settlement.issue_on):
        return ()
    parts = instalments(cents, months)
    return (
        _(
            "Ce décompte arrive plus d’un an après la fin de l’année concernée. Si vous le "
            "demandez, vous payez en %(months)d fois : %(amount)s par mois environ."
        )
        % {"months": months, "amount": euros(parts[-1])},
    )


def _identity(around: Surroundings) -> tuple[Named, ...]:
    several = len(around.holders) > 1
    home = ", ".join(part for part in (around.dwelling, *around.dwelling_address_lines) if part)
    rows = (
        Named(_("Titulaires") if several else _("Titulaire"), ", ".join(around.holders)),
        Named(_("Logement"), home),
    )
    return tuple(row for row in rows if row.value)


def _span(first: dt.date, last: dt.date) -> str:
    return _("%(first)s au %(last)s") % {"first": long_date(first), "last": long_date(last)}
