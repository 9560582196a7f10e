"""What every test stands on: a frozen clock, closed sockets, one cast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from tests import cast as the_cast
from tests.flushing import triggers_aside


@pytest.fixture
def now() -> Iterator[dt.datetime]:
    """Freeze the clock at the morning of 24 November 2026."""
    with time_machine.travel(the_cast.NOW, tick=False):
        yield the_cast.NOW


@pytest.fixture
def cast(db: None, now: dt.datetime) -> the_cast.Cast:
    """Give the fixed cast (see ``tests/cast.py``)."""
    return the_cast.assemble()


@pytest.fixture(scope="session", autouse=True)
def flush_despite_triggers() -> Iterator[None]:
    with triggers_aside():
        yield
