from __future__ import annotations

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.estate.models import Agency
from palier.domain.landlord.queries import delivered
from palier.foundation.errors import NotYours


def agencies() -> list[Agency]:
    """Give every agency of the landlord, by name."""
    return list(Agency.objects.filter(delivered()).order_by("name", "pk"))


def agencies_for(staff: StaffMember) -> list[Agency]:
    """Give the agencies whose files the reader sees, by name."""
    scope = agencies_of(staff)
    rows = Agency.objects.filter(delivered()).filter(scope.within("erp_id"))
    return list(rows.order_by("name", "pk"))


def agency_of_erp_id(erp_id: str) -> Agency:
    """Give the agency of a stable ERP identifier.

    Raises:
        NotYours: there is none.
    """
    agency = Agency.objects.filter(delivered(), erp_id=erp_id).first()
    if agency is None:
        raise NotYours()
    return agency
