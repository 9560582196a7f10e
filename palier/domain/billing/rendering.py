"""The PDF of an avis, drawn from the same page as the HTML."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import translation

from palier.domain.billing.facts import NoticeFacts
from palier.domain.billing.page import page_of
from palier.foundation import pdf

RENT_NOTICE = Path(__file__).resolve().parent / "typst" / "rent_notice.typ"


def rent_notice_pdf(facts: NoticeFacts, *, stamped_at: dt.datetime) -> bytes:
    """Draw the avis in French; the same facts and stamp give the same bytes.

    Raises:
        palier.foundation.pdf.PdfFailed: the template is broken.
    """
    return pdf.render(RENT_NOTICE, printed(facts), stamped_at=stamped_at)


def printed(facts: NoticeFacts) -> dict[str, Any]:
    """Give the words of the PDF, as the template reads them."""
    with translation.override("fr"):
        words = asdict(page_of(facts))
    words["landlord"] = {
        "name": facts.landlord.name,
        "address_lines": list(facts.landlord.address_lines),
        "colour": facts.landlord.colour,
        "legal_line": facts.landlord.legal_line,
    }
    return words
