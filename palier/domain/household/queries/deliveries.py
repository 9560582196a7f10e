"""What was delivered to the ERP."""

from __future__ import annotations

from palier.domain.household.models import HouseholdDelivery
from palier.foundation.errors import NotYours


def delivery_numbered(number: int) -> HouseholdDelivery:
    """Give one delivery.

    Raises:
        NotYours: no delivery has this number.
    """
    found = HouseholdDelivery.objects.filter(number=number).select_related("file").first()
    if found is None:
        raise NotYours()
    return found


def file_name_of(delivery: HouseholdDelivery) -> str:
    """Give the name of a delivery's file: ``foyers-000012.csv``."""
    return f"foyers-{delivery.number:06d}.csv"
