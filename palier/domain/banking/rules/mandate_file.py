"""The file that takes mandates to the ERP, and the one it answers with.

UTF-8, ``;``, one header line, dates ``2026-11-24``: as the landlord's other exchange files.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
ACKNOWLEDGEMENT_HEADER = ("remise", "instruction", "resultat", "message")
ACCEPTED, REFUSED = "acceptee", "refusee"
NATURES = {
    "signed": "signature",
    "day": "jour",
    "pause": "suspension",
    "resume": "reprise",
    "stop": "arret",
}


class FileRefused(ValueError):
    """A file that cannot be read as a whole; each problem is one French sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeliveredChange:
    """One instruction as the ERP receives it, with the whole mandate it is about."""

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


@dataclass(frozen=True, slots=True)
class Acknowledged:
    delivery_number: int
    change: str
    accepted: bool
    message: str


def write_delivery(number: int, changes: Iterable[DeliveredChange]) -> bytes:
    """Write delivery ``number``; the same changes give the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(DELIVERY_HEADER)
    for line, row in enumerate(changes, start=1):
        writer.writerow(
            [
                number,
                line,
                row.change,
                NATURES[row.kind],
                row.rum,
                row.tenant_account,
                row.customer_reference,
                row.person,
                plain(row.owner_name),
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
        )
    return out.getvalue().encode()


def write_left_out(rows: Iterable[Sequence[str]]) -> bytes:
    """Write who is not in a bank file, and why: RUM, account, customer reference, reason."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("rum", "compte", "reference_client", "motif", "explication"))
    for row in rows:
        writer.writerow([plain(each) for each in row])
    return out.getvalue().encode()


def read_acknowledgement(content: bytes) -> list[Acknowledged]:
    """Read what the ERP answered to deliveries.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    problems: list[str] = []
    found: list[Acknowledged] = []
    for line, row in _rows(content):
        if not row["remise"].isdigit():
            problems.append(f"Ligne {line} : la colonne « remise » attend un numéro.")
        elif row["resultat"] not in (ACCEPTED, REFUSED):
            problems.append(
                f"Ligne {line} : la colonne « resultat » attend « {ACCEPTED} » ou « {REFUSED} »."
            )
        elif not row["instruction"]:
            problems.append(f"Ligne {line} : la colonne « instruction » attend sa référence.")
        else:
            accepted = row["resultat"] == ACCEPTED
            message = row["message"][:200]
            found.append(Acknowledged(int(row["remise"]), row["instruction"], accepted, message))
    if problems:
        raise FileRefused(problems)
    return found


def _rows(content: bytes) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(["Le fichier n’est pas un texte en UTF-8."]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    missing = [name for name in ACKNOWLEDGEMENT_HEADER if name not in (reader.fieldnames or ())]
    if missing:
        raise FileRefused(
            [
                "La première ligne doit nommer les colonnes, séparées par « ; ». "
                f"Il manque : {', '.join(missing)}."
            ]
        )
    for row in reader:
        yield (
            reader.line_num,
            {name: (row.get(name) or "").strip() for name in ACKNOWLEDGEMENT_HEADER},
        )


def plain(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return text.lstrip("=+@\t\r-") if text[:1] in "=+@\t\r-" else text
