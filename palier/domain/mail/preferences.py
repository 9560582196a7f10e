"""Which letters the reader of a mailbox does without, and the link that says so in one click.

A mailbox, not a person, is what an unsubscribe link speaks for: whoever reads it decides.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from palier.domain.mail.models import Refusal
from palier.domain.mail.topics import Topic

SALT = "palier.mail.preferences"


def refused_topics(address: str) -> frozenset[Topic]:
    """Give the topics whose letters the reader of ``address`` does without."""
    rows = Refusal.objects.filter(address=_folded(address)).values_list("topic", flat=True)
    return frozenset(Topic(row) for row in rows)


def wants(address: str, topic: Topic) -> bool:
    """Tell whether a letter of ``topic`` is sent to ``address``."""
    if not topic.may_be_refused:
        return True
    return not Refusal.objects.filter(address=_folded(address), topic=topic.value).exists()


def unsubscribe_url(address: str, topic: Topic) -> str:
    """Give the address of the page where letters of ``topic`` stop; empty when they cannot."""
    if not topic.may_be_refused:
        return ""
    token = signing.dumps([_folded(address), topic.value], salt=SALT, compress=True)
    return f"{settings.PALIER_ADDRESS}{reverse('portal:unsubscribe', args=[token])}"


def read_token(token: str) -> tuple[str, Topic] | None:
    """Give the mailbox and the topic that an unsubscribe link is about; ``None``: not ours.

    It never expires: letters are read years later.
    """
    try:
        address, topic = signing.loads(token, salt=SALT)
        return str(address), Topic(topic)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _folded(address: str) -> str:
    return address.strip().lower()
