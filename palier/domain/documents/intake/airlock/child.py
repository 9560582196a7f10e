"""The child process: it bounds itself, does one task, writes one answer, and is gone.

    stdin        {"task": "clean", "limits": {…}, …}   paths are inside the working folder
    answer.json  {"done": {…}} or {"refused": "kind", "facts": {…}}

Killed before it answers (memory, time, a fault in a library): the parent says ``too_complex``.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from palier.domain.documents.intake.airlock.refused import Refused
from palier.foundation.egress import allow_only

ANSWER = "answer.json"
Task = Callable[[Path, dict[str, Any]], dict[str, Any]]


def main() -> int:
    asked = json.loads(sys.stdin.read())
    bound_ourselves(**asked["limits"])
    folder = Path(asked["folder"])
    answer = answer_to(folder, asked)
    (folder / ANSWER).write_text(json.dumps(answer), encoding="utf-8")
    return 0


def bound_ourselves(*, memory: int, seconds: int, file_size: int) -> None:
    """Give up memory, time and room beyond what one file may need, and every connection."""
    allow_only(())
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_to(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """Do the task asked for, in this process.

    Everything is caught: the libraries raise a hundred different errors over a torn file,
    and all mean the same to its owner.
    """
    try:
        return {"done": TASKS[asked["task"]](folder, asked)}
    except Refused as refused:
        return {"refused": refused.kind, "facts": refused.facts}
    except (MemoryError, RecursionError):
        return {"refused": "too_complex", "facts": {}}
    except ImportError:
        # Too little memory even to begin, or a broken installation: die, and be logged.
        raise
    except OSError as failure:
        # No room left for what we write, rather than a fault of what we read.
        kind = "no_room" if failure.errno in (27, 28, 122) else "damaged"
        return {"refused": kind, "facts": {}}
    except Exception as failure:
        # Libraries in want of memory say all sorts of things.
        kind = "too_complex" if _is_starved() else "damaged"
        return {"refused": kind, "facts": {"fault": type(failure).__name__}}


def _is_starved() -> bool:
    """Tell whether this process came close to the memory it may have."""
    allowed, _hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return False
    peak = next(line for line in status.splitlines() if line.startswith("VmPeak:"))
    return allowed > 0 and int(peak.split()[1]) * 1024 > allowed * 0.85


def _clean(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    from palier.domain.documents.intake.airlock import sniffing

    source = Path(asked["source"])
    target, thumbnail = folder / asked["target"], folder / asked["thumbnail"]
    if sniffing.kind_of(source) == sniffing.PHOTO:
        from palier.domain.documents.intake.airlock import photos

        return photos.clean(source, target, thumbnail)
    from palier.domain.documents.intake.airlock import pdfs

    return pdfs.clean(source, target, thumbnail, most_pages=asked["most_pages"])


def _bind(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    from palier.domain.documents.intake.airlock import binding

    return binding.bind(
        [(kind, Path(path)) for kind, path in asked["sources"]],
        folder / asked["target"],
        title=asked["title"],
        language=asked["language"],
        figure=asked["figure"],
        most_pages=asked["most_pages"],
    )


def _page(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    from palier.domain.documents.intake.airlock import pages

    return pages.draw(
        Path(asked["source"]),
        folder / asked["target"],
        number=asked["number"],
        longest=asked["longest"],
    )


def _count(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    from palier.domain.documents.intake.airlock import pages

    return {"pages": pages.count(Path(asked["source"]))}


def _text(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    from palier.domain.documents.intake.airlock import text

    return text.read(
        Path(asked["source"]), folder / asked["target"], most_pages=asked["most_pages"]
    )


TASKS: dict[str, Task] = {
    "clean": _clean,
    "bind": _bind,
    "page": _page,
    "count": _count,
    "text": _text,
}

if __name__ == "__main__":
    sys.exit(main())
