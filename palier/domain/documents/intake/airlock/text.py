"""The words of a PDF, as its pages hold them; and its pages as images, for eyes and for OCR."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import PdfiumError

from palier.domain.documents.intake.airlock.refused import Refused

ENOUGH = 20_000
"""Signs: the first pages of any paper say what it is."""


def read(source: Path, target: Path, *, most_pages: int) -> dict[str, Any]:
    """Write the text of the first pages of a PDF at ``target``.

    Raises:
        Refused: ``damaged_pdf``.
    """
    parts: list[str] = []
    try:
        document = pypdfium2.PdfDocument(source)
        count = len(document)
        for number in range(min(count, most_pages)):
            parts.append(document[number].get_textpage().get_text_bounded())
            if sum(map(len, parts)) > ENOUGH:
                break
    except PdfiumError as failure:
        raise Refused("damaged_pdf") from failure
    text = "\n".join(parts)[:ENOUGH]
    target.write_text(text, encoding="utf-8", errors="replace")
    return {"pages": count, "signs": len(text.strip())}
