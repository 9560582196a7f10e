"""Two advisors decide the same thing at the same moment: one decision stands, the other is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from palier.domain.casework.models import Case, Decision
from tests import cast as the_cast
from tests.domain.documents.intake.conftest import files
from tests.domain.household.making import case_of, declared
from tests.domain.insurance.making import deposit
from tests.domain.papers.making import asked, deposited
from tests.domain.papers.making import case_of as paper_case
from tests.office.desks import at_desk

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def everybody(transactional_db: None, now: dt.datetime) -> the_cast.Cast:
    return the_cast.assemble()


MAKING: dict[str, Callable[[the_cast.Cast, dt.datetime], Case]] = {
    "certificate": lambda cast, now: deposit(cast, now).case,
    "declaration": lambda cast, now: case_of(declared(cast, now)),
    "paper": lambda cast, now: paper_case(deposited(cast, now, asked(cast, now))),
}
ACCEPTING = {"valid_to_day": "31", "valid_to_month": "12", "valid_to_year": "2026"}


@pytest.mark.parametrize("kind", MAKING)
def test_one_decision_stands_and_the_other_advisor_reads_it(
    everybody: the_cast.Cast, now: dt.datetime, kind: str
) -> None:
    case = MAKING[kind](everybody, now)
    lea = the_cast.make_staff("lea@plaine.example", "Léa Roux", "advisor", everybody.north)
    desks = [at_desk(everybody.north_advisor), at_desk(lea)]
    typed = {"revision": case.revision, "note": "Relu par moi.", "reason": "unreadable"}
    start = Barrier(2)

    def decide(desk: Client, verb: str) -> tuple[int, str]:
        try:
            start.wait(10)
            answer = desk.post(
                reverse("office:case-act", args=[case.code, verb]), typed | ACCEPTING
            )
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(decide, desks, ["accepter", "refuser"]))
    assert sorted(status for status, _page in outcomes) == [302, 409]
    told = next(page for status, page in outcomes if status == 409)
    decision = Decision.objects.get()
    winner = str(decision.decided_by.user)
    assert "Quelqu’un a travaillé sur cette demande en même temps que vous" in told
    assert winner in told
    assert ("Accepté" if decision.is_accepted else "Refusé") in told
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED
    assert case.revision == 2
