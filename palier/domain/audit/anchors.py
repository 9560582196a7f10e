"""The head of the chain, kept outside: what betrays somebody who rewrites the whole database.

One small file a day. Whoever can write to the database must not be able to write there: a
share of another machine, write-once storage, a mailbox.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from palier.domain.audit.models import Anchor
from palier.domain.audit.verifying import Outside
from palier.foundation.errors import DomainError

NAME = "palier-sceau-{day}.json"
PATTERN = "palier-sceau-*.json"


class UnreadableAnchor(DomainError):
    """The file is not one that Palier wrote."""


def write_anchor(anchor: Anchor, folder: Path) -> Path:
    """Write ``anchor`` into ``folder``; a file that is there already is left as it is.

    Raises:
        OSError: the folder is not there, or nobody may write to it.
    """
    target = folder / NAME.format(day=anchor.day.isoformat())
    if target.exists():
        return target
    written = {
        "day": anchor.day.isoformat(),
        "segment": anchor.segment,
        "hash": anchor.hash,
        "entries": anchor.entries,
    }
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".palier-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(written, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    Path(unfinished).replace(target)
    target.chmod(0o444)
    return target


def anchors_in(place: Path) -> Iterator[Outside]:
    """Read the anchors of a folder, or one file.

    Raises:
        UnreadableAnchor: a file is not one of ours.
    """
    for file in sorted(place.glob(PATTERN)) if place.is_dir() else [place]:
        try:
            said = json.loads(file.read_text("utf-8"))
            yield Outside(int(said["segment"]), str(said["hash"]), file.name)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise UnreadableAnchor(
                _("%(file)s : ce n’est pas un sceau de Palier.") % {"file": file}
            ) from fault
