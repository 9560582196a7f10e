"""Read, check and compare a whole delivery on its workbench."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from palier.domain.access.rules import reference_key
from palier.exchange.manifest import Manifest
from palier.exchange.problems import Problems
from palier.exchange.reading import inspect_bytes, read_chunks
from palier.exchange.records import KINDS
from palier.exchange.staging import balances, checks, comparing, knowing
from palier.exchange.staging.doubts import doubt_absences
from palier.exchange.staging.papers import check_papers
from palier.exchange.staging.renumbering import follow_renumbering
from palier.exchange.staging.settlements import (
    check_settlements,
    know_settlements,
    plan_settlements,
)
from palier.exchange.staging.workbench import Workbench

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many rows are done, and out of how many (0: unknown)."""


def stage(
    bench: Workbench,
    folder: Path,
    manifest: Manifest,
    problems: Problems,
    progress: Progress,
    *,
    accept: Collection[str] = (),
) -> None:
    """Fill ``bench`` with the delivery and its plan, and ``problems`` with its mistakes."""
    spoilt = read_files(bench, folder, manifest, problems, progress)
    progress("Vérification des fichiers entre eux", 0, 0)
    bench.connection.create_function("reference_key", 1, reference_key, deterministic=True)
    check_papers(bench, folder, manifest, problems)
    checks.check_rules(bench, manifest, problems)
    checks.check_together(manifest, problems)
    checks.check_customer_references(bench, manifest, problems)
    knowing.know_delivered(bench)
    knowing.know_documents(bench)
    comparing.plan_replacements(bench, manifest, problems)
    checks.check_references(bench, manifest, spoilt, problems)
    checks.check_holders(bench, manifest, spoilt, problems)
    progress("Comparaison avec la base", 0, 0)
    lines = manifest.kinds.get("ledger_lines")
    knowing.know_entries(bench, every=lines is not None and lines.full)
    knowing.know_notices(bench)
    knowing.know_stated(bench)
    know_settlements(bench)
    balances.check_openings(bench, manifest, problems)
    balances.check_closings(bench, manifest, spoilt, problems)
    balances.check_notices(bench, manifest, spoilt, problems)
    check_settlements(bench, manifest, spoilt, problems)
    if problems:
        return
    follow_renumbering(bench)
    comparing.plan_delivered(bench, manifest)
    comparing.plan_documents(bench, manifest)
    comparing.plan_money(bench, manifest)
    plan_settlements(bench)
    doubt_absences(bench, manifest, problems, accept)


def read_files(
    bench: Workbench, folder: Path, manifest: Manifest, problems: Problems, progress: Progress
) -> set[str]:
    """Read every file into the workbench; give the kinds whose own rows hold mistakes."""
    spoilt: set[str] = set()
    for kind in KINDS:
        bench.create_kind(kind)
        announced = manifest.kinds.get(kind.name)
        if announced is None:
            continue
        path, before = folder / announced.file, problems.total
        done = 0
        progress(f"Lecture de {announced.file}", done, announced.rows or 0)
        if inspect_bytes(path, manifest.encoding, problems):
            for chunk in read_chunks(path, kind, announced, manifest.encoding, problems):
                bench.add_rows(kind, chunk.lines, chunk.rows)
                done += len(chunk.rows)
                progress(f"Lecture de {announced.file}", done, announced.rows or 0)
        if not bench.index_kind(kind):
            checks.check_keys(bench, kind, announced.file, problems)
        if problems.total > before:
            spoilt.add(kind.name)
    return spoilt
