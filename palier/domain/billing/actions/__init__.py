"""Every write of billing: publishing a month of avis, keeping their PDF, reminding of a date."""

from palier.domain.billing.actions.drawing import DRAW, ask_for_pdfs
from palier.domain.billing.actions.publishing import (
    NothingToPublish,
    Progress,
    Publication,
    Refusal,
    fingerprint_of,
    keep_pdf,
    publish_period,
)
from palier.domain.billing.actions.reminding import remind_before_due

__all__ = [
    "DRAW",
    "NothingToPublish",
    "Progress",
    "Publication",
    "Refusal",
    "ask_for_pdfs",
    "fingerprint_of",
    "keep_pdf",
    "publish_period",
    "remind_before_due",
]
