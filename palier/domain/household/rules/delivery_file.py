"""The file that takes accepted declarations to the ERP, and the one it answers with.

UTF-8, ``;``, one header line, dates ``2026-11-24``: as the landlord's other exchange files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from palier.foundation.tables import Answer, harmless, read_answers, write_table

DELIVERY_HEADER = (
    "remise",
    "ligne",
    "declaration",
    "changement",
    "compte",
    "reference_client",
    "bail",
    "membre",
    "nom",
    "prenoms",
    "date_naissance",
    "lien",
    "date_effet",
    "declare_le",
    "accepte_le",
    "touche_au_bail",
)


@dataclass(frozen=True, slots=True)
class DeliveredDeclaration:
    """One accepted declaration as the ERP receives it; ``member`` is its own identifier."""

    declaration: str
    change: str
    tenant_account: str
    customer_reference: str
    lease: str
    member: str
    family_name: str
    given_names: str
    birth_date: dt.date | None
    relation: str
    effective_on: dt.date
    declared_on: dt.date
    accepted_on: dt.date
    touches_lease: bool


def write_delivery(number: int, declarations: Iterable[DeliveredDeclaration]) -> bytes:
    """Write delivery ``number``; the same declarations give the same bytes."""
    rows = (
        [
            number,
            line,
            row.declaration,
            row.change,
            row.tenant_account,
            row.customer_reference,
            row.lease,
            row.member,
            harmless(row.family_name),
            harmless(row.given_names),
            row.birth_date.isoformat() if row.birth_date else "",
            row.relation,
            row.effective_on.isoformat(),
            row.declared_on.isoformat(),
            row.accepted_on.isoformat(),
            "oui" if row.touches_lease else "non",
        ]
        for line, row in enumerate(declarations, start=1)
    )
    return write_table(DELIVERY_HEADER, rows)


def read_acknowledgement(content: bytes) -> list[Answer]:
    """Read what the ERP answered to deliveries.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    return read_answers(content, reference="declaration")
