"""Contact details: answers about e-mails, addresses that take effect, what the ERP echoes."""

from __future__ import annotations

import datetime as dt

from palier.domain.contact_details import actions
from palier.jobs.registry import job


@job(actions.ANSWER, retries=3)
def answer_email_change(*, now: dt.datetime, change: int) -> None:
    actions.answer_email_change(change_id=change, now=now)


@job("contact_details.follow", retries=3)
def follow(*, now: dt.datetime) -> None:
    actions.apply_due_email_changes(now=now)
    actions.compare_with_erp(now=now)
