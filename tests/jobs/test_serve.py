"""The tree of processes, for real: it starts, outlives its worker, and ends without a trace."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from palier.jobs.serve import free_addresses
from tests.rig.site import PALIER, answers, free_port

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="reads the tree of processes in /proc"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for command in ("migrate", "createcachetable", "collectstatic --no-input"):
        palier(folder, "manage", *command.split()).communicate(timeout=120)
    return folder


def palier(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PALIER_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "palier.config.settings",
    }
    return subprocess.Popen(
        [*PALIER, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.fixture
def served(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    process = palier(home, "serve", "--port", str(port))
    try:
        wait_until_it_answers(process, f"http://127.0.0.1:{port}/connexion/")
        yield process, port
    finally:
        process.terminate()
        process.communicate(timeout=40)


def wait_until_it_answers(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + 40
    while not answers(address):
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < deadline, f"{address} does not answer"
        time.sleep(0.1)


def children_of(parent: int) -> dict[int, str]:
    """Give each child and its command line."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {
        int(child): Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        for child in listed
    }


def worker_of(parent: int) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for child, command in children_of(parent).items():
            if " worker " in command:
                return child
        time.sleep(0.1)
    raise AssertionError("no worker runs")


def test_serve_brings_back_a_worker_that_was_killed(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = served
    victim = worker_of(process.pid)

    os.kill(victim, signal.SIGKILL)
    while victim in children_of(process.pid):
        time.sleep(0.05)

    assert worker_of(process.pid) != victim
    wait_until_it_answers(process, f"http://localhost:{port}/connexion/")


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_serve_leaves_nothing_behind(
    served: tuple[subprocess.Popen[bytes], int], way: signal.Signals
) -> None:
    process, _port = served
    family = children_of(process.pid)

    process.send_signal(way)
    process.communicate(timeout=40)
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{child}").exists() for child in family) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not [child for child in family if Path(f"/proc/{child}").exists()]
    assert process.returncode == (-9 if way == signal.SIGKILL else 0)


def test_serve_says_when_the_port_is_taken(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = palier(home, "serve", "--port", str(port))
        said = process.communicate(timeout=30)[1].decode()

    assert process.returncode == 1
    assert f"le port {port} est déjà pris" in said
    assert "Traceback" not in said


def test_free_addresses_leaves_out_what_the_machine_has_not() -> None:
    assert free_addresses(["127.0.0.1"], free_port())
