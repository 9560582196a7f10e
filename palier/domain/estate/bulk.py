"""The estate as deliveries bring it: which record fills which row."""

from __future__ import annotations

from typing import Any

from palier.domain.estate.models import Agency, Annex, Dwelling, Residence
from palier.domain.landlord.bulk import DeliveredTable
from palier.foundation.folding import folded


def _dwelling_search_key(row: dict[str, Any]) -> str:
    parts = (row["address"], row["address_extra"], row["postcode"], row["town"], row["number"])
    return folded(" ".join(part for part in parts if part))[:300]


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
    computed={"search_key": _dwelling_search_key},
)
ANNEXES = DeliveredTable(Annex, ("residence", "dwelling", "kind", "number", "place"))
