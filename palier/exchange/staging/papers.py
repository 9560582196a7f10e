"""The PDF files that a delivery's index names: are they there, are they PDF."""

from __future__ import annotations

from pathlib import Path

from palier.exchange.manifest import Manifest, sha256_of
from palier.exchange.problems import Problem, Problems
from palier.exchange.staging.workbench import Workbench, content_hash

MOST_BYTES = 50 * 1024 * 1024


def check_papers(bench: Workbench, folder: Path, manifest: Manifest, problems: Problems) -> None:
    """Read every named file once: its hash joins that of its row, its faults are told."""
    bench.execute("CREATE TABLE papers (line INTEGER PRIMARY KEY, sha256 TEXT, size INTEGER)")
    index = manifest.kinds.get("documents")
    if index is None:
        return
    root = folder.resolve()
    for line, name, row_hash in list(bench.stream("SELECT line, file_name, hash FROM documents")):
        path = (root / name).resolve()
        fault = _fault(root, path)
        if fault is not None:
            problems.add(Problem(index.file, *fault, line=line, column="fichier", value=name))
            continue
        sha256 = sha256_of(path)
        bench.execute("INSERT INTO papers VALUES (?, ?, ?)", (line, sha256, path.stat().st_size))
        bench.execute(
            "UPDATE documents SET hash = ? WHERE line = ?", (content_hash((row_hash, sha256)), line)
        )


def _fault(root: Path, path: Path) -> tuple[str, str] | None:
    if not path.is_relative_to(root):
        return "le fichier est hors du dossier de livraison", "Rangez les PDF dans la livraison."
    if not path.is_file():
        return "le fichier est introuvable", "Ajoutez le PDF au dossier, ou corrigez son chemin."
    size = path.stat().st_size
    if size == 0:
        return "le fichier est vide", "Produisez à nouveau ce PDF."
    if size > MOST_BYTES:
        return "le fichier dépasse 50 Mo", "Réduisez la taille de ce PDF."
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return "le fichier n’est pas un PDF", "Seuls les PDF sont acceptés : convertissez-le."
    return None
