from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tests.cast import NOW
from tests.doors.world import World, build


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Make the world once and for all these tests: each of them takes back what it did."""
    place = tmp_path_factory.mktemp("files")
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(place)},
    }
    with override_settings(STORAGES=settings.STORAGES | {"default": files}):
        try:
            with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
                made = build(NOW)
            yield made
        finally:
            with django_db_blocker.unblock():
                call_command("flush", interactive=False, verbosity=0)
