"""Deliveries to the ERP: numbered folders that never change once written.

A folder is written beside its place and renamed into it, so a number either has a whole
folder or none. Writing a number again with the same records gives the same folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from palier.exchange.manifest import KindFile, Manifest, read_manifest
from palier.exchange.problems import DeliveryRefused, Problem, Problems
from palier.exchange.reading import inspect_bytes, read_chunks
from palier.exchange.records import Kind
from palier.exchange.records.outgoing import ACKNOWLEDGEMENTS, OUTGOING, AcknowledgementRecord
from palier.exchange.writing import write_delivery
from palier.foundation.errors import DomainError


class ExportAlreadyWritten(DomainError):
    """The number has a folder with other records; the sentence says what to do."""


def folder_of(root: Path, number: int) -> Path:
    """Give the folder of delivery ``number``: ``root/000012``."""
    return root / f"{number:06d}"


def write_export(
    root: Path,
    number: int,
    records: Mapping[Kind, Iterable[Any]],
    *,
    landlord: str,
    produced_at: str,
) -> Path:
    """Write delivery ``number`` to the ERP and give its folder.

    Writing it again (a crash before the number was recorded) gives the same folder back.

    Raises:
        ExportAlreadyWritten: the folder is there with other content.
    """
    place = folder_of(root, number)
    unfinished = root / f".{number:06d}.unfinished"
    root.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(unfinished, ignore_errors=True)
    manifest = write_delivery(
        unfinished,
        records,
        landlord=landlord,
        delivery=str(number),
        produced_at=produced_at,
        modes={kind.name: "delta" for kind in records},
    )
    if place.exists():
        shutil.rmtree(unfinished)
        known = read_export(place)
        if known.digest != manifest.digest:
            raise ExportAlreadyWritten(
                f"La remise n° {number} existe déjà avec un autre contenu ({place}). Une remise ne "
                "change jamais : écrivez la suivante."
            )
        return place
    for path in unfinished.iterdir():
        path.chmod(0o444)
    unfinished.rename(place)
    return place


def read_export(folder: Path) -> Manifest:
    """Read the cover sheet of a delivery written before.

    Raises:
        DeliveryRefused: the folder is damaged.
    """
    problems = Problems()
    manifest = read_manifest(folder, problems, kinds=OUTGOING)
    if manifest is None or problems:
        raise DeliveryRefused(problems)
    return manifest


def read_acknowledgement(path: Path, *, encoding: str = "utf-8") -> list[AcknowledgementRecord]:
    """Read the CSV file by which the ERP answers a delivery.

    Raises:
        DeliveryRefused: the file holds mistakes, all of them listed.
    """
    problems = Problems()
    if not path.is_file():
        problems.add(
            Problem(path.name, "le fichier est introuvable", f"Vérifiez le chemin : {path}.")
        )
        raise DeliveryRefused(problems)
    announced = KindFile(ACKNOWLEDGEMENTS.name, path.name, "delta", None, "")
    rows: list[AcknowledgementRecord] = []
    if inspect_bytes(path, announced, encoding, problems):
        for chunk in read_chunks(path, ACKNOWLEDGEMENTS, announced, encoding, problems):
            rows += [
                AcknowledgementRecord(**dict(zip(ACKNOWLEDGEMENTS.attributes, row, strict=True)))
                for row in chunk.rows
            ]
    if problems:
        raise DeliveryRefused(problems)
    return rows
