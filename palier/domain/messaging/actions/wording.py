"""What managers and administrators decide: reply texts, frequent questions, delays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.landlord.actions import decide
from palier.domain.landlord.queries import settings_on, today
from palier.domain.messaging import rules
from palier.domain.messaging.actions.errors import (
    DelayNotAllowed,
    NotWorded,
    VariableUnknown,
)
from palier.domain.messaging.models import Question, ReplyText
from palier.foundation.codes import new_code


@transaction.atomic
def word_reply_text(
    *,
    title: str,
    body: str,
    actor: Actor,
    now: dt.datetime,
    code: str = "",
    topic: str = "",
    agency_id: str = "",
    active: bool = True,
) -> ReplyText:
    """Word a reply text; a new one without ``code``. What was sent keeps its words.

    Raises:
        NotWorded: no title or no text.
        VariableUnknown: something between braces is not in ``rules.VARIABLES``.
    """
    if not (title.strip() and body.strip()):
        raise NotWorded(_("Donnez un titre au modèle, et écrivez son texte."))
    unknown = rules.unknown_variables(body)
    if unknown:
        raise VariableUnknown(
            _("« {%(name)s} » ne peut pas être rempli. Choisissez dans la liste sous le texte.")
            % {"name": unknown[0]}
        )
    row, _created = ReplyText.objects.update_or_create(
        code=code or f"own-{new_code(8).lower()}",
        defaults={
            "title": title.strip()[:120],
            "body": body.strip(),
            "topic": topic,
            "agency_id": agency_id,
            "active": active,
            "changed_at": now,
        },
    )
    record(
        event=Event.REPLY_TEXT_WORDED,
        actor=actor,
        now=now,
        agency_id=agency_id,
        subject=row,
        title=row.title,
    )
    return row


@transaction.atomic
def word_question(
    *,
    question: str,
    answer: str,
    keywords: str,
    actor: Actor,
    now: dt.datetime,
    code: str = "",
    language: str = "fr",
    topic: str = "",
    page: str = "",
    active: bool = True,
) -> Question:
    """Word a frequent question; a new one without ``code``.

    Raises:
        NotWorded: no question, no answer, or no keyword.
    """
    if not (question.strip() and answer.strip() and rules.words_of(keywords)):
        raise NotWorded(_("Écrivez la question, la réponse et au moins un mot-clé."))
    row, _created = Question.objects.update_or_create(
        code=code or f"own-{new_code(8).lower()}",
        language=language,
        defaults={
            "topic": topic,
            "question": question.strip()[:200],
            "answer": answer.strip(),
            "keywords": keywords.strip()[:300],
            "page": page,
            "active": active,
            "changed_at": now,
        },
    )
    record(event=Event.QUESTION_WORDED, actor=actor, now=now, subject=row, title=row.question)
    return row


@transaction.atomic
def decide_delays(
    *, agency_id: str, days: Mapping[str, int | None], actor: Actor, now: dt.datetime
) -> None:
    """Decide, from today on, the days an agency promises by topic; ``None`` leaves the rule.

    ``agency_id`` may be ``*`` (every agency) and a topic ``*`` (every topic). Promises already
    made stand.

    Raises:
        DelayNotAllowed
    """
    if any(
        count is not None and not 0 < count <= rules.LONGEST_DELAY_DAYS for count in days.values()
    ):
        raise DelayNotAllowed(
            _("Un délai va de 1 à %(most)s jours.") % {"most": rules.LONGEST_DELAY_DAYS}
        )
    day = today(now)
    levels = dict(settings_on(day)["message_delays"])
    own = {topic: count for topic, count in days.items() if count is not None}
    if own:
        levels[agency_id] = own
    else:
        levels.pop(agency_id, None)
    decide(values={"message_delays": levels}, valid_from=day)
    record(
        event=Event.MESSAGE_DELAYS_DECIDED,
        actor=actor,
        now=now,
        agency_id="" if agency_id == rules.EVERY else agency_id,
        valid_from_on=day.isoformat(),
        days=own,
    )
