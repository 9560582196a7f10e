"""The text of a file: from its pages, or read from their images where tesseract is installed.

    text_of_pdf(path)    what a PDF holds: a fraction of a second, in the airlock
    text_by_sight(path)  OCR: seconds a page, for a background job only

Nothing is kept. A reading that fails gives an empty text: it is an aid, never a gate.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from palier.domain.documents.intake import gate
from palier.domain.documents.intake.refusals import Refusal

log = logging.getLogger("palier.intake")

PAGES_READ = 6
PAGES_SEEN = 3
LONGEST_SIDE = 2_400
SECONDS_A_PAGE = 60
ENOUGH = 20_000


def text_of_pdf(source: Path, folder: Path) -> str:
    """Give the text that the first pages of a PDF hold; empty for a scan."""
    target = folder / "text.txt"
    try:
        gate.ask("text", folder, source=str(source), target=target.name, most_pages=PAGES_READ)
    except Refusal:
        return ""
    return target.read_text(encoding="utf-8", errors="replace")


def sight_is_there() -> bool:
    """Tell whether tesseract is installed."""
    return shutil.which("tesseract") is not None


def text_by_sight(source: Path, folder: Path, *, is_photo: bool) -> str:
    """Read the first pages of a PDF, or one photo, from their images; empty without tesseract."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    if is_photo:
        return _seen(program, source, folder)
    texts: list[str] = []
    for number in range(1, PAGES_SEEN + 1):
        page = folder / f"page-{number}.jpg"
        try:
            drawn = gate.ask(
                "page", folder, source=str(source), target=page.name, number=number,
                longest=LONGEST_SIDE,
            )  # fmt: skip
        except Refusal:
            break
        texts.append(_seen(program, page, folder))
        if number >= int(drawn["pages"]):
            break
    return "\n".join(texts)[:ENOUGH]


def _seen(program: str, image: Path, folder: Path) -> str:
    try:
        ended = subprocess.run(  # noqa: S603  a fixed program, our own file, no shell
            [program, str(image), "stdout", "-l", _language(program), "--psm", "3"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            timeout=SECONDS_A_PAGE,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        log.warning("page not read by sight")
        return ""
    return ended.stdout.decode("utf-8", errors="replace")[:ENOUGH]


def _language(program: str) -> str:
    """Give French where its words are installed, else English: dates and numbers still read."""
    listed = subprocess.run(  # noqa: S603  a fixed program, no shell
        [program, "--list-langs"],
        capture_output=True,
        timeout=SECONDS_A_PAGE,
        check=False,
        env=_environment(Path.cwd()),
    )
    return "fra" if b"fra" in listed.stdout.split() else "eng"


def _environment(folder: Path) -> Mapping[str, str]:
    # Several threads on one page are slower than one (measured: 4 s a page against 1.8).
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": str(folder), "OMP_THREAD_LIMIT": "1"}
