"""The PDF of a receipt, drawn from the same words as its page."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import translation

from palier.domain.billing.receipts.facts import ReceiptFacts
from palier.domain.billing.receipts.page import page_of
from palier.foundation import pdf

TEMPLATE = Path(__file__).resolve().parent / "typst" / "rent_receipt.typ"


def receipt_pdf(
    facts: ReceiptFacts, *, stamped_at: dt.datetime, void_reason: str = "", void_facts: Any = None
) -> bytes:
    """Draw a receipt in French; the same facts and stamp give the same bytes.

    Raises:
        palier.foundation.pdf.PdfFailed: the template is broken.
    """
    with translation.override("fr"):
        words = asdict(page_of(facts, void_reason=void_reason, void_facts=void_facts))
    words["landlord"] = {
        "name": facts.landlord.name,
        "address_lines": list(facts.landlord.address_lines),
        "colour": facts.landlord.colour,
        "legal_line": facts.landlord.legal_line,
    }
    return pdf.render(TEMPLATE, words, stamped_at=stamped_at)
