"""What sorts of events the trail holds: each sort is kept its own time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from palier.domain.audit.catalogue import Event
from palier.domain.landlord.catalogue import TRAIL_RETENTION

SHORTEST_MONTHS, LONGEST_MONTHS = 6, 240


class Category(StrEnum):
    """One sort of events; its place in ``list(Category)`` is sealed, so new ones come last."""

    ACCESS = "access"
    LOOKS = "looks"
    MONEY = "money"
    DECISIONS = "decisions"
    ADMINISTRATION = "administration"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    Category.ACCESS: _("Connexions et preuves d’identité"),
    Category.LOOKS: _("Consultations par les agents"),
    Category.MONEY: _("Loyer et paiements"),
    Category.DECISIONS: _("Demandes, pièces et décisions"),
    Category.ADMINISTRATION: _("Administration du portail"),
}
ROOMS: Mapping[str, Category] = {
    "accounts": Category.ACCESS,
    "access": Category.ACCESS,
    "payments": Category.MONEY,
    "ledger": Category.MONEY,
    "billing": Category.MONEY,
    "receipts": Category.MONEY,
    "settlements": Category.MONEY,
    "banking": Category.MONEY,
    "exchange": Category.ADMINISTRATION,
    "landlord": Category.ADMINISTRATION,
    "audit": Category.ADMINISTRATION,
}


def category_of(event: Event) -> Category:
    """Say to which sort ``event`` belongs; what no line names is a decision, kept longer."""
    if event.is_look:
        return Category.LOOKS
    return ROOMS.get(event.room, Category.DECISIONS)


@dataclass(frozen=True, slots=True)
class Kept:
    """``months`` during which a sort of events is kept, by ``source``."""

    months: int
    source: str


def kept_times(decided: Mapping[str, Any]) -> dict[Category, Kept]:
    """Give the time of each sort: the landlord's where it decided one, else Palier's.

    ``decided`` is the setting ``trail_retention``. What it says badly, or below six months
    (CNIL, délibération 2021-122), is not obeyed: a mistyped rule must not erase evidence.
    """
    return {
        category: _read(decided.get(category.value)) or _certain(TRAIL_RETENTION[category.value])
        for category in Category
    }


def _certain(written: Mapping[str, Any]) -> Kept:
    return Kept(written["months"], written["source"])


def _read(written: object) -> Kept | None:
    if not isinstance(written, Mapping):
        return None
    months = written.get("months")
    if not isinstance(months, int) or isinstance(months, bool):
        return None
    if not SHORTEST_MONTHS <= months <= LONGEST_MONTHS:
        return None
    return Kept(months, str(written.get("source", "")))
