"""What becomes of deposits besides the advisor: the antivirus, the desk's closing by hand."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.actions import close_case_of
from palier.domain.casework.models import Case
from palier.domain.documents.models import StoredFile
from palier.domain.papers import letters
from palier.domain.papers.actions.steps import move_paper, move_request
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from palier.domain.papers.queries import IMPEDIMENT, PAPER
from palier.foundation.locking import lock

SLICE = 200


def stop_infected(*, now: dt.datetime) -> int:
    """Stop the papers whose file the antivirus has refused, and tell who sent them."""
    rows = Paper.objects.filter(
        state=Paper.State.UNDER_REVIEW, document__file__state=StoredFile.State.REFUSED
    )
    return sum(_stop(key, now) for key in rows.order_by("pk").values_list("pk", flat=True)[:SLICE])


def follow_closed_cases(*, now: dt.datetime) -> int:
    """Withdraw what waits although the desk closed its case by hand (duplicate, withdrawn…)."""
    closed = Case.objects.filter(kind=Case.Kind.PAPER, state=Case.State.CLOSED)
    papers = Paper.objects.filter(
        state=Paper.State.UNDER_REVIEW,
        code__in=closed.filter(subject_kind=PAPER).values("subject_reference"),
    )
    said = Impediment.objects.filter(
        state=Impediment.State.UNDER_REVIEW,
        code__in=closed.filter(subject_kind=IMPEDIMENT).values("subject_reference"),
    )
    done = sum(_leave_paper(key, now) for key in papers.values_list("pk", flat=True)[:SLICE])
    return done + sum(_leave_said(key, now) for key in said.values_list("pk", flat=True)[:SLICE])


@transaction.atomic
def _stop(key: int, now: dt.datetime) -> bool:
    rows = Paper.objects.filter(pk=key, state=Paper.State.UNDER_REVIEW)
    for paper in lock(rows.select_related("user")):
        actor = Actor.system()
        move_paper(paper, Paper.State.STOPPED, Event.PAPER_STOPPED, actor, now)
        close_case_of(subject_kind=PAPER, subject_reference=paper.code, actor=actor, now=now)
        _to_give_again(paper.request_id, now)
        letters.tell_stopped(paper, now=now)
        return True
    return False


@transaction.atomic
def _leave_paper(key: int, now: dt.datetime) -> bool:
    rows = Paper.objects.filter(pk=key, state=Paper.State.UNDER_REVIEW)
    for paper in lock(rows):
        if _still_open(PAPER, paper.code):
            return False
        move_paper(paper, Paper.State.WITHDRAWN, Event.PAPER_WITHDRAWN, Actor.system(), now)
        _to_give_again(paper.request_id, now)
        return True
    return False


@transaction.atomic
def _leave_said(key: int, now: dt.datetime) -> bool:
    for said in lock(Impediment.objects.filter(pk=key, state=Impediment.State.UNDER_REVIEW)):
        if _still_open(IMPEDIMENT, said.code):
            return False
        move(said, Impediment.State.WITHDRAWN, actor=Actor.system(), now=now)
        _to_give_again(said.request_id, now)
        return True
    return False


def _still_open(kind: str, reference: str) -> bool:
    about = Case.objects.filter(subject_kind=kind, subject_reference=reference)
    return about.exclude(state=Case.State.CLOSED).exists()


def _to_give_again(request_id: int | None, now: dt.datetime) -> None:
    waiting = (PaperRequest.State.DEPOSITED, PaperRequest.State.EXPLAINED)
    for asked in lock(PaperRequest.objects.filter(pk__in=[request_id], state__in=waiting)):
        move_request(asked, PaperRequest.State.ASKED, Actor.system(), now)
