"""The antivirus, spoken to over its own protocol by a small clamd of ours."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from palier.domain.documents.intake import gateway
from palier.domain.documents.intake.gateway import Verdict


class SmallClamd(threading.Thread):
    """Answer each INSTREAM by what ``judge`` says of its bytes."""

    def __init__(self, place: Path, judge: Callable[[bytes], bytes]) -> None:
        super().__init__(daemon=True)
        self.judge, self.received = judge, b""
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.bind(str(place))
        self.socket.listen()

    def run(self) -> None:
        with self.socket:
            line, _peer = self.socket.accept()
            with line, line.makefile("rb") as heard:
                assert heard.read(10) == b"zINSTREAM\0"
                while size := struct.unpack("!L", heard.read(4))[0]:
                    self.received += heard.read(size)
                line.sendall(self.judge(self.received))


@pytest.fixture
def clamd(tmp_path: Path, settings: Settings) -> Iterator[Callable[[bytes], SmallClamd]]:
    started: list[SmallClamd] = []

    def start(answer: bytes) -> SmallClamd:
        place = tmp_path / "clamd.sock"
        settings.PALIER_CLAMD = str(place)
        started.append(SmallClamd(place, lambda _bytes: answer))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.join(5)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: Eicar-Test-Signature FOUND\0", Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.UNKNOWN),
        (b"", Verdict.UNKNOWN),
    ],
)
def test_the_answer_of_clamd_is_understood(
    answer: bytes, verdict: Verdict, clamd: Callable[[bytes], SmallClamd], tmp_path: Path
) -> None:
    sent = bytes(range(256)) * 1000
    (tmp_path / "file").write_bytes(sent)
    server = clamd(answer)
    assert gateway.scan(tmp_path / "file") is verdict
    server.join(5)
    assert server.received == sent


def test_an_antivirus_that_is_away_knows_nothing(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for nowhere in (str(tmp_path / "absent.sock"), "127.0.0.1:1"):
        settings.PALIER_CLAMD = nowhere
        assert gateway.scan(tmp_path / "file") is Verdict.UNKNOWN


def test_without_an_antivirus_nothing_is_held_back(tmp_path: Path, settings: Settings) -> None:
    settings.PALIER_CLAMD = ""
    assert gateway.scan(tmp_path / "absent") is Verdict.CLEAN
