"""The steps the acts are made of: move a row of the room, close what waits about it."""

from __future__ import annotations

import datetime as dt

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.actions import close_case_of
from palier.domain.casework.models import Case
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from palier.domain.papers.queries import IMPEDIMENT, PAPER
from palier.foundation.locking import lock


def move_paper(paper: Paper, to: str, event: Event, actor: Actor, now: dt.datetime) -> None:
    """Move a paper; unless it is shared, the trail of it is read by its person alone."""
    move(
        paper,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=paper.tenant_account_id,
        person_id=None if paper.shared else paper.person_id,
        what=paper.title,
    )


def move_request(asked: PaperRequest, to: str, actor: Actor, now: dt.datetime) -> None:
    """Move a request; the trail tells it to the staff."""
    move(
        asked,
        to,
        actor=actor,
        now=now,
        event=Event.PAPER_REQUEST_MOVED,
        tenant_account_id=asked.tenant_account_id,
        person_id=asked.person_id,
        what=asked.title,
    )


def close_waiting_of(asked: PaperRequest, actor: Actor, now: dt.datetime, *, ending: str) -> None:
    """End what still waits about a request: a deposit, or an impediment, with its case.

    ``ending`` is ``replaced`` (something newer came) or ``withdrawn``.
    """
    replaced = ending == Case.Ending.REPLACED
    papers = Paper.objects.filter(request=asked, state=Paper.State.UNDER_REVIEW)
    for paper in lock(papers):
        to = Paper.State.REPLACED if replaced else Paper.State.WITHDRAWN
        event = Event.PAPER_REPLACED if replaced else Event.PAPER_WITHDRAWN
        move_paper(paper, to, event, actor, now)
        close_case_of(
            subject_kind=PAPER,
            subject_reference=paper.code,
            actor=actor,
            now=now,
            reason=ending,
        )
    said = Impediment.objects.filter(request=asked, state=Impediment.State.UNDER_REVIEW)
    for impediment in lock(said):
        move(impediment, Impediment.State.WITHDRAWN, actor=actor, now=now)
        close_case_of(
            subject_kind=IMPEDIMENT,
            subject_reference=impediment.code,
            actor=actor,
            now=now,
            reason=ending,
        )
