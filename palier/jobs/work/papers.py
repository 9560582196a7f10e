"""Papers: reminders before the deadline, what was stopped or closed."""

from __future__ import annotations

import datetime as dt

from palier.domain.papers import actions
from palier.jobs.registry import job


@job("papers.follow", retries=3)
def follow(*, now: dt.datetime) -> None:
    actions.stop_infected(now=now)
    actions.follow_closed_cases(now=now)


@job("papers.remind", retries=3)
def remind(*, now: dt.datetime) -> None:
    actions.remind_of_papers(now=now)
