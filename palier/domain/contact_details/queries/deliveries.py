"""What was delivered to the ERP, and what will be."""

from __future__ import annotations

from django.db.models import QuerySet

from palier.domain.contact_details.models import Change, ContactDelivery
from palier.foundation.errors import NotYours


def changes_to_deliver() -> QuerySet[Change]:
    """Give the changes that no delivery has taken since they were recorded."""
    return (
        Change.objects.filter(state=Change.State.RECORDED)
        .select_related("person", "tenant_account")
        .order_by("pk")
    )


def delivery_numbered(number: int) -> ContactDelivery:
    """Give one delivery.

    Raises:
        NotYours: no delivery has this number.
    """
    found = ContactDelivery.objects.filter(number=number).select_related("file").first()
    if found is None:
        raise NotYours()
    return found


def file_name_of(delivery: ContactDelivery) -> str:
    """Give the name of a delivery's file: ``coordonnees-000012.csv``."""
    return f"coordonnees-{delivery.number:06d}.csv"
