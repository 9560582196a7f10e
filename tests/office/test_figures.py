from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from palier.domain.accounts.models import StaffMember
from palier.domain.casework import actions
from palier.domain.casework.figures import figures_for
from palier.domain.casework.models import Case
from palier.office.figures import duration
from tests.cast import Cast
from tests.domain.casework.making import act, contact

Budget = Callable[[int], AbstractContextManager[object]]
PARIS = ZoneInfo("Europe/Paris")


def answered(staff: StaffMember, agency: str, now: dt.datetime, took: dt.timedelta) -> Case:
    case = contact(now - took, agency_id=agency)
    return actions.answer_case(
        case=case, text="Voici.", channel="email", close=True, **act(staff, case, now)
    )


def test_the_figures_are_those_of_each_agency(cast: Cast, now: dt.datetime) -> None:
    for days in (1, 2, 12, 20):
        answered(cast.north_advisor, "AG1", now, dt.timedelta(days=days))
    answered(cast.south_advisor, "AG2", now, dt.timedelta(hours=3))
    contact(now - dt.timedelta(days=30), agency_id="AG1")
    contact(now, agency_id="AG1")
    found = figures_for(
        cast.administrator,
        today=now.date(),
        since=now - dt.timedelta(days=30),
        zone=PARIS,
    )
    north, south = found["AG1"], found["AG2"]
    assert (north.waiting, north.late, north.answered, north.on_time) == (2, 1, 4, 2)
    assert north.on_time_percent == 50
    assert north.median == dt.timedelta(days=7)
    assert (south.median, south.waiting) == (dt.timedelta(hours=3), 0)


def test_an_answer_in_the_evening_of_the_promised_day_is_on_time(
    cast: Cast, now: dt.datetime
) -> None:
    case = contact(now, agency_id="AG1")
    evening = dt.datetime.combine(case.promised_on, dt.time(23, 30), PARIS)
    actions.answer_case(
        case=case,
        text="Voici.",
        channel="email",
        close=False,
        **act(cast.north_advisor, case, evening.astimezone(dt.UTC)),
    )
    found = figures_for(cast.administrator, today=now.date(), since=now, zone=PARIS)
    assert found["AG1"].on_time == 1


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Guadeloupe", "Pacific/Kiritimati"])
@pytest.mark.parametrize(("hours", "kept"), [(-30, 1), (-0.5, 1), (0.5, 0), (11, 0), (40, 0)])
def test_a_promise_ends_with_its_day_where_the_landlord_is(
    cast: Cast, now: dt.datetime, zone: str, hours: float, kept: int
) -> None:
    case = contact(now - dt.timedelta(days=60), agency_id="AG1")
    midnight = dt.datetime.combine(
        case.promised_on + dt.timedelta(days=1), dt.time(), ZoneInfo(zone)
    ).astimezone(dt.UTC)
    Case.objects.filter(pk=case.pk).update(answered_at=midnight + dt.timedelta(hours=hours))
    found = figures_for(
        cast.administrator, today=now.date(), since=case.opened_at, zone=ZoneInfo(zone)
    )
    assert found["AG1"].on_time == kept


def test_an_advisor_of_the_south_counts_the_south(cast: Cast, now: dt.datetime) -> None:
    contact(now, agency_id="AG1")
    assert figures_for(cast.south_advisor, today=now.date(), since=now, zone=PARIS) == {}


def test_the_page_reads_and_costs_the_same(
    cast: Cast, adama: Client, now: dt.datetime, at_most_queries: Budget
) -> None:
    for days in (1, 2, 3):
        answered(cast.north_advisor, "AG1", now, dt.timedelta(days=days))
    adama.get("/agence/chiffres/")
    with at_most_queries(10):
        page = adama.get("/agence/chiffres/?jours=90&type=contact").content.decode()
    assert "2\u00a0jours" in page
    assert "100\u202f%" in page
    assert adama.get("/agence/chiffres/?jours=7&type=x").status_code == 200


def test_an_advisor_has_no_figures(nora: Client) -> None:
    assert nora.get("/agence/chiffres/").status_code == 404


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, "—"),
        (dt.timedelta(minutes=20), "moins d’une heure"),
        (dt.timedelta(hours=5, minutes=10), "5\u00a0heures"),
        (dt.timedelta(days=9, hours=20), "10\u00a0jours"),
    ],
)
def test_a_delay_is_written_as_people_say_it(time: dt.timedelta | None, words: str) -> None:
    assert duration(time) == words
