from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from palier.domain.casework import actions
from palier.domain.casework.models import Case, CaseMessage
from tests import cast as the_cast
from tests.domain.casework.making import act, hardship


@pytest.fixture
def everybody(transactional_db: None, now: dt.datetime) -> the_cast.Cast:
    return the_cast.assemble()


def test_of_two_advisors_who_answer_at_once_one_is_told(
    everybody: the_cast.Cast, now: dt.datetime
) -> None:
    case = hardship(everybody, now)
    lea = the_cast.make_staff("lea@plaine.example", "Léa Roux", "advisor", everybody.north)
    start = Barrier(2)

    def answer(staff: object) -> str:
        try:
            start.wait(10)
            actions.answer_case(
                case=case, text="Voici ma réponse.", channel="portal", close=False,
                **act(staff, case, now),  # type: ignore[arg-type]
            )  # fmt: skip
        except actions.CaseChanged as changed:
            return changed.changes[0].sentence
        finally:
            connection.close()
        return "answered"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(answer, [everybody.north_advisor, lea]))
    assert outcomes == ["Réponse envoyée.", "answered"]
    assert CaseMessage.objects.count() == 1


def test_two_clicks_at_once_open_one_case(everybody: the_cast.Cast, now: dt.datetime) -> None:
    start = Barrier(2)

    def ask(_click: int) -> str:
        try:
            start.wait(10)
            return hardship(everybody, now).code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        codes = set(both.map(ask, range(2)))
    assert len(codes) == 1
    assert Case.objects.count() == 1
