"""A worker process for the tests to kill: its only job sleeps, then leaves a line in a file."""

from __future__ import annotations

import datetime as dt
import sys
import threading
import time
from pathlib import Path

import django

django.setup()

from palier.jobs import worker  # noqa: E402
from palier.jobs.registry import job  # noqa: E402

worker.LEASE = dt.timedelta(seconds=2)
worker.HEARTBEAT_SECONDS = 0.5
worker.IDLE_SECONDS = 0.1


@job("trial.slow")
def slow(*, now: dt.datetime, marks: str, seconds: float) -> None:
    with Path(marks).open("a") as lines:
        lines.write("start\n")
    time.sleep(seconds)
    with Path(marks).open("a") as lines:
        lines.write("end\n")


if __name__ == "__main__":
    worker.Worker(threads=1).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    threading.Event().wait()
