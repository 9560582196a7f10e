"""Every write of the room, by who does it: the requester, the desk, the desk about an identity."""

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
from palier.domain.casework.actions.identity import (
    ComeInPerson,
    PrintedLetter,
    check_at_counter,
    check_by_phone,
    print_letter,
    refuse_identity,
)
from palier.domain.casework.actions.requester import complete_case, open_case, open_hardship

__all__ = [
    "AlreadyClosed",
    "CaseChanged",
    "ComeInPerson",
    "NotTheirWork",
    "NothingSaid",
    "PrintedLetter",
    "ReasonNotAllowed",
    "answer_case",
    "assign_case",
    "check_at_counter",
    "check_by_phone",
    "close_case",
    "complete_case",
    "open_case",
    "open_hardship",
    "print_letter",
    "refuse_identity",
    "release_case",
    "reopen_case",
    "take_case",
    "transfer_case",
]
