"""Receipts: follow the accounts that moved, draw the PDF that somebody waits for."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.audit.actor import Actor
from palier.domain.billing.receipts import actions
from palier.domain.billing.receipts.queries import receipt_coded
from palier.domain.ledger.actions import ACCOUNT_MOVED
from palier.foundation.background import enqueue
from palier.jobs.registry import job


@job(actions.FOLLOW_ONE, retries=6)
def follow_one(*, now: dt.datetime, account: str) -> None:
    actions.follow(code=account, now=now)


@job(ACCOUNT_MOVED, retries=6)
def follow_moved(*, now: dt.datetime, account: str) -> None:
    actions.follow(code=account, now=now)


@job(actions.FOLLOW_ALL, retries=6)
def follow_all(*, now: dt.datetime, after: int = 0) -> None:
    """One slice a job: a killed worker loses one slice, and everything else may pass between."""
    last = actions.follow_all(after=after, now=now)
    if last is not None:
        with transaction.atomic():
            enqueue(actions.FOLLOW_ALL, key=f"receipts:after:{last}", in_bulk=True, after=last)


@job(actions.DRAW, retries=4)
def draw(*, now: dt.datetime, code: str) -> None:
    actions.keep_pdf(receipt=receipt_coded(code), actor=Actor.system(), now=now)
