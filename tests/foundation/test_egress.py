"""This process connects to what is on its list, and to nothing else."""

from __future__ import annotations

import os
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from palier.foundation.egress import ANY_PORT, Destination, OutgoingRefused, allow_only, lift

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        yield server.getsockname()[1]


@pytest.fixture(autouse=True)
def hold_nothing_afterwards() -> Iterator[None]:
    yield
    lift()


def test_a_place_on_the_list_is_reached_by_its_name(listening: int) -> None:
    allow_only([Destination("localhost", listening, "essai")])
    socket.create_connection(("localhost", listening), 5).close()


def test_any_port_of_a_machine_may_be_listed(listening: int) -> None:
    allow_only([Destination("127.0.0.1", ANY_PORT, "essai")])
    socket.create_connection(("127.0.0.1", listening), 5).close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "0.0.0.0", "127.1"])
def test_another_place_is_refused(listening: int, host: str) -> None:
    allow_only([Destination("smtp.exemple.fr", 587, "e-mails")])
    with pytest.raises(OutgoingRefused):
        socket.create_connection((host, listening), 5)


def test_another_port_of_a_listed_machine_is_refused(listening: int) -> None:
    allow_only([Destination("localhost", listening + 1, "essai")])
    with pytest.raises(OutgoingRefused):
        socket.create_connection(("localhost", listening), 5)


def test_an_address_written_as_numbers_is_no_way_round(listening: int) -> None:
    allow_only([])
    with socket.socket() as line, pytest.raises(OutgoingRefused):
        line.connect(("127.0.0.1", listening))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, pytest.raises(OutgoingRefused):
        line.sendto(b"x", ("127.0.0.1", 53))


def test_the_metadata_of_a_cloud_is_out_of_reach() -> None:
    allow_only([])
    with pytest.raises(requests.ConnectionError):
        requests.get("http://169.254.169.254/latest/meta-data/", timeout=5)


def test_libraries_see_a_place_out_of_reach(listening: int) -> None:
    allow_only([])
    with pytest.raises(OutgoingRefused):
        smtplib.SMTP("localhost", listening, timeout=5)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://localhost:{listening}/", timeout=5)


def test_a_unix_socket_is_listed_by_its_path(tmp_path: Path) -> None:
    path = str(tmp_path / "clamd.sock")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(1)
        allow_only([Destination(path, 0, "antivirus")])
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(path)
        allow_only([])
        with socket.socket(socket.AF_UNIX) as line, pytest.raises(OutgoingRefused):
            line.connect(path)


def test_what_was_refused_is_logged(listening: int, caplog: pytest.LogCaptureFixture) -> None:
    allow_only([])
    with pytest.raises(OutgoingRefused):
        socket.create_connection(("127.0.0.1", listening), 5)
    assert f"127.0.0.1:{listening}" in caplog.text
    assert "PALIER_OUTGOING" in caplog.text


def test_an_installation_is_held_from_its_start(listening: int, tmp_path: Path) -> None:
    def said(**more: str) -> str:
        code = (
            "import django, socket; django.setup()\n"
            f"try: socket.create_connection(('127.0.0.1', {listening}), 5); print('reached')\n"
            "except OSError as refusal: print(type(refusal).__name__)"
        )
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "palier.config.settings",
            "PALIER_MODE": "production",
            "PALIER_HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(sys.path),
            **more,
        }
        return subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    assert said() == "OutgoingRefused"
    assert said(PALIER_OUTGOING=f"127.0.0.1:{listening}") == "reached"
    assert said(PALIER_SSO_ISSUER=f"http://127.0.0.1:{listening}/realm") == "reached"
    assert said(PALIER_MODE="sample") == "reached"
