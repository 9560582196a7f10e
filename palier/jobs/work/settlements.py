"""Régularisations: draw the PDF that somebody waits for."""

from __future__ import annotations

import datetime as dt

from palier.domain.audit.actor import Actor
from palier.domain.billing.settlements import actions
from palier.domain.billing.settlements.queries import settlement_coded
from palier.jobs.registry import job


@job(actions.DRAW, retries=4)
def draw(*, now: dt.datetime, code: str) -> None:
    actions.keep_pdf(settlement=settlement_coded(code), actor=Actor.system(), now=now)
