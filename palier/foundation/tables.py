"""CSV tables exchanged with the landlord's other programs: deliveries out, answers back.

UTF-8, ``;``, one header line, ``CRLF``: as the exchange files. A table read may also be
Windows-1252, which the landlord's programs produce.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

ACCEPTED, REFUSED = "acceptee", "refusee"
_FORMULA_STARTS = "=+@\t\r\n-"


class FileRefused(ValueError):
    """A file that cannot be read as a whole; each problem is one French sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ERP says of one line of a delivery."""

    delivery_number: int
    reference: str
    accepted: bool
    message: str


def write_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table; the same rows give the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def read_table(content: bytes, header: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the number and the trimmed values of each line, the columns of ``header`` alone.

    Raises:
        FileRefused: not a text, or columns are missing.
    """
    reader = csv.DictReader(io.StringIO(_text(content), newline=""), delimiter=";")
    missing = [name for name in header if name not in (reader.fieldnames or ())]
    if missing:
        raise FileRefused(
            [
                "La première ligne doit nommer les colonnes, séparées par « ; ». "
                f"Il manque : {', '.join(missing)}."
            ]
        )
    for row in reader:
        yield reader.line_num, {name: (row.get(name) or "").strip() for name in header}


def read_answers(content: bytes, *, reference: str, refusal_says_why: bool = False) -> list[Answer]:
    """Read what the ERP answered: columns ``remise``, ``reference``, ``resultat``, ``message``.

    ``reference`` is the name of the column that names the line; ``refusal_says_why`` asks for
    a message with each refusal, where somebody is to read it.

    Raises:
        FileRefused: all problems at once; then nothing is taken.
    """
    problems: list[str] = []
    found: list[Answer] = []
    for line, row in read_table(content, ("remise", reference, "resultat", "message")):
        if not row["remise"].isdigit():
            problems.append(problem(line, "remise", row, "un numéro de remise"))
        elif row["resultat"] not in (ACCEPTED, REFUSED):
            problems.append(problem(line, "resultat", row, f"« {ACCEPTED} » ou « {REFUSED} »"))
        elif not row[reference]:
            problems.append(problem(line, reference, row, "la référence de la ligne"))
        elif refusal_says_why and row["resultat"] == REFUSED and not row["message"]:
            problems.append(
                problem(line, "message", row, "la raison du refus : le locataire la lit")
            )
        else:
            accepted = row["resultat"] == ACCEPTED
            message = row["message"][:200]
            found.append(Answer(int(row["remise"]), row[reference], accepted, message))
    if problems:
        raise FileRefused(problems)
    return found


def problem(line: int, column: str, row: dict[str, str], wanted: str) -> str:
    """Say where a table is wrong, what stands there, and what should."""
    value = f"« {row[column]} »" if row[column] else "vide"
    return f"Ligne {line}, colonne {column}, valeur {value} : on attend {wanted}."


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula (OWASP, CSV injection)."""
    return text.lstrip(_FORMULA_STARTS) if text[:1] in _FORMULA_STARTS else text


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(["Le fichier n’est pas un texte en UTF-8."])
