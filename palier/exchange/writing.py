"""Records to files: the same columns, types and headers as the reading."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from palier.exchange.manifest import FULL, KindFile, Manifest, sha256_of, write_manifest
from palier.exchange.reading import SEPARATOR
from palier.exchange.records import Kind

_BUFFER = 1 << 20


class KindWriter:
    """One file being written. Cells are text; records are turned into it."""

    def __init__(self, folder: Path, kind: Kind, mode: str = FULL) -> None:
        self.kind = kind
        self.mode = mode
        self.path = folder / f"{kind.name}.csv"
        self.rows = 0
        self._file = self.path.open("w", encoding="utf-8", newline="", buffering=_BUFFER)
        self._csv = csv.writer(self._file, delimiter=SEPARATOR, lineterminator="\n")
        self._csv.writerow(kind.headers)
        self._formats: list[tuple[str, Callable[[Any], str]]] = [
            (name, column.type.format) for name, column in kind.columns.items()
        ]

    def write(self, record: Any) -> None:
        """Write one typed record."""
        self._csv.writerow([form(getattr(record, name)) for name, form in self._formats])
        self.rows += 1

    def write_lines(self, lines: Sequence[str]) -> None:
        """Write whole lines, each with its end, that are known to be well made."""
        self._file.writelines(lines)
        self.rows += len(lines)

    def close(self) -> KindFile:
        self._file.close()
        name, digest = self.path.name, sha256_of(self.path)
        return KindFile(self.kind.name, name, self.mode, self.rows, digest)


class DeliveryWriter:
    """A folder being written; its manifest comes last, when everything went well."""

    def __init__(self, folder: Path, *, landlord: str, delivery: str, produced_at: str) -> None:
        self.folder = folder
        self.landlord, self.delivery, self.produced_at = landlord, delivery, produced_at
        self._writers: dict[str, KindWriter] = {}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "manifest.json").unlink(missing_ok=True)

    def file(self, kind: Kind, mode: str = FULL) -> KindWriter:
        """Give the file of ``kind``, begun at the first call."""
        if kind.name not in self._writers:
            self._writers[kind.name] = KindWriter(self.folder, kind, mode)
        return self._writers[kind.name]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        raised: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        files = {name: writer.close() for name, writer in self._writers.items()}
        if raised is None:
            self.manifest = Manifest(
                landlord=self.landlord,
                delivery=self.delivery,
                produced_at=self.produced_at,
                kinds=files,
            )
            write_manifest(self.folder, self.manifest)


def write_delivery(
    folder: Path,
    records: Mapping[Kind, Iterable[Any]],
    *,
    landlord: str,
    delivery: str,
    produced_at: str,
    modes: Mapping[str, str] | None = None,
) -> Manifest:
    """Write a whole delivery from typed records; ``modes`` by kind, *full* by default."""
    with DeliveryWriter(
        folder, landlord=landlord, delivery=delivery, produced_at=produced_at
    ) as writer:
        for kind, rows in records.items():
            file = writer.file(kind, (modes or {}).get(kind.name, FULL))
            for record in rows:
                file.write(record)
    return writer.manifest
