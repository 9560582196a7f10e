"""The estate as deliveries bring it: which record fills which row."""

from __future__ import annotations

from typing import Any

from palier.domain.estate.models import Agency, Annex, Dwelling, Residence
from palier.domain.estate.rules import dwelling_search_key
from palier.domain.landlord.bulk import DeliveredTable


def _search_key(row: dict[str, Any]) -> str:
    names = ("number", "address", "address_extra", "postcode", "town")
    return dwelling_search_key(**{name: row[name] for name in names})


AGENCIES = DeliveredTable(
    Agency, ("name", "address", "postcode", "town", "phone", "email", "hours")
)
RESIDENCES = DeliveredTable(
    Residence,
    (
        "agency",
        "name",
        "caretaker_name",
        "caretaker_phone",
        "caretaker_hours",
        "caretaker_place",
    ),
)
DWELLINGS = DeliveredTable(
    Dwelling,
    (
        "residence",
        "kind",
        "number",
        "address",
        "address_extra",
        "postcode",
        "town",
        "rooms",
        "surface_dm2",
        "floor",
        "built_in",
        "energy_class",
        "energy_assessed_on",
    ),
    computed={"search_key": _search_key},
)
ANNEXES = DeliveredTable(Annex, ("residence", "dwelling", "kind", "number", "place"))
