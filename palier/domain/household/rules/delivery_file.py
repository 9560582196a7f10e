"""The file that takes accepted declarations to the ERP, and the one it answers with.

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
ACKNOWLEDGEMENT_HEADER = ("remise", "declaration", "resultat", "message")
ACCEPTED, REFUSED = "acceptee", "refusee"


class FileRefused(ValueError):
    """A file that cannot be read as a whole; each problem is one French sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


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


@dataclass(frozen=True, slots=True)
class Acknowledged:
    delivery_number: int
    declaration: str
    accepted: bool
    message: str


def write_delivery(number: int, declarations: Iterable[DeliveredDeclaration]) -> bytes:
    """Write delivery ``number``; the same declarations give the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(DELIVERY_HEADER)
    for line, row in enumerate(declarations, start=1):
        writer.writerow(
            [
                number,
                line,
                row.declaration,
                row.change,
                row.tenant_account,
                row.customer_reference,
                row.lease,
                row.member,
                _plain(row.family_name),
                _plain(row.given_names),
                row.birth_date.isoformat() if row.birth_date else "",
                row.relation,
                row.effective_on.isoformat(),
                row.declared_on.isoformat(),
                row.accepted_on.isoformat(),
                "oui" if row.touches_lease else "non",
            ]
        )
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
        elif not row["declaration"]:
            problems.append(f"Ligne {line} : la colonne « declaration » attend sa référence.")
        else:
            found.append(
                Acknowledged(
                    delivery_number=int(row["remise"]),
                    declaration=row["declaration"],
                    accepted=row["resultat"] == ACCEPTED,
                    message=row["message"][:200],
                )
            )
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


def _plain(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return text.lstrip("=+@\t\r-") if text[:1] in "=+@\t\r-" else text
