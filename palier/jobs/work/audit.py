"""The trail: seal what was written, send the seal out of the house once a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction

from palier.domain.audit.actions import note_anchor, record, seal
from palier.domain.audit.actor import Actor
from palier.domain.audit.anchors import write_anchor
from palier.domain.audit.catalogue import Event
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.jobs.registry import job


@job("audit.seal", retries=2)
def seal_trail(*, now: dt.datetime) -> None:
    while seal(now=now):
        """One segment after another, each in a transaction of its own."""


@job("audit.anchor")
def anchor_trail(*, now: dt.datetime) -> None:
    """Send the head of the chain where the landlord keeps it; nothing when it keeps none.

    Raises:
        OSError: the folder cannot be written to; the job tries again later.
    """
    seal_trail(now=now)
    email = str(settings_on(today(now))["trail_anchor_email"])
    folder = str(settings.PALIER_ANCHOR_FOLDER)
    sent_to = [name for name, place in (("file", folder), ("mail", email)) if place]
    if not sent_to:
        return
    with transaction.atomic():
        anchor = note_anchor(day=today(now), now=now, sent_to=sent_to)
        if anchor is None:
            return
        record(
            event=Event.TRAIL_ANCHORED,
            actor=Actor.system(),
            now=now,
            subject=anchor,
            segment=anchor.segment,
        )
        if email:
            context = {
                "day": anchor.day,
                "segment": anchor.segment,
                "entries": anchor.entries,
                "hash": anchor.hash,
            }
            queue_mail(to=email, template="mail/trail_anchor", context=context, now=now)
        if folder:
            # Last, so that a folder that refuses rolls the day back: it is tried again.
            write_anchor(anchor, Path(folder))
