"""The leases of a file written out, with the places they are about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from palier.domain.tenancy.models import Lease
from palier.domain.tenancy.queries import AccountFile, ended_on
from palier.foundation.money import euros
from palier.office.queue import capital
from palier.ui.french import long_date
from palier.ui.parts import Item


@dataclass(frozen=True, slots=True)
class LeaseCard:
    """One lease and the place it is about."""

    title: str
    items: tuple[Item, ...]
    special_conditions: str
    is_over: bool


def lease_cards(file: AccountFile) -> tuple[LeaseCard, ...]:
    """Give every lease of the account, the running ones first."""
    return tuple(_lease_card(lease) for lease in file.leases)


def _lease_card(lease: Lease) -> LeaseCard:
    over = ended_on(lease)
    items = [Item(_("Signé le"), _day(lease.signed_on)), Item(_("Début"), _day(lease.starts_on))]
    if over:
        items.append(Item(_("Terminé le"), _day(over)))
    elif lease.term == Lease.Term.FIXED:
        items.append(Item(_("Fin prévue"), _day(lease.ends_on)))
    else:
        items.append(Item(_("Durée"), str(lease.get_term_display())))
    if lease.deposit_cents is not None:
        items.append(Item(_("Dépôt de garantie"), euros(lease.deposit_cents)))
    home, annex = lease.dwelling, lease.annex
    if home is not None:
        title = capital(f"{home.get_kind_display()}, {home.address}")
        lines = (home.address_extra, f"{home.postcode} {home.town}")
        items = [
            Item(_("Adresse"), lines=tuple(line for line in (home.address, *lines) if line)),
            Item(_("Logement"), _dwelling_words(lease)),
            Item(_("Résidence"), home.residence.name),
            *items,
        ]
        if home.residence.caretaker_name:
            caretaker = home.residence.caretaker_name, home.residence.caretaker_phone
            items.append(Item(_("Gardien"), " · ".join(filter(None, caretaker))))
        annexes = [
            " ".join(filter(None, (str(row.get_kind_display()), row.number)))
            for row in home.annexes.all()
        ]
        if annexes:
            items.append(Item(_("Annexes"), ", ".join(annexes)))
    elif annex is not None:
        title = capital(" ".join(filter(None, (str(annex.get_kind_display()), annex.number))))
        items = [Item(_("Résidence"), annex.residence.name), *items]
    else:
        title = capital(lease.get_kind_display())
    return LeaseCard(title, tuple(items), lease.special_conditions, over is not None)


def _dwelling_words(lease: Lease) -> str:
    home = lease.dwelling
    assert home is not None
    parts = []
    if home.number:
        parts.append(_("n° %(number)s") % {"number": home.number})
    if home.rooms:
        parts.append(pgettext("dwelling", "T%(rooms)s") % {"rooms": home.rooms})
    if home.surface_dm2:
        parts.append(f"{home.surface_dm2 / 100:.2f} m²".replace(".", ","))
    if home.floor is not None:
        floor = _("rez-de-chaussée") if home.floor == 0 else _("étage %(n)s") % {"n": home.floor}
        parts.append(floor)
    if home.energy_class:
        parts.append(_("énergie %(letter)s") % {"letter": home.energy_class})
    return ", ".join(parts) or "—"


def _day(day: dt.date | None) -> str:
    return long_date(day) if day else "—"
