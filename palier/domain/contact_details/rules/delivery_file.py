"""The file that takes changes of contact details to the ERP, and the one it answers with.

UTF-8, ``;``, one header line, dates ``2026-11-24``: as the landlord's other exchange files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from palier.domain.contact_details.rules.addresses import Address
from palier.foundation.tables import Answer, harmless, read_answers, write_table

DELIVERY_HEADER = (
    "remise",
    "ligne",
    "changement",
    "personne",
    "compte",
    "reference_client",
    "champ",
    "valeur",
    "adresse",
    "complement",
    "code_postal",
    "ville",
    "pays",
    "a_partir_de",
    "enregistre_le",
    "enregistre_par",
)
TENANT, AGENCY = "locataire", "agence"


@dataclass(frozen=True, slots=True)
class DeliveredChange:
    """One change as the ERP receives it; an address has its own columns, ``value`` the rest."""

    change: str
    person: str
    tenant_account: str
    customer_reference: str
    field: str
    value: str
    address: Address
    first_period: dt.date | None
    recorded_on: dt.date
    by_agency: bool


def write_delivery(number: int, changes: Iterable[DeliveredChange]) -> bytes:
    """Write delivery ``number``; the same changes give the same bytes."""
    rows = (
        [
            number,
            line,
            row.change,
            row.person,
            row.tenant_account,
            row.customer_reference,
            row.field,
            # A number read by us starts with a true +; text from people never does.
            row.value if row.value[1:].isdigit() else harmless(row.value),
            *(harmless(part) for part in row.address.as_json().values()),
            row.first_period.strftime("%Y-%m") if row.first_period else "",
            row.recorded_on.isoformat(),
            AGENCY if row.by_agency else TENANT,
        ]
        for line, row in enumerate(changes, start=1)
    )
    return write_table(DELIVERY_HEADER, rows)


def read_acknowledgement(content: bytes) -> list[Answer]:
    """Read what the ERP answered to deliveries.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    return read_answers(content, reference="changement", refusal_says_why=True)
