from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from palier.domain.documents.intake.queries import Tray
from tests.cast import Cast


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the stored files of one test in its own folder; give that folder."""
    monkeypatch.setattr(default_storage, "_location", str(tmp_path / "files"), raising=False)
    for cached in ("base_location", "location"):
        default_storage.__dict__.pop(cached, None)
        monkeypatch.setitem(default_storage._wrapped.__dict__, cached, str(tmp_path / "files"))
    return tmp_path / "files"


@pytest.fixture
def tray(cast: Cast, files: Path) -> Tray:
    return Tray(cast.awa_user, "insurance", cast.lease.erp_id)
