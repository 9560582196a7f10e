"""The file that takes mandates to the ERP, and the one it answers with.

UTF-8, ``;``, one header line, dates ``2026-11-24``: as the landlord's other exchange files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from palier.foundation.tables import Answer, harmless, read_answers, write_table

DELIVERY_HEADER = (
    "remise",
    "ligne",
    "instruction",
    "nature",
    "rum",
    "compte",
    "reference_client",
    "personne",
    "titulaire_du_compte_bancaire",
    "iban",
    "bic",
    "ics",
    "jour",
    "signe_le",
    "compte_a_partir_du",
    "demande_le",
    "preleve_par",
    "preuve_sha256",
)
NATURES = {
    "signed": "signature",
    "day": "jour",
    "pause": "suspension",
    "resume": "reprise",
    "stop": "arret",
    "account": "avenant",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeliveredChange:
    """One instruction as the ERP receives it, with the whole mandate it is about.

    The account is the one debited once the instruction counts; ``evidence_sha256`` is of the
    last paper that was signed by then, the mandate or an amendment.
    """

    change: str
    kind: str
    rum: str
    tenant_account: str
    customer_reference: str
    person: str
    owner_name: str
    iban: str
    bic: str
    creditor_id: str
    debit_day: int
    signed_on: dt.date
    effective_on: dt.date
    asked_on: dt.date
    debited_by: str
    evidence_sha256: str


def write_delivery(number: int, changes: Iterable[DeliveredChange]) -> bytes:
    """Write delivery ``number``; the same changes give the same bytes."""
    rows = (
        [
            number,
            line,
            row.change,
            NATURES[row.kind],
            row.rum,
            row.tenant_account,
            row.customer_reference,
            row.person,
            harmless(row.owner_name),
            row.iban,
            row.bic,
            row.creditor_id,
            row.debit_day,
            row.signed_on.isoformat(),
            row.effective_on.isoformat(),
            row.asked_on.isoformat(),
            row.debited_by,
            row.evidence_sha256,
        ]
        for line, row in enumerate(changes, start=1)
    )
    return write_table(DELIVERY_HEADER, rows)


def write_left_out(rows: Iterable[Sequence[str]]) -> bytes:
    """Write who is not in a bank file, and why: RUM, account, customer reference, reason."""
    header = ("rum", "compte", "reference_client", "motif", "explication")
    return write_table(header, ([harmless(each) for each in row] for row in rows))


def read_acknowledgement(content: bytes) -> list[Answer]:
    """Read what the ERP answered to deliveries.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    return read_answers(content, reference="instruction")
