"""Tagged PDF from a typst template and plain facts.

    pdf = render(Path(__file__).parent / "typst" / "rent_notice.typ", facts, stamped_at=frozen_at)

``facts`` is anything JSON can hold; the template reads it with
``#import "/foundation/pdf_assets/palier.typ": facts``. The same template, facts and stamp give
the same bytes. The output is checked by the engine against PDF/UA-1 as it is written; fonts
come from this repository alone, so that no machine draws a document otherwise.

    PdfFailed      the template or its facts are wrong: a fault of ours, with the engine's words

The engine keeps threads of its own, which a fork does not copy: a process that has drawn
must not be forked to draw on (the child would wait for ever, so it is refused). Servers that
fork before their first document, and spawned processes, are fine.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import threading
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

# Read once, when the engine starts: a page asked by one tenant has no use for every core, and
# two processes with one thread each render twice what one process with two threads does.
os.environ.setdefault("RAYON_NUM_THREADS", "1")

import typst

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "foundation" / "pdf_assets"
FONTS = ASSETS / "fonts"
STANDARD: Final = "ua-1"
UNPRINTABLE = "?"


class PdfFailed(RuntimeError):
    """Tell the template and the engine's own words; never shown to a tenant."""

    def __init__(self, template: Path, reason: str, hints: list[str]) -> None:
        self.template = template
        self.reason = reason
        self.hints = hints
        advice = "".join(f"\n  hint: {hint}" for hint in hints)
        super().__init__(f"{template.name}: {reason}{advice}")


def render(template: Path, facts: Mapping[str, Any], *, stamped_at: dt.datetime) -> bytes:
    """Give the PDF of ``template`` (a ``.typ`` file under ``palier/``) filled with ``facts``.

    ``stamped_at`` is the aware instant at which the facts were settled, not the time of
    rendering: it is written into the document, and bytes must not change from one day to the
    next. A letter that the fonts do not have is written without its accents, else as « ? ».

    Raises:
        PdfFailed: the template does not compile, or its output is not PDF/UA-1.
    """
    if stamped_at.tzinfo is None:
        raise ValueError("stamped_at must be aware")
    written = json.dumps(_printable(facts), ensure_ascii=False, sort_keys=True)
    _refuse_after_fork(template)
    compiler, turn = _compiler(template.resolve())
    try:
        with turn:
            pdf = compiler.compile(
                format="pdf",
                sys_inputs={"facts": written},
                pdf_standards=[STANDARD],
                timestamp=int(stamped_at.timestamp()),
            )
    except typst.TypstError as failure:
        reason = failure.diagnostic or failure.message
        raise PdfFailed(template, reason, list(failure.hints)) from failure
    if not isinstance(pdf, bytes):
        raise PdfFailed(template, "the engine returned no document", [])
    return pdf


@functools.lru_cache(maxsize=1)
def _starter() -> int:
    """Remember which process started the engine; a forked child inherits the answer."""
    return os.getpid()


def _refuse_after_fork(template: Path) -> None:
    if _starter() != os.getpid():
        raise PdfFailed(template, "this process was forked after the engine had started", [])


@functools.lru_cache(maxsize=64)
def _compiler(template: Path) -> tuple[typst.Compiler, threading.Lock]:
    """Keep one compiler a template.

    Made from a path and not from bytes: one made from bytes compiles its first facts only.
    """
    compiler = typst.Compiler(
        str(template), root=str(ROOT), font_paths=_fonts(), ignore_system_fonts=True
    )
    return compiler, threading.Lock()


@functools.lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


@functools.lru_cache(maxsize=1)
def _covered() -> frozenset[str]:
    """Read which characters every weight of the fonts can draw."""
    signs: set[str] = {"\n"}
    for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        first, last = line.split("-")
        signs.update(map(chr, range(int(first, 16), int(last, 16) + 1)))
    return frozenset(signs)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return _drawable(value)
    if isinstance(value, Mapping):
        return {str(name): _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _drawable(text: str) -> str:
    """Write ``text`` with signs the fonts have; PDF/UA refuses a document with a missing one."""
    composed = unicodedata.normalize("NFC", text)
    covered = _covered()
    if covered.issuperset(composed):
        return composed
    return "".join(sign if sign in covered else _nearest(sign, covered) for sign in composed)


def _nearest(sign: str, covered: frozenset[str]) -> str:
    if unicodedata.category(sign).startswith(("C", "M")):
        return " " if sign == "\t" else ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if part in covered)
    return plain or UNPRINTABLE
