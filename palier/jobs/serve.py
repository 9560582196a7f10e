"""Web server and worker in one tree of processes, which starts and ends as one.

palier serve
├── gunicorn          2 processes of 4 threads
└── palier worker     brought back when it dies; its jobs are taken up again
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

LOOPBACK = ("127.0.0.1", "::1")
PR_SET_PDEATHSIG = 1
STOP_SECONDS = 30.0
LOOK_SECONDS = 0.2
RESTART_SECONDS = 1.0


def free_addresses(hosts: Sequence[str], port: int) -> list[str]:
    """Give ``host:port`` for each host that this machine can listen on.

    Raises:
        OSError: another program holds the port on one of them.
    """
    addresses = []
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                if family == socket.AF_INET6 and not _has_ipv6_loopback():
                    continue
                raise
        addresses.append(f"[{host}]:{port}" if family == socket.AF_INET6 else f"{host}:{port}")
    return addresses


def _has_ipv6_loopback() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


class Supervisor:
    """Start both, wait for the end of either, and end both."""

    def __init__(self, *, bind: Sequence[str], worker_threads: int) -> None:
        # PORT too: the sample's own address, and its bank's, follow from it.
        port = bind[0].rpartition(":")[2]
        self._environment = {**os.environ, "PALIER_BIND": ",".join(bind), "PORT": port}
        self._web_command = [sys.executable, "-m", "gunicorn", "-c", "python:palier.config.serving"]
        self._worker_command = [
            sys.executable,
            "-m",
            "palier.jobs",
            "worker",
            "--threads",
            str(worker_threads),
        ]
        self._stopping = False
        self._web: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self._web = self._spawn(self._web_command)
        self._worker = self._spawn(self._worker_command)

    def wait(self) -> int:
        """Keep both alive until a signal; give 0, or 1 when the web server died by itself."""
        assert self._web is not None
        assert self._worker is not None
        status = 0
        while not self._stopping:
            if self._web.poll() is not None:
                status = 1
                break
            if self._worker.poll() is not None:
                time.sleep(RESTART_SECONDS)
                if not self._stopping:
                    self._worker = self._spawn(self._worker_command)
            time.sleep(LOOK_SECONDS)
        self._end([self._web, self._worker])
        return status

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the supervisor alone, which asks each child
        # once. The kernel tells the children when the supervisor itself is killed.
        return subprocess.Popen(
            command, env=self._environment, start_new_session=True, preexec_fn=_die_with_parent
        )

    def _end(self, children: list[subprocess.Popen[bytes]]) -> None:
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
