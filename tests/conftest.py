"""One cast for every test; the rest of the rig is in ``tests/rig``."""

from __future__ import annotations

import datetime as dt

import pytest

from tests import cast as the_cast


@pytest.fixture
def cast(db: None, now: dt.datetime) -> the_cast.Cast:
    """Give the fixed cast (see ``tests/cast.py``)."""
    return the_cast.assemble()
