"""The landlord's PDF files: bytes to the vault, then their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from palier.domain.documents import bulk as documents
from palier.exchange.applying.slices import Slices, planned
from palier.exchange.applying.tables import DOCUMENT_JOINS, DOCUMENT_VALUES
from palier.exchange.records import kind_of
from palier.exchange.staging.workbench import Workbench


def index_papers(bench: Workbench, slices: Slices, folder: Path, *, now: dt.datetime) -> None:
    """Keep the bytes of new and changed files, then add the rows of the new ones."""
    done = slices.done("documents")
    documents.keep_papers(
        folder / name
        for (name,) in bench.stream(
            "SELECT file_name FROM documents WHERE line IN (SELECT line FROM new_documents "
            "WHERE line > ? UNION SELECT line FROM changed_documents)",
            (done,),
        )
    )
    slices.apply(
        "documents",
        kind_of("documents").title,
        bench.count("new_documents"),
        planned(bench, "documents", "new_documents", DOCUMENT_VALUES, DOCUMENT_JOINS, done),
        lambda rows: documents.index_documents(
            _indexed(rows, now=now), delivery_no=slices.delivery.number, now=now
        ),
    )


def change_papers(bench: Workbench, *, now: dt.datetime) -> None:
    """Rewrite the rows of changed documents and withdraw the absent ones; in the switch."""
    rows = list(
        bench.stream(
            f"SELECT c.pk, {DOCUMENT_VALUES} FROM changed_documents c "
            f"JOIN documents d ON d.line = c.line {DOCUMENT_JOINS}"
        )
    )
    values = _indexed([row[1:] for row in rows], now=now)
    documents.change_documents((row[0], *value) for row, value in zip(rows, values, strict=True))
    documents.withdraw_documents(
        [key for (key,) in bench.stream("SELECT pk FROM absent_documents")]
    )


def _indexed(rows: Sequence[Sequence[Any]], *, now: dt.datetime) -> list[tuple[Any, ...]]:
    """Turn (identifier, hash, SHA-256, size, path, …) into ``INDEXED`` values."""
    keys = documents.name_files([(row[2], row[3]) for row in rows], now=now)
    return [(row[0], row[1], keys[row[2]], Path(row[4]).name, *row[5:]) for row in rows]
