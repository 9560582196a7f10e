"""Every write of the intake.

Opening a file takes a second of another process, so nothing of it happens inside a
transaction: bytes are written first, rows follow, and what a failure leaves behind is swept.

    drafts.py    keep_draft, discard
    bundles.py   assemble (before the transaction), store (inside it)
    filing.py    file_deposit (inside it: the document of a stored file)
    held.py      check_held, sweep (background)
"""

from palier.domain.documents.intake.actions.bundles import Bound, Bundle, assemble, store
from palier.domain.documents.intake.actions.drafts import discard, keep_draft
from palier.domain.documents.intake.actions.filing import file_deposit
from palier.domain.documents.intake.actions.held import check_held, sweep

__all__ = [
    "Bound",
    "Bundle",
    "assemble",
    "check_held",
    "discard",
    "file_deposit",
    "keep_draft",
    "store",
    "sweep",
]
