"""Every write of the room: copies of data, closing an account, keeping and forgetting."""

from palier.domain.rights.actions.closings import (
    CLOSE_DUE,
    ClosingOver,
    StaffKept,
    ask_closing,
    cancel_closing,
    close_due_accounts,
)
from palier.domain.rights.actions.copies import (
    PREPARE,
    AskedAlready,
    CopyNotThere,
    ask_copy,
    forget_old_copies,
    hand_over,
    prepare_copy,
)

__all__ = [
    "CLOSE_DUE",
    "PREPARE",
    "AskedAlready",
    "ClosingOver",
    "CopyNotThere",
    "StaffKept",
    "ask_closing",
    "ask_copy",
    "cancel_closing",
    "close_due_accounts",
    "forget_old_copies",
    "hand_over",
    "prepare_copy",
]
