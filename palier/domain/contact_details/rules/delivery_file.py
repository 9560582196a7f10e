"""The file that takes changes of contact details to the ERP, and the one it answers with.

UTF-8, ``;``, one header line, dates ``2026-11-24``: as the landlord's other exchange files.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from palier.domain.contact_details.rules.addresses import Address

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
ACKNOWLEDGEMENT_HEADER = ("remise", "changement", "resultat", "message")
ACCEPTED, REFUSED = "acceptee", "refusee"
TENANT, AGENCY = "locataire", "agence"
_FORMULA = "=+@\t\r-"


class FileRefused(ValueError):
    """A file that cannot be read as a whole; each problem is one French sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


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
                row.person,
                row.tenant_account,
                row.customer_reference,
                row.field,
                # A number read by us starts with a true +; text from people never does.
                row.value if row.value[1:].isdigit() else _plain(row.value),
                *(_plain(part) for part in row.address.as_json().values()),
                row.first_period.strftime("%Y-%m") if row.first_period else "",
                row.recorded_on.isoformat(),
                AGENCY if row.by_agency else TENANT,
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
        elif not row["changement"]:
            problems.append(f"Ligne {line} : la colonne « changement » attend sa référence.")
        elif row["resultat"] == REFUSED and not row["message"]:
            problems.append(
                f"Ligne {line} : un refus se justifie. Remplissez la colonne « message » : "
                "le locataire la lit."
            )
        else:
            found.append(
                Acknowledged(
                    delivery_number=int(row["remise"]),
                    change=row["changement"],
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
    """Keep a spreadsheet from reading a text as a formula."""
    return text.lstrip(_FORMULA) if text[:1] in _FORMULA else text
