"""Draw the PDF of avis ahead of their readers: no page draws a batch."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from palier.domain.billing.models import RentNotice
from palier.foundation.background import enqueue_many

DRAW = "billing.draw_pdf"


@transaction.atomic
def ask_for_pdfs(*, notices: Collection[RentNotice], in_bulk: bool) -> int:
    """Queue the drawing of each avis that has no PDF yet; asked twice, drawn once.

    ``in_bulk`` lets everything else go first; leave it out when somebody waits.
    Returns how many are still to draw.
    """
    missing = [notice.code for notice in notices if notice.document_id is None]
    if missing:
        enqueue_many(
            DRAW,
            [{"code": code} for code in missing],
            keys=[f"draw:{code}" for code in missing],
            in_bulk=in_bulk,
        )
    return len(missing)
