"""Every write of the room, by who does it."""

from palier.domain.messaging.actions.desk import (
    answer,
    close,
    reopen,
    start,
    transfer,
)
from palier.domain.messaging.actions.drafts import drop_draft, forget_old_drafts, save_draft
from palier.domain.messaging.actions.errors import (
    DelayNotAllowed,
    NotAReader,
    NothingWritten,
    NotWorded,
    VariableUnknown,
)
from palier.domain.messaging.actions.notices import notify, tell_decision
from palier.domain.messaging.actions.tenant import (
    mark_read,
    reply,
    send,
    settle,
    share,
    stop_sharing,
)
from palier.domain.messaging.actions.wording import (
    decide_delays,
    word_question,
    word_reply_text,
)

__all__ = [
    "DelayNotAllowed",
    "NotAReader",
    "NotWorded",
    "NothingWritten",
    "VariableUnknown",
    "answer",
    "close",
    "decide_delays",
    "drop_draft",
    "forget_old_drafts",
    "mark_read",
    "notify",
    "reopen",
    "reply",
    "save_draft",
    "send",
    "settle",
    "share",
    "start",
    "stop_sharing",
    "tell_decision",
    "transfer",
    "word_question",
    "word_reply_text",
]
