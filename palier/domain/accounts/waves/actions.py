from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.accounts.queries import user_with_email
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.accounts.sign_in_limits import WAVE, WAVE_LETTERS, strangers_limits_of
from palier.domain.accounts.throttling import count, reserve, wait_before
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.mail.actions import queue_mail
from palier.foundation.background import enqueue

TELL_WAVE = "accounts.tell_wave"


@transaction.atomic
def notice_refused_try(*, email: str, now: dt.datetime) -> None:
    """Note that a try to sign in as ``email`` was turned away; the first of a wave is told.

    Only where strangers have used up their allowance: an owner's own mistakes on a device
    they know, or a crowded address, are no wave.
    """
    if not wait_before(strangers_limits_of(email), now):
        return
    wave = [(WAVE, folded_email(email))]
    is_new = not wait_before(wave, now)
    count(wave, now)
    if is_new:
        enqueue(TELL_WAVE, email=folded_email(email))


@transaction.atomic
def tell_wave(*, email: str, now: dt.datetime) -> None:
    """Write to the owner of ``email``, when there is one: what was seen, and what to do.

    Once a day at most. The letter leads nowhere: whoever waits for it to be followed learns
    nothing, and nobody gets used to signing in from an e-mail.
    """
    user = user_with_email(email)
    if user is None or not user.is_active or reserve([(WAVE_LETTERS, email)], now):
        return
    record(event=Event.TRIES_TOLD, actor=Actor.system(), now=now, subject=user)
    queue_mail(
        to=user.email,
        template="mail/tries_turned_away",
        context={},
        now=now,
        language=user.language,
    )
