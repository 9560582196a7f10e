from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction

from palier.foundation.background import enqueue, enqueue_many
from palier.foundation.models import Job
from palier.jobs import queue, registry
from palier.jobs.worker import LEASE, claim, drain, run

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


class Noted(list[dict[str, object]]):
    """What the trial job was called with."""


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    calls = Noted()

    def note(*, now: dt.datetime, **arguments: object) -> None:
        calls.append(arguments)
        if arguments.get("fails"):
            raise RuntimeError("the bank does not answer")

    registered = registry.Registered(note, retries=3, first_delay=MINUTE)
    monkeypatch.setitem(registry._registered, "trial.note", registered)
    return calls


def test_enqueue_runs_nothing_when_the_change_is_rolled_back(
    now: dt.datetime, noted: Noted
) -> None:
    with transaction.atomic():
        enqueue("trial.note", code="A")
        transaction.set_rollback(True)

    assert drain(now=now) == 0


def test_enqueue_runs_the_job_once_with_its_arguments(now: dt.datetime, noted: Noted) -> None:
    enqueue("trial.note", code="A", amounts=[1, 2])

    assert drain(now=now) == 1
    assert noted == [{"code": "A", "amounts": [1, 2]}]
    assert not Job.objects.exists()


def test_enqueue_waits_for_its_instant(now: dt.datetime, noted: Noted) -> None:
    enqueue("trial.note", run_at=now + MINUTE, code="A")

    assert drain(now=now) == 0
    assert drain(now=now + MINUTE) == 1


def test_enqueue_keeps_one_job_a_key_and_the_latest_arguments(
    now: dt.datetime, noted: Noted
) -> None:
    enqueue("trial.note", key="ask:A", run_at=now + MINUTE, turn=1)
    enqueue("trial.note", key="ask:A", turn=2)

    assert drain(now=now) == 1
    assert noted == [{"turn": 2}]


def test_enqueue_runs_again_what_was_asked_for_while_it_ran(now: dt.datetime, noted: Noted) -> None:
    enqueue("trial.note", key="ask:A", turn=1)
    running = claim(now)
    assert running is not None

    enqueue("trial.note", key="ask:A", turn=2)
    assert claim(now) is None
    run(running, registry.load())

    assert drain(now=now) == 1
    assert noted == [{"turn": 1}, {"turn": 2}]


def test_enqueue_many_lets_single_jobs_go_first(now: dt.datetime, noted: Noted) -> None:
    enqueue_many("trial.note", [{"turn": turn} for turn in range(3)])
    enqueue("trial.note", turn="urgent")

    drain(now=now)

    assert [call["turn"] for call in noted] == ["urgent", 0, 1, 2]


def test_run_tries_again_after_a_delay_that_doubles(now: dt.datetime, noted: Noted) -> None:
    enqueue("trial.note", fails=True)
    delays = []
    for _ in range(3):
        drain(now=now)
        due_at = Job.objects.get().due_at
        assert due_at is not None
        delays.append(due_at - now)
        Job.objects.update(due_at=None)

    assert delays == [MINUTE, 2 * MINUTE, 4 * MINUTE]


def test_run_gives_up_after_the_last_try_and_frees_the_key(now: dt.datetime, noted: Noted) -> None:
    enqueue("trial.note", key="ask:A", fails=True)
    for _ in range(4):
        drain(now=now)
        Job.objects.update(due_at=None)

    (failed,) = queue.given_up()
    assert failed.last_error == "RuntimeError: the bank does not answer"
    assert failed.key is None
    assert drain(now=now + dt.timedelta(days=1)) == 0


def test_retry_gives_a_failed_job_all_its_tries_back(now: dt.datetime, noted: Noted) -> None:
    test_run_gives_up_after_the_last_try_and_frees_the_key(now, noted)

    assert queue.retry(()) == 1
    assert drain(now=now) == 1
    assert queue.given_up() == []


def test_claim_leaves_a_job_to_the_worker_that_holds_it(now: dt.datetime, noted: Noted) -> None:
    enqueue("trial.note", code="A")

    assert claim(now) is not None
    assert claim(now + LEASE) is None


def test_claim_takes_over_when_the_lease_of_a_dead_worker_has_ended(
    now: dt.datetime, noted: Noted
) -> None:
    enqueue("trial.note", code="A")
    dead = claim(now)
    heir = claim(now + LEASE + dt.timedelta(seconds=1))
    assert dead is not None
    assert heir is not None

    run(dead, registry.load())
    assert Job.objects.filter(claim=heir.claim).exists(), "a late worker may not end another's job"
    run(heir, registry.load())
    assert not Job.objects.exists()


def test_claim_gives_up_a_job_that_kills_each_of_its_workers(
    now: dt.datetime, noted: Noted
) -> None:
    enqueue("trial.note", fails=True)
    for deaths in range(3):
        assert claim(now + deaths * 2 * LEASE) is not None

    drain(now=now + 6 * LEASE)

    assert len(queue.given_up()) == 1


def test_run_puts_back_a_job_that_this_version_does_not_know(now: dt.datetime) -> None:
    enqueue("trial.of_tomorrow")

    drain(now=now)

    waiting = Job.objects.get()
    assert waiting.given_up_at is None
    assert waiting.due_at is not None
    assert waiting.due_at > now


def test_drain_costs_one_read_when_there_is_nothing_to_do(
    now: dt.datetime, at_most_queries: Callable[..., object]
) -> None:
    with at_most_queries(1):  # type: ignore[attr-defined]
        drain(now=now)
