"""The e-mails of a thread. They announce; what was said stays in the portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import translation

from palier.domain.accounts.models import User
from palier.domain.mail.actions import queue_mail
from palier.domain.messaging.models import Thread
from palier.foundation.dates import long_date


def confirm_sending(thread: Thread, user: User, promised_on: dt.date, *, now: dt.datetime) -> None:
    """Tell whoever wrote that the message arrived, under which number, and by when we answer."""
    with translation.override(user.language):
        promise = long_date(promised_on)
    queue_mail(
        to=user.email,
        template="mail/message_received",
        context={"number": thread.number, "promised_on": promise, "path": path_of(thread)},
        now=now,
        language=user.language,
    )


def announce(thread: Thread, users: Iterable[User], *, now: dt.datetime) -> None:
    """Tell the readers on the tenant's side that something waits for them, not what."""
    for user in users:
        queue_mail(
            to=user.email,
            template="mail/message_waiting",
            context={"number": thread.number, "path": path_of(thread)},
            now=now,
            language=user.language,
        )


def path_of(thread: Thread) -> str:
    """Give where the thread is read, under the portal's address."""
    return f"/messages/{thread.code}/"
