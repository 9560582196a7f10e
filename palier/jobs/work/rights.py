"""Rights: copies of data, accounts whose delay is over, what is kept no longer."""

from __future__ import annotations

import datetime as dt

from palier.domain.rights import actions
from palier.domain.rights.actions.forgetting import enforce
from palier.domain.rights.retention.catalogue import RULES, rule_named
from palier.foundation.background import enqueue
from palier.jobs.registry import job

ENFORCE = "rights.enforce_rule"


@job(actions.PREPARE, retries=5)
def prepare_copy(*, now: dt.datetime, code: str) -> None:
    actions.prepare_copy(code=code, now=now)


@job(actions.CLOSE_DUE, retries=3)
def close_due(*, now: dt.datetime) -> None:
    actions.close_due_accounts(now=now)


@job("rights.enforce_retention")
def enforce_retention(*, now: dt.datetime) -> None:
    """Ask for each rule by itself, so that one which fails holds no other back."""
    for rule in RULES:
        enqueue(ENFORCE, key=f"{ENFORCE}:{rule.key}", in_bulk=True, rule=rule.key)


@job(ENFORCE, retries=2)
def enforce_one(*, now: dt.datetime, rule: str) -> None:
    enforce(rule=rule_named(rule), now=now)
