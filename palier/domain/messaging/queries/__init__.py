"""Reads of the room: what was said, for whom, and the words kept ready."""

from palier.domain.messaging.queries.desk import (
    Addressee,
    DeskThread,
    addressees_of,
    attachment_at_desk,
    thread_at_desk,
    threads_of_account_for,
    values_for,
)
from palier.domain.messaging.queries.holders import promise_for
from palier.domain.messaging.queries.said import (
    SaidMessage,
    SentFile,
    ThreadSummary,
    messages_of,
    read_until,
)
from palier.domain.messaging.queries.tenant import (
    Inbox,
    Sharing,
    ThreadView,
    attachment_for,
    co_holders_of,
    draft_of,
    drafts_of,
    inbox_of,
    sharing_of,
    thread_for,
    threads_for,
)
from palier.domain.messaging.queries.wording import (
    questions_in,
    reply_texts_for,
    suggestions,
)

__all__ = [
    "Addressee",
    "DeskThread",
    "Inbox",
    "SaidMessage",
    "SentFile",
    "Sharing",
    "ThreadSummary",
    "ThreadView",
    "addressees_of",
    "attachment_at_desk",
    "attachment_for",
    "co_holders_of",
    "draft_of",
    "drafts_of",
    "inbox_of",
    "messages_of",
    "promise_for",
    "questions_in",
    "read_until",
    "reply_texts_for",
    "sharing_of",
    "suggestions",
    "thread_at_desk",
    "thread_for",
    "threads_for",
    "threads_of_account_for",
    "values_for",
]
