"""Frozen values that components take. They hold text ready to be read, and no markup."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from palier.foundation.money import euros
from palier.ui.french import long_date, short_date

TONES = ("neutral", "info", "success", "warning", "error")


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    hint: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A word with a tone; the word alone must say everything."""

    label: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. Without ``url`` it is shown as not open yet, or done."""

    title: str
    status: Status
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A term and what it stands for; ``lines`` are shown one under the other."""

    term: str
    text: str = ""
    lines: tuple[str, ...] = ()
    url: str = ""
    note: str = ""
    change_url: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A dated thing that happened; ``when`` is text."""

    title: str
    when: str
    text: str = ""
    by: str = ""
    tone: str = "neutral"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    state: str = "todo"  # done | current | todo
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    kind: str = "text"  # text | amount | date (written out) | day (05/12/2026) | action
    sort_url: str = ""
    sorted: str = ""  # "" | ascending | descending


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    url: str = ""
    note: str = ""
    status: Status | None = None
    label: str = ""
    kind: str = "text"
    header: bool = False
    negative: bool = False


CellValue = str | int | dt.date | Link | Status | Cell | None


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[CellValue, ...]
    current: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the column ``header`` (an index) names each row.

    Cells are plain values: integers are cents, dates are written out, ``Link`` and
    ``Status`` become themselves, ``None`` an empty cell.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    header: int = 0
    caption_hidden: bool = False
    empty: str = ""

    @property
    def lines(self) -> tuple[tuple[Row, tuple[Cell, ...]], ...]:
        return tuple((row, self._cells(row)) for row in self.rows)

    @property
    def total_cells(self) -> tuple[Cell, ...]:
        return self._cells(self.total) if self.total else ()

    def _cells(self, row: Row) -> tuple[Cell, ...]:
        return tuple(
            _cell(value, column, header=index == self.header)
            for index, (value, column) in enumerate(zip(row.cells, self.columns, strict=True))
        )


def _cell(value: CellValue, column: Column, *, header: bool) -> Cell:
    shown = _shown(value, column.kind)
    return replace(shown, label=column.label, kind=column.kind, header=header)


def _shown(value: CellValue, kind: str) -> Cell:
    match value:
        case None:
            return Cell()
        case Cell():
            return value
        case Link():
            return Cell(text=value.label, url=value.url, note=value.hint)
        case Status():
            return Cell(status=value)
        case int():
            return Cell(text=euros(value), negative=value < 0)
        case dt.date():
            return Cell(text=short_date(value) if kind == "day" else long_date(value))
        case _:
            return Cell(text=value)


@dataclass(frozen=True, slots=True)
class File:
    """A file to download; ``kind`` is « PDF », ``size`` in bytes."""

    label: str
    url: str
    kind: str = "PDF"
    size: int | None = None
    note: str = ""
    web_url: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing said in a conversation. ``side``: mine, other, or event (a line between).

    ``what`` says how it was said when not in writing, ``note`` stands under it (« Lu le… »).
    """

    text: str
    when: str
    by: str = ""
    side: str = "other"  # mine | other | event
    what: str = ""
    files: tuple[File, ...] = ()
    note: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class PhoneCard:
    name: str
    phone: str
    hours: str = ""
    email: str = ""
    address: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One step of a chart: a short and a full name, and one amount in cents a series."""

    short: str
    label: str
    cents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars a month. ``summary`` says in one sentence what the drawing shows."""

    title: str
    summary: str
    series: tuple[str, ...]
    months: tuple[Month, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of money: written amounts, one of the two columns empty."""

    label: str
    debit: str = ""
    credit: str = ""
    notes: tuple[str, ...] = ()
    status: Status | None = None
    muted: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class BillGroup:
    heading: str
    lines: tuple[BillLine, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """What is owed and what comes off it, in two columns named in ``columns``."""

    caption: str
    columns: tuple[str, str, str]
    groups: tuple[BillGroup, ...]
    totals: tuple[BillLine, ...] = ()
