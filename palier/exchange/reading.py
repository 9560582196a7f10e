"""From bytes to typed rows, every mistake explained.

A file is read twice: once as bytes (its encoding, stray NUL bytes), once as rows. Rows
come in chunks turned into columns: a column of dates or codes holds few distinct values,
so each is read once and the rest is a dictionary's work.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from palier.exchange.manifest import ENCODINGS, KindFile
from palier.exchange.problems import Problem, Problems
from palier.exchange.records import Kind
from palier.exchange.records.columns import Column, Unreadable, Value

SEPARATOR = ";"
CHUNK = 10_000
_BLOCK = 1 << 20
_KEPT_VALUES = 200_000
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_BAD = object()
_OTHER_SEPARATORS = {",": "la virgule", "\t": "la tabulation", "|": "la barre verticale"}

csv.field_size_limit(1 << 20)


@dataclass(frozen=True)
class Chunk:
    """Rows of a file: the line each ends on, and its values in the order of the kind."""

    lines: list[int]
    rows: list[tuple[Value, ...]]


def inspect_bytes(path: Path, encoding: str, problems: Problems) -> bool:
    """Check the file as bytes; False when reading its rows would make no sense."""
    before = problems.total
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    line, size, plain = 1, 0, True
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            size += len(block)
            plain = plain and block.isascii()
            if (at := block.find(b"\x00")) >= 0:
                problems.add(_nul_problem(path, line + block.count(b"\n", 0, at)))
                return False
            try:
                if decoder is not None:
                    decoder.decode(block)
            except UnicodeDecodeError as mistake:
                decoder = None
                if encoding == "utf-8":
                    at_line = line + mistake.object[: mistake.start].count(b"\n")
                    problems.add(_encoding_problem(path, at_line, mistake.object, mistake.start))
                    return False
            line += block.count(b"\n")
    if size == 0:
        problems.add(
            Problem(
                path.name,
                "le fichier est vide",
                "Un fichier sans données garde sa ligne d’en-tête.",
            )
        )
    elif encoding != "utf-8" and decoder is not None and not plain:
        problems.add(
            Problem(
                path.name,
                "le fichier est en UTF-8 alors que le manifeste annonce du Windows-1252",
                'Écrivez "encoding": "utf-8" dans le manifeste.',
            )
        )
    return problems.total == before


def _nul_problem(path: Path, line: int) -> Problem:
    return Problem(
        path.name,
        "le fichier contient un octet nul (0x00)",
        "L’export est abîmé, ou en UTF-16 : exportez-le à nouveau en UTF-8.",
        line=line,
    )


def _encoding_problem(path: Path, line: int, block: bytes, at: int) -> Problem:
    start = block.rfind(b"\n", 0, at) + 1
    end = block.find(b"\n", at)
    shown = block[start : end if end >= 0 else at + 40].decode("cp1252", errors="replace")
    sign = block[at : at + 1].decode("cp1252", errors="replace")
    if sign.isalpha() or sign in "’‘“”«»°€–—…":
        return Problem(
            path.name,
            f"le fichier est en Windows-1252 (l’octet 0x{block[at]:02X} y vaut « {sign} ») "
            "alors que le manifeste annonce de l’UTF-8",
            'Exportez en UTF-8 ; si votre ERP ne le peut pas, écrivez "encoding": "windows-1252" '
            "dans le manifeste.",
            line=line,
            value=shown.strip(),
        )
    return Problem(
        path.name,
        f"le fichier n’est pas en UTF-8 (octet 0x{block[at]:02X})",
        "Exportez le fichier en UTF-8.",
        line=line,
        value=shown.strip(),
    )


class _Cells(dict[str, Any]):
    """Read the cells of one column, each distinct text once."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column
        self.mistakes: dict[str, Unreadable] = {}

    def __missing__(self, text: str) -> Any:
        value = self._read(text)
        if len(self) >= _KEPT_VALUES:
            self.clear()
        self[text] = value
        return value

    def _read(self, text: str) -> Any:
        stripped = text.strip()
        try:
            if stripped:
                return self.column.type.parse(stripped)
            if self.column.required:
                raise Unreadable(
                    "cette case est obligatoire", f"Remplissez-la : {self.column.meaning.lower()}."
                )
            return self.column.type.empty
        except Unreadable as mistake:
            self.mistakes[text] = mistake
            return _BAD


@dataclass(frozen=True)
class _Layout:
    """How wide the file is, and where each column of the kind stands (None: left out)."""

    width: int
    places: list[int | None]


def read_chunks(
    path: Path, kind: Kind, announced: KindFile, encoding: str, problems: Problems
) -> Iterator[Chunk]:
    """Read the rows that can be read, telling ``problems`` of the others."""
    count = 0
    with path.open(encoding=ENCODINGS[encoding], errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=SEPARATOR, strict=True)
        try:
            layout = _read_header(path, kind, next(reader, []), problems)
            if layout is None:
                return
            cells = [_Cells(column) for column in kind.columns.values()]
            while True:
                before = reader.line_num
                texts = list(islice(reader, CHUNK))
                if not texts:
                    break
                lines = _line_numbers(texts, before, reader.line_num)
                lines, texts = _of_right_width(path, lines, texts, layout.width, problems)
                count += len(texts)
                yield _typed(path, cells, layout, lines, texts, problems)
        except csv.Error as mistake:
            problems.add(
                Problem(
                    path.name,
                    f"la ligne ne se lit pas comme du CSV ({mistake})",
                    'Fermez les guillemets, et doublez ceux qui sont dans le texte ("").',
                    line=reader.line_num,
                )
            )
            return
    if announced.rows is None:
        return
    if count != announced.rows and not any(sort[0] == path.name for sort in problems.counts):
        problems.add(
            Problem(
                path.name,
                f"le fichier contient {count} lignes et le manifeste en annonce {announced.rows}",
                "Le fichier est incomplet, ou le manifeste faux : refaites la livraison.",
                column="rows",
                value=str(announced.rows),
            )
        )


def _read_header(
    path: Path, kind: Kind, header: Sequence[str], problems: Problems
) -> _Layout | None:
    names = [name.strip().lower() for name in header]
    before = problems.total

    def refuse(reason: str, remedy: str, column: str = "", value: str = "") -> None:
        problems.add(Problem(path.name, reason, remedy, line=1, column=column, value=value))

    if len(names) == 1:
        for other, called in _OTHER_SEPARATORS.items():
            if other in names[0]:
                refuse(
                    f"les colonnes sont séparées par {called}",
                    "Exportez avec le point-virgule « ; » comme séparateur.",
                    value=header[0],
                )
                return None
    if not set(names) & set(kind.headers):
        refuse(
            "la première ligne n’est pas l’en-tête attendu",
            f"La première ligne nomme les colonnes : {SEPARATOR.join(kind.headers)}",
            value=SEPARATOR.join(header),
        )
        return None
    for name in sorted({name for name in names if names.count(name) > 1}):
        refuse("cette colonne est présente deux fois", "Gardez-en une seule.", name)
    for name in names:
        if name not in kind.headers:
            refuse(
                "cette colonne n’existe pas dans le format",
                f"Retirez-la ou corrigez son nom ; les colonnes sont : {', '.join(kind.headers)}.",
                name or "(sans nom)",
            )
    for column in kind.columns.values():
        if column.required and column.header not in names:
            refuse(
                "cette colonne obligatoire manque", f"Ajoutez-la : {column.meaning}.", column.header
            )
    if problems.total > before:
        return None
    places = [names.index(name) if name in names else None for name in kind.headers]
    return _Layout(len(names), places)


def _line_numbers(texts: list[list[str]], before: int, after: int) -> list[int]:
    """Give the file line on which each row ends; a quoted cell may span several."""
    if after - before == len(texts):
        return list(range(before + 1, after + 1))
    lines, line = [], before
    for row in texts:
        line += 1 + sum(len(_LINE_BREAK.findall(cell)) for cell in row)
        lines.append(line)
    return lines


def _of_right_width(
    path: Path, lines: list[int], texts: list[list[str]], width: int, problems: Problems
) -> tuple[list[int], list[list[str]]]:
    """Leave out empty lines, and tell of those with too few or too many cells."""
    if set(map(len, texts)) == {width}:
        return lines, texts
    kept_lines, kept = [], []
    for line, row in zip(lines, texts, strict=True):
        if len(row) == width:
            kept_lines.append(line)
            kept.append(row)
        elif row and any(cell.strip() for cell in row):
            problems.add(
                Problem(
                    path.name,
                    f"la ligne a {len(row)} cases au lieu de {width}",
                    "Mettez entre guillemets un texte qui contient « ; » ; gardez les cases vides.",
                    line=line,
                    value=SEPARATOR.join(row),
                )
            )
    return kept_lines, kept


def _typed(
    path: Path,
    cells: list[_Cells],
    layout: _Layout,
    lines: list[int],
    texts: list[list[str]],
    problems: Problems,
) -> Chunk:
    """Turn texts into values column by column, leaving out the rows with a mistake."""
    if not texts:
        return Chunk([], [])
    columns = list(zip(*texts, strict=True))
    values: list[Sequence[Any]] = []
    spoilt: set[int] = set()
    for reader, place in zip(cells, layout.places, strict=True):
        if place is None:
            values.append([reader.column.type.empty] * len(texts))
            continue
        read = list(map(reader.__getitem__, columns[place]))
        if reader.mistakes:
            spoilt.update(_tell(path, reader, columns[place], read, lines, problems))
        values.append(read)
    rows = list(zip(*values, strict=True))
    if spoilt:
        lines = [line for at, line in enumerate(lines) if at not in spoilt]
        rows = [row for at, row in enumerate(rows) if at not in spoilt]
    return Chunk(lines, rows)


def _tell(
    path: Path,
    reader: _Cells,
    texts: Sequence[str],
    values: Sequence[Any],
    lines: list[int],
    problems: Problems,
) -> Iterator[int]:
    for at, value in enumerate(values):
        if value is _BAD:
            mistake = reader.mistakes[texts[at]]
            problems.add(
                Problem(
                    path.name,
                    mistake.reason,
                    reader.column.remedy or mistake.remedy,
                    line=lines[at],
                    column=reader.column.header,
                    value=texts[at],
                )
            )
            yield at
