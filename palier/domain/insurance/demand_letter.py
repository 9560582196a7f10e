"""The words of the formal demand, once, for its page and its PDF; in French, as a legal paper is.

What the law says (loi 89-462 du 6 juillet 1989, art. 7 g; décret 2016-383 du 30 mars 2016): after
one month without answer the landlord may insure on the tenant's behalf, recover the premium by
twelfths with at most 10 % on top, and the demand waives the termination clause for that default.
To be confirmed by the landlord's counsel before the first one is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.insurance.models import FormalDemand
from palier.domain.insurance.rules.cover import Cover
from palier.domain.landlord.queries import Settings
from palier.domain.tenancy.models import Lease, TenantAccount
from palier.domain.tenancy.queries import holders_of
from palier.foundation import pdf
from palier.foundation.dates import long_date

TEMPLATE = Path(__file__).resolve().parent / "typst" / "formal_demand.typ"
_TITLES = {"mme": "Mme", "m": "M."}


@dataclass(frozen=True, slots=True)
class DemandWords:
    """Every word of the letter, in reading order; frozen with the demand."""

    title: str
    subject: str
    addressee: tuple[str, ...]
    sender: tuple[str, ...]
    place_and_date: str
    reference: str
    greeting: str
    facts: tuple[str, ...]
    request: str
    consequences_title: str
    consequences: tuple[str, ...]
    how_title: str
    how: tuple[str, ...]
    contact: str
    closing: str
    signature: str
    sources: str


def words_of(
    lease: Lease,
    account: TenantAccount,
    *,
    cover: Cover,
    today: dt.date,
    deadline: dt.date,
    settings: Settings,
) -> DemandWords:
    """Compose the letter for the holders of ``account`` as they are today."""
    agency = account.agency
    people = [
        row.person
        for row in holders_of([account])[account.pk]
        if row.ends_on is None and row.absent_since is None
    ]
    home = lease.dwelling
    assert home is not None, "only a dwelling is to insure"
    where = f"{home.address}, {home.postcode} {home.town}"
    with translation.override("fr"):
        names = [f"{_TITLES.get(one.title, '')} {one.full_name}".strip() for one in people]
        number = _("Logement %(number)s") % {"number": home.number} if home.number else ""
        site = str(settings["portal_address"])
        return DemandWords(
            title=_("Mise en demeure d’assurer votre logement"),
            subject=_("Objet : attestation d’assurance contre les risques locatifs"),
            addressee=tuple(
                line
                for line in (
                    *names,
                    ", ".join(filter(None, (number, home.address_extra))),
                    home.address,
                    f"{home.postcode} {home.town}",
                )
                if line
            ),
            sender=(agency.name, agency.address, f"{agency.postcode} {agency.town}"),
            place_and_date=_("%(town)s, le %(day)s")
            % {"town": _spoken(agency.town), "day": long_date(today)},
            reference=_("Référence client : %(reference)s")
            % {"reference": account.customer_reference},
            greeting=_("Madame, Monsieur,"),
            facts=(
                _facts(cover, where),
                _(
                    "La loi demande à tout locataire de s’assurer contre les risques dont il "
                    "répond (incendie, explosion, dégâts des eaux), et de le prouver chaque "
                    "année à la demande du bailleur."
                ),
            ),
            request=_(
                "Nous vous mettons en demeure de nous remettre une attestation d’assurance "
                "couvrant ce logement au plus tard le %(day)s."
            )
            % {"day": long_date(deadline)},
            consequences_title=_("Ce qui se passe sans attestation à cette date"),
            consequences=(
                _(
                    "Nous avons l’intention de souscrire une assurance pour votre compte. Elle "
                    "couvrira seulement votre responsabilité de locataire, pas vos biens."
                ),
                _(
                    "Sa prime annuelle, majorée de %(percent)s au plus, vous sera demandée par "
                    "douzième, avec chaque loyer. Elle figurera sur votre avis d’échéance et "
                    "votre quittance. Une copie du contrat vous sera remise."
                )
                % {"percent": f"{settings['insurance_markup_percent']}\u00a0%"},
                _(
                    "Cette assurance prendra fin dès que possible quand vous nous remettrez votre "
                    "propre attestation."
                ),
                _(
                    "Par cette mise en demeure, nous renonçons à demander, pour ce défaut "
                    "d’assurance, la résiliation de plein droit de votre bail."
                ),
            ),
            how_title=_("Comment nous remettre votre attestation"),
            how=tuple(
                line
                for line in (
                    _("Dans votre espace locataire, rubrique « Assurance » : %(site)s")
                    % {"site": site}
                    if site
                    else _("Dans votre espace locataire, rubrique « Assurance »."),
                    _("Ou à l’accueil de votre agence, qui vous donnera un reçu."),
                    _(
                        "Vous êtes déjà assuré ? Demandez à votre assureur une « attestation "
                        "d’assurance habitation » : elle est gratuite."
                    ),
                )
            ),
            contact=_contact(agency.phone, agency.hours),
            closing=_("Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées."),
            signature=_("Pour %(landlord)s, %(agency)s")
            % {"landlord": settings["name"], "agency": agency.name},
            sources=_(
                "Loi n° 89-462 du 6 juillet 1989, article 7 g ; décret n° 2016-383 du 30 mars "
                "2016. Cette lettre ne demande aucun paiement."
            ),
        )


def demand_pdf(demand: FormalDemand, settings: Settings) -> bytes:
    """Draw the letter from the words frozen in ``demand``."""
    facts: dict[str, Any] = {
        **demand.words,
        "landlord": {
            "name": settings["name"],
            "address_lines": settings["address_lines"],
            "colour": settings["colours"].get("accent", ""),
            "legal_line": settings["name"],
        },
    }
    return pdf.render(TEMPLATE, facts, stamped_at=demand.issued_at)


def frozen_words(demand: FormalDemand) -> Mapping[str, Any]:
    """Give the words as they were sent, for the page."""
    words: Mapping[str, Any] = demand.words
    return words


def _facts(cover: Cover, where: str) -> str:
    words = {"where": where, "day": long_date(cover.ended_on) if cover.ended_on else ""}
    if cover.ended_on is not None:
        return (
            _(
                "L’attestation d’assurance que nous avons pour votre logement, %(where)s, s’est "
                "terminée le %(day)s. Depuis, nous n’en avons pas reçu d’autre qui soit valable."
            )
            % words
        )
    return (
        _(
            "À ce jour, nous n’avons pas d’attestation d’assurance valable pour votre logement, "
            "%(where)s."
        )
        % words
    )


def _spoken(town: str) -> str:
    return town.title() if town.isupper() else town


def _contact(phone: str, hours: str) -> str:
    if not phone:
        return ""
    words = {"phone": phone, "hours": hours[:1].lower() + hours[1:]}
    if hours:
        return (
            _(
                "Une difficulté ? Appelez-nous au %(phone)s (%(hours)s) : nous chercherons avec "
                "vous."
            )
            % words
        )
    return _("Une difficulté ? Appelez-nous au %(phone)s : nous chercherons avec vous.") % words
