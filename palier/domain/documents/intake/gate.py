"""Hand a file to the airlock and take its answer.

The child is a new interpreter with an environment of its own: it knows no secret, holds no
connection, and is killed when it outlives its time. At most ``CHILDREN_AT_ONCE`` of them run
for one server process, so that many uploads wait rather than fill the memory.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from palier.domain.documents.intake import limits
from palier.domain.documents.intake.refusals import NoRoom, TooBusy, TooComplex, refusal_of
from palier.domain.documents.intake.shelf import FULL

log = logging.getLogger("palier.intake")

ROOT = Path(__file__).resolve().parents[4]
_COMMAND = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from palier.domain.documents.intake.airlock.child import main; sys.exit(main())"
)
_LONGEST_ANSWER = 64 * 1024
_turn = threading.BoundedSemaphore(limits.CHILDREN_AT_ONCE)


@contextlib.contextmanager
def working_folder(shown: str = "") -> Iterator[Path]:
    """Open a folder for one file's passage; it is emptied whatever happens.

    Raises:
        NoRoom: the disk is full.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="palier-intake-") as folder:
            yield Path(folder)
    except OSError as failure:
        if failure.errno in FULL:
            raise NoRoom(shown) from failure
        raise


def ask(task: str, folder: Path, *, shown: str = "", **asked: Any) -> dict[str, Any]:
    """Have the airlock do ``task`` in ``folder`` and give what it found.

    ``shown`` is the file's name, for the sentence of a refusal.

    Raises:
        Refusal: the subclass that the child named; ``TooComplex`` when it was killed;
            ``TooBusy`` when no child was free in time.
    """
    bounds = {
        "memory": limits.CHILD_MEMORY,
        "seconds": limits.CHILD_SECONDS,
        "file_size": limits.CHILD_FILE_BYTES,
    }
    wish = {"task": task, "folder": str(folder), "limits": bounds} | asked
    if not _turn.acquire(timeout=limits.WAIT_FOR_A_CHILD_SECONDS):
        raise TooBusy(shown)
    try:
        answer = _answer(wish, folder)
    finally:
        _turn.release()
    if answer is None:
        raise TooComplex(shown)
    if "done" in answer:
        done: dict[str, Any] = answer["done"]
        return done
    raise refusal_of(str(answer["refused"]), shown, dict(answer.get("facts", {})))


def _answer(wish: dict[str, Any], folder: Path) -> dict[str, Any] | None:
    kept = folder / "answer.json"
    try:
        ended = subprocess.run(  # noqa: S603  our own interpreter, no shell
            [sys.executable, "-I", "-c", _COMMAND, str(ROOT)],
            input=json.dumps(wish).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            timeout=limits.CHILD_WAIT_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("airlock stopped: out of time", extra={"task": wish["task"]})
        return None
    if ended.returncode != 0 or not kept.exists():
        log.warning("airlock died", extra={"task": wish["task"], "returncode": ended.returncode})
        return None
    return _checked(kept.read_bytes()[:_LONGEST_ANSWER])


def _checked(written: bytes) -> dict[str, Any] | None:
    """Take the child's word only in the shape that was agreed."""
    try:
        answer = json.loads(written)
    except ValueError:
        return None
    if isinstance(answer, dict) and (isinstance(answer.get("done"), dict) or "refused" in answer):
        return answer
    return None


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        # One arena: each further one reserves 64 MB of the address space we bound.
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "1",
    }
