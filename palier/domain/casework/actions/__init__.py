"""Every write of the room, by who does it: the requester, the desk."""

from palier.domain.casework.actions.desk import (
    answer_case,
    assign_case,
    close_case,
    release_case,
    reopen_case,
    take_case,
    transfer_case,
)
from palier.domain.casework.actions.errors import (
    AlreadyClosed,
    CaseChanged,
    NothingSaid,
    NotTheirWork,
    ReasonNotAllowed,
)
from palier.domain.casework.actions.requester import complete_case, open_case, open_hardship

__all__ = [
    "AlreadyClosed",
    "CaseChanged",
    "NotTheirWork",
    "NothingSaid",
    "ReasonNotAllowed",
    "answer_case",
    "assign_case",
    "close_case",
    "complete_case",
    "open_case",
    "open_hardship",
    "release_case",
    "reopen_case",
    "take_case",
    "transfer_case",
]
