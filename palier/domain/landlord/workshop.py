"""Where a delivery is read before it is applied: files of whole tenants, so known to retention."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings

PATTERN = "*.sqlite3*"


def workshop() -> Path:
    """Give the folder of the workbenches, one file a delivery being read."""
    folder = Path(settings.PALIER_HOME) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def workbenches_left(before: dt.datetime) -> list[Path]:
    """Give the workbenches that nothing has written to since ``before``: a stopped import's."""
    limit = before.timestamp()
    return sorted(path for path in workshop().glob(PATTERN) if path.stat().st_mtime < limit)
