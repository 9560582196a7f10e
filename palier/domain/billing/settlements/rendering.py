"""The PDF of a décompte, drawn from the same words as its page."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

from palier.domain.billing.settlements.page import SettlementPage
from palier.foundation import pdf

TEMPLATE = Path(__file__).resolve().parent / "typst" / "settlement.typ"


def settlement_pdf(page: SettlementPage, *, stamped_at: dt.datetime) -> bytes:
    """Draw a décompte; the same page and stamp give the same bytes.

    Raises:
        palier.foundation.pdf.PdfFailed: the template is broken.
    """
    return pdf.render(TEMPLATE, asdict(page), stamped_at=stamped_at)
