"""Choose which e-mails come. The outbox obeys; the trail says that the choice changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.mail.actions import set_refusals
from palier.domain.mail.preferences import refused_topics
from palier.domain.mail.topics import Topic


@transaction.atomic
def choose_letters(
    *, address: str, refused: Iterable[Topic], actor: Actor, now: dt.datetime
) -> bool:
    """Write which topics the reader of ``address`` does without; tell whether that is news.

    Letters about security and with legal effect are always sent, whatever is asked.
    """
    changed = set_refusals(address=address, refused=refused, now=now)
    if changed:
        record(event=Event.PREFERENCE_CHANGED, actor=actor, now=now)
    return changed


@transaction.atomic
def refuse_letters(*, address: str, topic: Topic, actor: Actor, now: dt.datetime) -> bool:
    """Stop the letters of one topic, as a link in one of them asked; tell whether that is news."""
    wished = {*refused_topics(address), topic}
    return choose_letters(address=address, refused=wished, actor=actor, now=now)
