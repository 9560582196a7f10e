from __future__ import annotations

import datetime as dt
import inspect
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.foundation.models import Job
from palier.jobs import registry
from palier.jobs.schedule import SCHEDULE, Daily, Entry, Every, queue_what_is_due

PARIS = ZoneInfo("Europe/Paris")
NAIVE = dt.datetime  # hypothesis asks for bounds without a zone
SIX = Daily(at=dt.time(6, 0))
INSTANTS = st.datetimes(
    min_value=NAIVE(2026, 1, 1), max_value=NAIVE(2028, 12, 31), timezones=st.just(dt.UTC)
)


def instant(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written).astimezone(dt.UTC)


@given(INSTANTS, st.sampled_from([SIX, Every(dt.timedelta(minutes=15)), Daily(dt.time(2, 30), 25)]))
def test_latest_slot_is_never_later_than_now_and_is_its_own_latest(
    now: dt.datetime, when: Daily | Every
) -> None:
    slot = when.latest_slot(now, PARIS)

    assert slot <= now
    assert when.latest_slot(slot, PARIS) == slot


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-24T05:59+01:00", "2026-11-23T06:00+01:00"),
        ("2026-11-24T06:00+01:00", "2026-11-24T06:00+01:00"),
        ("2026-07-01T06:00+02:00", "2026-07-01T06:00+02:00"),
    ],
)
def test_daily_follows_the_landlords_clock_over_the_change_of_hour(now: str, slot: str) -> None:
    assert SIX.latest_slot(instant(now), PARIS) == instant(slot)


def test_daily_on_a_day_of_the_month_goes_back_to_it() -> None:
    monthly = Daily(at=dt.time(6, 0), day_of_month=25)

    assert monthly.latest_slot(instant("2026-11-24T09:00+01:00"), PARIS) == instant(
        "2026-10-25T06:00+01:00"
    )


@pytest.mark.django_db
def test_queue_what_is_due_queues_each_occurrence_once(now: dt.datetime) -> None:
    schedule = (Entry("trial.note", SIX),)
    day = dt.timedelta(days=1)

    def queued(at: dt.datetime) -> int:
        return queue_what_is_due(now=at, zone=PARIS, schedule=schedule)

    assert queued(now) == 0, "a new installation starts the count"
    assert queued(now + day) == 1
    assert queued(now + day) == 0
    assert queued(now + 5 * day) == 1, "what was missed is made up once"
    assert Job.objects.count() == 1


def test_schedule_names_only_jobs_that_exist() -> None:
    assert {entry.job for entry in SCHEDULE} <= set(registry.load())


def test_schedule_names_every_job_that_nobody_could_ask_for() -> None:
    """A job without arguments comes round by itself, or never."""
    alone = {
        name
        for name, registered in registry.load().items()
        if list(inspect.signature(registered.function).parameters) == ["now"]
    }
    assert alone <= {entry.job for entry in SCHEDULE}


def test_schedule_names_each_job_once() -> None:
    assert len({entry.job for entry in SCHEDULE}) == len(SCHEDULE)
