"""The antivirus: clamd, over its INSTREAM command (a few lines of protocol, so no library).

    zINSTREAM\\0, then pieces (length on four bytes, big end first, then bytes), then a zero length
    → "stream: OK" | "stream: NAME FOUND" | "… ERROR"

``PALIER_CLAMD`` says where it listens: ``host:port``, or the path of a Unix socket; empty when
the landlord has none, in which case nothing is held back.
"""

from __future__ import annotations

import datetime as dt
import enum
import socket
import struct
from pathlib import Path

from django.conf import settings

PIECE = 1 << 16
TIMEOUT_SECONDS, SHORT_TIMEOUT_SECONDS = 30.0, 5.0
LONGEST_ANSWER = 4096


class Verdict(enum.StrEnum):
    """What is known about a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"
    """The antivirus is away, or did not answer: the file is held back."""


def is_configured() -> bool:
    """Tell whether the landlord has an antivirus."""
    return bool(settings.PALIER_CLAMD)


def scan(path: Path) -> Verdict:
    """Ask the antivirus about the file at ``path``; ``CLEAN`` when there is none."""
    if not is_configured():
        return Verdict.CLEAN
    try:
        return _meaning(_sent(path))
    except OSError:
        return Verdict.UNKNOWN


def signatures_dated() -> dt.date | None:
    """Ask the antivirus which day its list of viruses is of; ``None`` when it does not say.

    Raises:
        OSError: it does not answer.
    """
    with _connected(SHORT_TIMEOUT_SECONDS) as line:
        line.sendall(b"zVERSION\0")
        said = line.recv(LONGEST_ANSWER).rstrip(b"\0\n ").decode("ascii", "replace")
    if not said:
        raise ConnectionResetError("clamd said nothing")
    try:
        # "ClamAV 1.0.7/27430/Tue Oct 15 08:53:10 2026", in the C locale whatever ours is.
        return dt.datetime.strptime(said.split("/")[2], "%a %b %d %H:%M:%S %Y").date()  # noqa: DTZ007
    except (IndexError, ValueError):
        return None


def _sent(path: Path) -> bytes:
    with _connected() as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        try:
            while piece := file.read(PIECE):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It hangs up on files beyond its own limit, and says so first.
            pass
        answer = b""
        while len(answer) < LONGEST_ANSWER and (got := line.recv(LONGEST_ANSWER)):
            answer += got
            if answer.endswith(b"\0"):
                break
        return answer


def _connected(timeout: float = TIMEOUT_SECONDS) -> socket.socket:
    where: str = settings.PALIER_CLAMD
    if "/" in where:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(timeout)
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host or where, int(port or 3310)), timeout)


def _meaning(answer: bytes) -> Verdict:
    said = answer.rstrip(b"\0\n ")
    if said.endswith(b" OK"):
        return Verdict.CLEAN
    if said.endswith(b" FOUND"):
        return Verdict.INFECTED
    return Verdict.UNKNOWN
