"""The only file that hands a letter to the mail server (Django's configured backend)."""

from __future__ import annotations

import smtplib
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from palier.domain.mail.models import Letter

REACH_SECONDS = 5


class AddressRefused(Exception):
    """The mail server says this address will never work: trying again is of no use."""


def reach() -> None:
    """Knock at the mail server: the connection, its TLS and our sign-in; nothing is sent.

    Raises:
        OSError: it does not answer, or does not let us in (``smtplib``'s errors are such).
    """
    line = get_connection(timeout=REACH_SECONDS)
    try:
        line.open()
    finally:
        line.close()


def send(letter: Letter) -> None:
    """Hand ``letter`` over, text first, then its HTML twin.

    Raises:
        AddressRefused: the server refuses the address for good (an SMTP 5xx answer).
        OSError: the server cannot be reached, or asks to come back later.
    """
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        headers={
            # Of the sender's domain: a machine's own name in it looks like spam.
            "Message-ID": make_msgid(
                domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].split("@")[-1]
            ),
            # Machines must not answer a machine; the number lets a server drop a repeat.
            "Auto-Submitted": "auto-generated",
            "X-Palier-Letter": str(letter.pk),
        },
    )
    if letter.unsubscribe_url:
        # RFC 2369 and 8058: the reader's own mail program offers to stop these letters.
        message.extra_headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        answers = list(refusal.recipients.values())
        if answers and all(500 <= code < 600 for code, _reason in answers):
            raise AddressRefused(str(answers[0][0])) from refusal
        raise
