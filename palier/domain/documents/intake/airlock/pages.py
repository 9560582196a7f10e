"""One page as an image that a phone can show."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import PdfiumError

from palier.domain.documents.intake.airlock.refused import Refused

# A page of one point by ten thousand would ask for an endless image.
SMALLEST_SIDE = 1.0
LARGEST_SCALE = 6.0
QUALITY = 82


def count(source: Path) -> int:
    """Count the pages of a PDF.

    Raises:
        Refused: ``damaged_pdf``.
    """
    try:
        return len(pypdfium2.PdfDocument(source))
    except PdfiumError as failure:
        raise Refused("damaged_pdf") from failure


def draw(source: Path, target: Path, *, number: int, longest: int) -> dict[str, Any]:
    """Draw page ``number`` (from 1) of a PDF as a JPEG whose longest side is ``longest``.

    Raises:
        Refused: ``no_such_page``, or ``damaged_pdf`` when the page cannot be drawn.
    """
    try:
        document = pypdfium2.PdfDocument(source)
        count = len(document)
        if not 1 <= number <= count:
            raise Refused("no_such_page")
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(LARGEST_SCALE, longest / max(width, height, SMALLEST_SIDE))
        image = page.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil().convert("RGB")
    except PdfiumError as failure:
        raise Refused("damaged_pdf") from failure
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=QUALITY, optimize=True)
    target.write_bytes(encoded.getbuffer())
    return {"pages": count, "width": image.width, "height": image.height}
