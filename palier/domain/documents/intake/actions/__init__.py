"""Every write of the intake.

Opening a file takes a second of another process, so nothing of it happens inside a
transaction: bytes are written first, rows follow, and what a failure leaves behind is swept.

    drafts.py    keep_draft, discard
    bundles.py   assemble (before the transaction), store (inside it)
    at_once.py   assemble_at_once (before the transaction): a visitor's one file, without a draft
    filing.py    file_deposit (inside it: the document of a stored file)
    held.py      check_held, sweep (background)
"""

from palier.domain.documents.intake.actions.at_once import assemble_at_once
from palier.domain.documents.intake.actions.bundles import Bound, Bundle, assemble, store
from palier.domain.documents.intake.actions.drafts import discard, keep_draft
from palier.domain.documents.intake.actions.filing import file_deposit
from palier.domain.documents.intake.actions.held import check_held, sweep

__all__ = [
    "Bound",
    "Bundle",
    "assemble",
    "assemble_at_once",
    "check_held",
    "discard",
    "file_deposit",
    "keep_draft",
    "store",
    "sweep",
]
