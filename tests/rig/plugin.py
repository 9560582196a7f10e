"""Fixtures and options of every test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import time_machine

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="keep the tests that touch a database (for the second engine)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-database"):
        return
    kept = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(scope="session", autouse=True)
def flush_despite_triggers() -> Iterator[None]:
    from tests.rig.flushing import triggers_aside

    with triggers_aside():
        yield


@pytest.fixture
def now() -> Iterator[dt.datetime]:
    """Freeze the clock at the morning of 24 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def run_jobs(db: None) -> Callable[[dt.datetime], int]:
    """Run every job that is due at an instant, in this thread: ``run_jobs(now)``."""
    from palier.jobs.worker import drain

    def run(instant: dt.datetime) -> int:
        return drain(now=instant)

    return run


@pytest.fixture
def at_most_queries(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> Callable[[int], AbstractContextManager[object]]:
    """Fail, with the statements, when a block asks the database more often than said."""
    return django_assert_max_num_queries
