from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from palier.foundation import pdf
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


@pytest.fixture(scope="module", autouse=True)
def drawn_once() -> Iterator[None]:
    """Draw each document once for all who ask for it.

    What is stored is taken back after each knock, so a document would be drawn again for
    everybody; the same template, facts and stamp give the same bytes (``palier.foundation.pdf``).
    """
    draw, drawn = pdf.render, {}

    def render(template: Path, facts: Mapping[str, Any], *, stamped_at: dt.datetime) -> bytes:
        key = (template, json.dumps(facts, sort_keys=True, default=str), stamped_at)
        if key not in drawn:
            drawn[key] = draw(template, facts, stamped_at=stamped_at)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", render)
        # Nobody looks at the contexts that the test client would copy at every template.
        patch.setattr("django.test.client.store_rendered_templates", lambda *_told, **_more: None)
        yield
