"""Every write of receipts: agreeing, following the account, keeping a PDF."""

from palier.domain.billing.receipts.actions.agreeing import agree, decline
from palier.domain.billing.receipts.actions.drawing import (
    DRAW,
    ask_for_pdfs,
    keep_pdf,
    kept_pdf,
)
from palier.domain.billing.receipts.actions.following import (
    FOLLOW_ALL,
    FOLLOW_ONE,
    ask_to_follow,
    follow,
    follow_all,
)

__all__ = [
    "DRAW",
    "FOLLOW_ALL",
    "FOLLOW_ONE",
    "agree",
    "ask_for_pdfs",
    "ask_to_follow",
    "decline",
    "follow",
    "follow_all",
    "keep_pdf",
    "kept_pdf",
]
