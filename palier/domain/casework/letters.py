"""The e-mails of a case. They announce; only an answer to somebody without an account is in one."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.casework.models import Case, CaseMessage, Decision
from palier.domain.casework.queries import worded_in_french
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.foundation.sentences import WRITTEN_IN, read_again


def address_of(case: Case) -> str:
    """Give where the requester reads mail; empty when it is not known."""
    return case.user.email if case.user is not None else case.contact_email


def language_of(case: Case) -> str:
    """Give the requester's language."""
    if case.user is not None:
        return case.user.language
    return case.person.language if case.person is not None else "fr"


def confirm_receipt(case: Case, *, now: dt.datetime) -> None:
    """Tell the requester that the case is in the queue and when the answer comes."""
    if address_of(case):
        queue_mail(
            to=address_of(case),
            template="mail/case_received",
            context={
                "number": case.code,
                "promised_on": case.promised_on,
                "has_account": case.user is not None,
            },
            now=now,
            language=language_of(case),
        )


def announce_answer(case: Case, message: CaseMessage, *, now: dt.datetime) -> None:
    """Tell the requester that the agency answered, or send the answer itself by e-mail."""
    if not address_of(case):
        return
    if message.channel == CaseMessage.Channel.EMAIL:
        queue_mail(
            to=address_of(case),
            template="mail/contact_answered",
            context={
                "number": case.code,
                "asked_on": today(case.opened_at),
                "text": message.text,
                "name": message.author_name,
            },
            now=now,
            language=language_of(case),
        )
    elif message.channel == CaseMessage.Channel.PORTAL:
        queue_mail(
            to=address_of(case),
            template="mail/case_answered",
            context={"number": case.code},
            now=now,
            language=language_of(case),
        )


def kept_words_of(decision: Decision) -> str:
    """Write what was decided as a thread keeps it: the reason, what to do, the note.

    In French, which the desk reads, unless the tenant would not read the same again in theirs:
    the landlord has reasons in words of its own.
    """
    french, theirs = worded_in_french(decision), (decision.sentence, decision.remedy)
    kept = _words(decision, french, WRITTEN_IN)
    said = _words(decision, theirs, decision.language)
    with translation.override(decision.language):
        return kept if read_again(kept) == said else said


def _words(decision: Decision, reason: tuple[str, str], language: str) -> str:
    with translation.override(language):
        if decision.is_accepted:
            first = _("C’est accepté.")
        else:
            first = _("Nous ne pouvons pas accepter ce que vous avez déposé.")
    return "\n\n".join(part for part in (first, *reason, decision.note) if part)


def announce_decision(decision: Decision, *, now: dt.datetime) -> None:
    """Tell the requester what was decided: the outcome and the coded reason, never the note."""
    case = decision.case
    if not address_of(case):
        return
    queue_mail(
        to=address_of(case),
        template="mail/case_accepted" if decision.is_accepted else "mail/case_refused",
        context={
            "number": case.code,
            "asked_on": today(case.opened_at),
            "sentence": decision.sentence,
            "remedy": decision.remedy,
        },
        now=now,
        language=decision.language,
    )
