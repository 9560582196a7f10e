"""The commands by which a landlord is generated and taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from palier.jobs.cli import palier
from tests.exchange.deliveries import changed, small, write

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(palier, arguments, standalone_mode=False)


def test_a_generated_folder_is_checked_then_imported_then_recognised(tmp_path: Path) -> None:
    folder = str(tmp_path / "bailleur")
    ran = run("demo", "generate", "--leases", "5", "--months", "3", "--last", "2026-10", folder)
    assert "5 comptes" in ran.output
    dry = run("import", folder, "--dry-run")
    assert "Rien n’a été appliqué" in dry.output
    taken = run("import", folder, "--quiet")
    assert "Livraison n° 1 en vigueur" in taken.output
    assert "rien à changer" in run("import", folder).output


def test_a_refused_delivery_lists_its_mistakes_and_fails(tmp_path: Path) -> None:
    records = small()
    changed(records, "residences", "R1", agency="AG9")
    write(tmp_path, records)
    ran = run("import", str(tmp_path), "--quiet")
    assert ran.return_value == 1
    assert "residences.csv, ligne 2, colonne « agence », valeur « AG9 »" in ran.output
    assert "La livraison est refusée : 1 erreur" in ran.output
