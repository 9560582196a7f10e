"""``palier documents`` as an operator runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from palier.domain.documents import vault
from palier.domain.documents.actions import keep_file
from palier.domain.documents.rules import place_of
from palier.jobs import cli
from tests.cast import NOW


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Iterator[Path]:
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    with override_settings(STORAGES=storages):
        yield tmp_path / vault.PREFIX


def test_verify_passes_over_a_sound_vault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep_file(content=b"one", media_type="text/plain", now=NOW)

    assert cli.run(["documents", "verify"]) == 0
    assert "1 fichiers relus, 0 abîmés" in capsys.readouterr().out


def test_verify_names_each_damaged_file_and_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = keep_file(content=b"one", media_type="text/plain", now=NOW)
    lost = keep_file(content=b"two", media_type="text/plain", now=NOW)
    (folder / place_of(changed.sha256)).write_bytes(b"eno")
    (folder / place_of(lost.sha256)).unlink()

    assert cli.run(["documents", "verify"]) == 1
    said = capsys.readouterr().err
    assert f"{changed.sha256}\u00a0: contenu modifié" in said
    assert f"{lost.sha256}\u00a0: absent du coffre" in said


def test_sweep_counts_what_it_removed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["documents", "sweep"]) == 0
    assert "0 fichiers orphelins" in capsys.readouterr().out
