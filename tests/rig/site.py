"""A living portal: ``palier serve`` with the sample landlord, on a port and a folder of its own."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 150.0


@dataclass(frozen=True)
class SignIn:
    """One of the sample's people, as ``palier demo accounts --json`` gives them."""

    role: str
    email: str = ""
    password: str = ""
    totp_secret: str = ""
    customer_reference: str = ""
    family_name: str = ""
    agency: str = ""


class Site:
    """Start with ``with Site(folder) as site``; ``site.url("/connexion/")`` gives an address."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.log = home / "serve.log"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PALIER_")},
            "PALIER_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "palier.config.settings",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Site:
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*PALIER, "serve", "--sample", "--port", str(self.port)],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.url("/")):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"the portal did not start:\n{self.log.read_text()}")
            time.sleep(0.2)
        return self

    def __exit__(self, *error: object) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(40)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        """Give the address of ``path``; ``host`` may be ``localhost`` (passkeys need it)."""
        return f"http://{host}:{self.port}{path}"

    def palier(self, *arguments: str) -> str:
        """Run ``palier …`` on the same data and give what it prints."""
        return subprocess.run(
            [*PALIER, *arguments], env=self._environment, check=True, capture_output=True, text=True
        ).stdout

    def sign_ins(self) -> list[SignIn]:
        known = SignIn.__dataclass_fields__
        rows: list[dict[str, Any]] = json.loads(self.palier("demo", "accounts", "--json"))
        return [
            SignIn(**{k: v for k, v in row.items() if k in known and v is not None}) for row in rows
        ]

    def sign_in(self, role: str, **wanted: str) -> SignIn:
        """Give the first sample person of ``role`` whose facts are ``wanted``."""
        for person in self.sign_ins():
            if person.role == role and all(getattr(person, k) == v for k, v in wanted.items()):
                return person
        raise LookupError(f"the sample has no {role} with {wanted}")


PALIER = (sys.executable, "-m", "palier.jobs")


def prepared_home(shared: Path, own: Path) -> Path:
    """Load the sample once a run, whatever the number of processes, and copy it for each."""
    template = shared / "sample"
    with (shared / "sample.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not template.exists():
            loading = shared / "loading"
            loading.mkdir(exist_ok=True)
            with Site(loading):
                pass
            loading.rename(template)
    shutil.copytree(template, own)
    return own


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):
            return True
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code < 500
    except OSError:
        return False
