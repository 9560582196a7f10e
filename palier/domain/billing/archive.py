"""The avis of a year in one file."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

IN_MEMORY = 4 * 1024 * 1024


def zip_of(files: Iterable[tuple[str, bytes]], *, dated: dt.date) -> BinaryIO:
    """Give an open ZIP of ``(name, content)``; beyond four megabytes it lies on the disk.

    PDF are compressed already, so they are only stored. The same files give the same bytes.
    """
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the caller closes
    moment = (max(dated.year, 1980), dated.month, dated.day, 0, 0, 0)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for name, content in files:
            target.writestr(zipfile.ZipInfo(name, date_time=moment), content)
    archive.seek(0)
    return archive  # type: ignore[return-value]
