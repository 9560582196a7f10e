"""Letters: send what is queued."""

from __future__ import annotations

import datetime as dt

from palier.domain.mail import actions
from palier.jobs.registry import job


@job(actions.SEND, retries=12, first_delay=dt.timedelta(seconds=30))
def send_mail(*, now: dt.datetime, letter: int) -> None:
    actions.deliver(letter_id=letter, now=now)
