"""The delivery's cover sheet, ``manifest.json``.

{"format_version": "1", "landlord": "…", "delivery": "2026-11-02", "produced_at": "…",
 "encoding": "utf-8",
 "kinds": {"persons": {"file": "persons.csv", "mode": "full", "rows": 2, "sha256": "…"}}}
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from palier.exchange.problems import Problem, Problems
from palier.exchange.records import FORMAT_VERSION, KINDS

NAME = "manifest.json"
FULL, DELTA = "full", "delta"
ENCODINGS = {"utf-8": "utf-8-sig", "windows-1252": "cp1252"}


@dataclass(frozen=True)
class KindFile:
    """One file of the delivery, as its cover sheet announces it."""

    kind: str
    file: str
    mode: str
    rows: int | None
    """Announced by the cover sheet; None where there is none."""
    sha256: str
    """Of the file as it is; a cover sheet that announces another one is refused."""

    @property
    def full(self) -> bool:
        return self.mode == FULL


@dataclass(frozen=True)
class Manifest:
    landlord: str
    delivery: str
    produced_at: str
    encoding: str = "utf-8"
    format_version: str = FORMAT_VERSION
    kinds: dict[str, KindFile] = field(default_factory=dict)
    papers: tuple[tuple[str, int, int], ...] = field(default=(), compare=False)
    """The PDF files of a folder that was read: path, size, instant of change."""

    @property
    def digest(self) -> str:
        """Name the *content* of the delivery: same files, same digest, whatever its date."""
        files = sorted((one.kind, one.mode, one.sha256) for one in self.kinds.values())
        return hashlib.sha256(json.dumps([files, self.papers]).encode()).hexdigest()

    @property
    def produced_instant(self) -> dt.datetime:
        """Give ``produced_at`` as an instant; without a zone it is taken for UTC."""
        produced = dt.datetime.fromisoformat(self.produced_at)
        return produced if produced.tzinfo else produced.replace(tzinfo=dt.UTC)

    def as_json(self) -> dict[str, Any]:
        return {
            "format_version": self.format_version,
            "landlord": self.landlord,
            "delivery": self.delivery,
            "produced_at": self.produced_at,
            "encoding": self.encoding,
            "kinds": {
                one.kind: {
                    "file": one.file,
                    "mode": one.mode,
                    "rows": one.rows,
                    "sha256": one.sha256,
                }
                for one in self.kinds.values()
            },
        }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the cover sheet last: a folder without one is a folder not finished."""
    text = json.dumps(manifest.as_json(), ensure_ascii=False, indent=2)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path, problems: Problems) -> Manifest | None:
    """Read the cover sheet, telling ``problems`` of every mistake; None when unusable."""

    def refuse(reason: str, remedy: str, *, column: str = "", value: object = "") -> None:
        problems.add(Problem(NAME, reason, remedy, column=column, value=str(value)))

    path = folder / NAME
    if not path.is_file():
        refuse(
            "le manifeste est introuvable",
            f"Vérifiez le chemin du dossier ({folder}) ; une livraison complète contient "
            f"{NAME}, écrit en dernier.",
        )
        return None
    try:
        written = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        refuse("le manifeste n’est pas en UTF-8", "Enregistrez manifest.json en UTF-8.")
        return None
    except json.JSONDecodeError as mistake:
        refuse(
            f"le manifeste n’est pas du JSON (ligne {mistake.lineno}, signe {mistake.colno})",
            "Corrigez la syntaxe JSON ; docs/exchange-format.md en donne un exemple.",
        )
        return None
    if not isinstance(written, dict) or not isinstance(written.get("kinds"), dict):
        refuse(
            "le manifeste ne décrit pas de fichiers",
            "Ajoutez l’objet « kinds » : pour chaque sorte, file, mode, rows et sha256.",
        )
        return None
    if str(written.get("format_version")) != FORMAT_VERSION:
        refuse(
            "cette version du format n’est pas connue",
            f'Écrivez "format_version": "{FORMAT_VERSION}", ou mettez Palier à jour.',
            column="format_version",
            value=written.get("format_version", ""),
        )
    encoding = str(written.get("encoding", "utf-8")).lower()
    if encoding not in ENCODINGS:
        refuse(
            "cet encodage n’est pas accepté",
            "Écrivez « utf-8 » (conseillé) ou « windows-1252 ».",
            column="encoding",
            value=encoding,
        )
        encoding = "utf-8"
    for name in ("landlord", "delivery", "produced_at"):
        if not isinstance(written.get(name), str) or not written[name].strip():
            refuse("cette information manque", f"Ajoutez « {name} » au manifeste.", column=name)
    try:
        dt.datetime.fromisoformat(str(written.get("produced_at")))
    except ValueError:
        if written.get("produced_at"):
            refuse(
                "ce n’est pas une date et une heure",
                "Écrivez la date au format ISO 8601, par exemple 2026-11-02T03:15:00+01:00.",
                column="produced_at",
                value=written.get("produced_at"),
            )
    files = {
        name: one
        for name, described in written["kinds"].items()
        if (one := _kind_file(folder, str(name), described, problems, refuse)) is not None
    }
    if not files:
        refuse(
            "le manifeste ne décrit aucun fichier", "Décrivez au moins un fichier dans « kinds »."
        )
    return Manifest(
        landlord=str(written.get("landlord", "")),
        delivery=str(written.get("delivery", "")),
        produced_at=str(written.get("produced_at", "")),
        encoding=encoding,
        kinds={kind.name: files[kind.name] for kind in KINDS if kind.name in files},
        papers=_papers(folder) if "documents" in files else (),
    )


def _kind_file(
    folder: Path, name: str, described: object, problems: Problems, refuse: Any
) -> KindFile | None:
    known = [kind.name for kind in KINDS]
    if name not in known:
        refuse(
            "cette sorte de fichier n’existe pas",
            f"Les sortes sont : {', '.join(known)}.",
            column="kinds",
            value=name,
        )
        return None
    if not isinstance(described, dict):
        refuse(
            "la description du fichier est illisible",
            "Donnez file, mode, rows et sha256.",
            column=name,
        )
        return None
    file, mode = str(described.get("file", f"{name}.csv")), str(described.get("mode", ""))
    if mode not in (FULL, DELTA):
        refuse(
            "le mode doit être full ou delta",
            "« full » : le fichier contient tout, une ligne absente prend fin ; "
            "« delta » : le fichier ne contient que ce qui change.",
            column=f"{name}.mode",
            value=mode,
        )
        return None
    if Path(file).name != file or not (folder / file).is_file():
        refuse(
            "ce fichier est introuvable dans le dossier",
            "Déposez le fichier à côté du manifeste, ou corrigez son nom.",
            column=f"{name}.file",
            value=file,
        )
        return None
    rows = described.get("rows")
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        refuse(
            "le nombre de lignes manque",
            "Indiquez le nombre de lignes de données, sans l’en-tête.",
            column=f"{name}.rows",
            value=rows,
        )
        return None
    announced = str(described.get("sha256", "")).lower()
    sha256 = sha256_of(folder / file)
    if announced and announced != sha256:
        problems.add(
            Problem(
                file,
                "le fichier n’est pas celui que le manifeste annonce (SHA-256 différent)",
                "Le transfert a été coupé ou le fichier modifié : déposez à nouveau la livraison.",
                column="sha256",
                value=announced,
            )
        )
    return KindFile(name, file, mode, rows, sha256)


def sha256_of(path: Path) -> str:
    """Hash a file without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _papers(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = ((path, path.stat()) for path in sorted(folder.rglob("*.pdf")) if path.is_file())
    return tuple(
        (str(path.relative_to(folder)), facts.st_size, facts.st_mtime_ns) for path, facts in found
    )
