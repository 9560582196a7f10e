from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from palier.domain.documents.intake.queries import Tray
from tests.cast import Cast


@pytest.fixture
def files(tmp_path: Path, settings: Settings) -> Path:
    """Keep the stored files of one test in its own folder; give that folder."""
    place = tmp_path / "files"
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": backend, "OPTIONS": {"location": str(place)}}
    }
    return place


@pytest.fixture
def tray(cast: Cast, files: Path) -> Tray:
    return Tray(cast.awa_user, "insurance", cast.lease.erp_id)
