from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template import Context, loader
from django.utils import translation

from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail import gateway, rules
from palier.domain.mail.models import Letter, Refusal
from palier.domain.mail.preferences import refused_topics, unsubscribe_url, wants
from palier.domain.mail.topics import Topic, topic_of
from palier.foundation.background import enqueue
from palier.foundation.locking import lock
from palier.foundation.sentences import spoken

SEND = "mail.send"
KEPT = dt.timedelta(days=90)


@transaction.atomic
def queue_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    now: dt.datetime,
    language: str = "fr",
    holds_secret: bool = False,
    in_bulk: bool = False,
    must_arrive: bool = False,
) -> Letter:
    """Compose a letter and queue it in the caller's transaction; a job sends it.

    ``template`` is ``mail/<name>``: the file ``mail/<name>.txt`` of any room, first line
    the subject. Days, months and lazy words of ``context`` are said in ``language``. Besides
    ``context`` it knows ``address`` (the portal's, without a final slash) and ``landlord``.
    ``holds_secret``: wipe the text once it is sent, because it
    has a link or a code that opens something. ``in_bulk``: one of many of its kind, which
    lets a receipt or a code go first. What its reader does without (``preferences``) is
    written down as such and not sent, unless it ``must_arrive``: nothing else tells them.
    """
    topic = topic_of(template)
    if not must_arrive and not wants(to, topic):
        return Letter.objects.create(
            to=to,
            subject="",
            text="",
            template=template,
            state=Letter.State.UNWANTED,
            queued_at=now,
        )
    unsubscribe = "" if must_arrive else unsubscribe_url(to, topic)
    known = settings_on(today(now))
    around = {
        "address": settings.PALIER_ADDRESS,
        "landlord": known["name"],
        "phone": known["phone"],
        "phone_hours": known["phone_hours"],
        "sender": settings.DEFAULT_FROM_EMAIL,
        "language": language,
        "topic": topic.label,
        "unsubscribe_url": unsubscribe,
    }
    with translation.override(language):
        said = {name: spoken(word) for name, word in context.items()}
        composed = rules.split_subject(_plain(f"{template}.txt", {**around, **said}))
        text = _plain("mail/frame.txt", {**around, "body": composed.body})
        html = loader.render_to_string(
            "mail/frame.html",
            {**around, "subject": composed.subject, "body_html": rules.as_html(composed.body)},
        )
    letter = Letter.objects.create(
        to=to,
        subject=composed.subject,
        text=text,
        html=html,
        template=template,
        unsubscribe_url=unsubscribe,
        holds_secret=holds_secret,
        queued_at=now,
    )
    enqueue(SEND, in_bulk=in_bulk, letter=letter.pk)
    return letter


@transaction.atomic
def set_refusals(*, address: str, refused: Iterable[Topic], now: dt.datetime) -> bool:
    """Write which topics the reader of ``address`` does without; tell whether that is news.

    Letters about security and with legal effect are always sent, whatever is asked. The
    caller records who asked.
    """
    wished = frozenset(topic for topic in refused if topic.may_be_refused)
    present = refused_topics(address)
    if wished == present:
        return False
    key = address.strip().lower()
    Refusal.objects.filter(address=key).exclude(topic__in=wished).delete()
    Refusal.objects.bulk_create(
        [Refusal(address=key, topic=topic.value, refused_at=now) for topic in wished - present],
        ignore_conflicts=True,
    )
    return True


@transaction.atomic
def move_preferences(*, old: str, new: str) -> None:
    """Let what the reader of ``old`` does without hold for their new address."""
    Refusal.objects.filter(address=new.strip().lower()).delete()
    Refusal.objects.filter(address=old.strip().lower()).update(address=new.strip().lower())


def deliver(*, letter_id: int, now: dt.datetime) -> None:
    """Send one queued letter; harmless when it was sent already.

    The mail server is spoken to between two transactions, so a worker killed right after
    sends the letter twice rather than never.

    Raises:
        OSError: the server cannot be reached; the job tries again later.
    """
    with transaction.atomic():
        found = lock(Letter.objects.filter(pk=letter_id, state=Letter.State.QUEUED))
        if not found:
            return
        letter = found[0]
        letter.tries += 1
        letter.save(update_fields=["tries"])
    try:
        gateway.send(letter)
    except gateway.AddressRefused as refusal:
        _settle(letter, Letter.State.FAILED, now, str(refusal))
    except OSError as failure:
        Letter.objects.filter(pk=letter.pk).update(last_error=str(failure)[:300])
        raise
    else:
        _settle(letter, Letter.State.SENT, now, "")


@transaction.atomic
def forget_old_letters(*, now: dt.datetime) -> int:
    """Delete the letters settled more than ninety days ago; give how many."""
    count, _ = (
        Letter.objects.exclude(state=Letter.State.QUEUED).filter(queued_at__lt=now - KEPT).delete()
    )
    return count


def _plain(template: str, context: Mapping[str, Any]) -> str:
    """Render a text template, where ``&`` is an ampersand."""
    compiled = loader.get_template(template).template  # type: ignore[attr-defined]
    return str(compiled.render(Context(dict(context), autoescape=False)))


def _settle(letter: Letter, state: str, now: dt.datetime, error: str) -> None:
    letter.state, letter.sent_at, letter.last_error = state, now, error[:300]
    if letter.holds_secret and not settings.SAMPLE:
        # The sample's mailbox page is where these letters are read.
        letter.text = letter.html = ""
    letter.save(update_fields=["state", "sent_at", "last_error", "text", "html"])
