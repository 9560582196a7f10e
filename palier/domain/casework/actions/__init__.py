"""Every write of the room, by who does it: the requester, the desk, an
administrator about the words of the reasons."""

from palier.domain.casework.actions.conversations import (
    mark_answered,
    mark_continued,
    mark_noted,
    mark_settled,
)
from palier.domain.casework.actions.decisions import (
    ANNOUNCE,
    announce_decision,
    close_case_of,
    decide,
    undo_decision,
)
from palier.domain.casework.actions.desk import (
    answer_case,
    assign_case,
    close_case,
    release_case,
    reopen_case,
    take_case,
    take_next_case,
    transfer_case,
)
from palier.domain.casework.actions.errors import (
    AlreadyClosed,
    CaseChanged,
    NothingSaid,
    NotTheirWork,
    ReasonNotAllowed,
    ReasonNotWorded,
    TooLateToUndo,
)
from palier.domain.casework.actions.identity import (
    ComeInPerson,
    PrintedLetter,
    check_at_counter,
    check_by_phone,
    print_letter,
    refuse_identity,
)
from palier.domain.casework.actions.reasons import word_reason
from palier.domain.casework.actions.recovery import (
    ASK,
    Given,
    Wish,
    answer_lost_access,
    ask_recovery,
    give_after_paper,
    give_after_questions,
)
from palier.domain.casework.actions.requester import complete_case, open_case, open_hardship
from palier.domain.casework.actions.suspicious import (
    publish_warning,
    report_suspicious,
    withdraw_warning,
)

__all__ = [
    "ANNOUNCE",
    "ASK",
    "AlreadyClosed",
    "CaseChanged",
    "ComeInPerson",
    "Given",
    "NotTheirWork",
    "NothingSaid",
    "PrintedLetter",
    "ReasonNotAllowed",
    "ReasonNotWorded",
    "TooLateToUndo",
    "Wish",
    "announce_decision",
    "answer_case",
    "answer_lost_access",
    "ask_recovery",
    "assign_case",
    "check_at_counter",
    "check_by_phone",
    "close_case",
    "close_case_of",
    "complete_case",
    "decide",
    "give_after_paper",
    "give_after_questions",
    "mark_answered",
    "mark_continued",
    "mark_noted",
    "mark_settled",
    "open_case",
    "open_hardship",
    "print_letter",
    "publish_warning",
    "refuse_identity",
    "release_case",
    "reopen_case",
    "report_suspicious",
    "take_case",
    "take_next_case",
    "transfer_case",
    "undo_decision",
    "withdraw_warning",
    "word_reason",
]
