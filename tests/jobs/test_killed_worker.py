"""What no mock can show: a process that is killed while it works."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from palier.foundation.background import enqueue
from palier.foundation.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = Path(__file__).parent / "killable_worker.py"
Start = Callable[[], "subprocess.Popen[str]"]


def database_address() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}@/{settings['NAME']}?host={quote(settings['HOST'])}"


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Start]:
    running = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "palier.config.settings",
        "PALIER_DATABASE_URL": database_address(),
        "PALIER_HOME": str(tmp_path),
    }

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, SCRIPT], env=environment, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def wait_for(marks: Path, expected: list[str], seconds: float = 20) -> list[str]:
    deadline = time.monotonic() + seconds
    lines: list[str] = []
    while time.monotonic() < deadline:
        lines = marks.read_text().split() if marks.exists() else []
        if lines == expected:
            break
        time.sleep(0.05)
    return lines


def test_a_job_is_taken_up_again_when_its_worker_is_killed(
    start_worker: Start, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    enqueue("trial.slow", marks=str(marks), seconds=1)
    victim = start_worker()
    wait_for(marks, ["start"])

    victim.kill()
    start_worker()

    assert wait_for(marks, ["start", "start", "end"]) == ["start", "start", "end"]


def test_a_job_longer_than_its_lease_runs_once(start_worker: Start, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    enqueue("trial.slow", marks=str(marks), seconds=4)
    start_worker()
    start_worker()

    assert wait_for(marks, ["start", "end"]) == ["start", "end"]
    time.sleep(0.5)
    assert not Job.objects.exists()
