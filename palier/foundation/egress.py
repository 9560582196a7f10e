"""Where this process may connect to: a list, held by the interpreter itself.

Every supplier is spoken to from a ``gateway``, towards an address of the settings. This stands
behind them all: an audit hook (PEP 578) refuses each name looked up and each connection opened
by Python code, the libraries' included, that is not on the list. A hook is never taken away
again, so code that got in cannot remove it; what it cannot see is what C libraries do by
themselves, which is the database's own client here.

``destinations()``  the list, from ``settings.PALIER_OUTGOING``
``allow_only``      hold this process to a list
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

log = logging.getLogger("palier.security")

ANY_PORT = 0


@dataclass(frozen=True, slots=True)
class Destination:
    """One place this process may reach: ``host`` and ``port``, or the path of a Unix socket.

    ``why`` is French: ``palier doctor --egress`` prints it.
    """

    host: str
    port: int
    why: str

    @property
    def is_path(self) -> bool:
        return "/" in self.host

    def __str__(self) -> str:
        return self.host if self.is_path else f"{self.host}:{self.port or '*'}"


class OutgoingRefused(OSError):
    """This process may not connect there; to whoever asked, the place is out of reach."""


class _Held:
    """What this process is held to; ``None`` until it is held to anything."""

    def __init__(self) -> None:
        self.places: frozenset[tuple[str, int]] | None = None
        self.found: set[tuple[str, int]] = set()
        self.hooked = False
        self.turn = threading.Lock()

    def allows(self, host: str, port: int) -> bool:
        assert self.places is not None
        name = host.rstrip(".").lower()
        return bool({(name, port), (name, ANY_PORT)} & self.places) or (name, port) in self.found


_held = _Held()
_look_up = socket.getaddrinfo


def allow_only(destinations: Iterable[Destination]) -> None:
    """Hold this process to ``destinations``, from now on; said again, the later list counts."""
    with _held.turn:
        _held.places = frozenset((place.host.lower(), place.port) for place in destinations)
        _held.found = set()
        if not _held.hooked:
            # What an allowed name leads to is known only once it was looked up.
            socket.getaddrinfo = _looked_up
            sys.addaudithook(_on_event)
            _held.hooked = True


def lift() -> None:
    """Hold this process to nothing any more. For tests."""
    _held.places = None


def _looked_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
    found = _look_up(host, port, *args, **kwargs)
    if _held.places is not None:
        _held.found.update((str(entry[4][0]), int(entry[4][1])) for entry in found)
    return found


def _on_event(event: str, arguments: tuple[Any, ...]) -> None:
    if _held.places is None or not event.startswith("socket."):
        return
    if event == "socket.getaddrinfo":
        host, port = arguments[:2]
        if host is not None:
            _refuse_unless_allowed(_written(host), _number(port))
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        _judge_address(*arguments[:2])


def _judge_address(line: socket.socket, address: Any) -> None:
    if line.family == socket.AF_UNIX:
        if address:
            _refuse_unless_allowed(_written(address), 0)
    elif line.family in {socket.AF_INET, socket.AF_INET6} and address:
        _refuse_unless_allowed(_written(address[0]), _number(address[1]))


def _refuse_unless_allowed(host: str, port: int) -> None:
    if _held.allows(host, port):
        return
    log.warning(
        "refused to connect to %s:%s: see palier doctor --egress, PALIER_OUTGOING", host, port
    )
    raise OutgoingRefused(f"{host}:{port} is no destination of this installation")


def _written(name: Any) -> str:
    text = name.decode("ascii", "replace") if isinstance(name, bytes) else str(name)
    try:
        # ::ffff:127.0.0.1 and 127.0.0.1 are one place.
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def _number(port: Any) -> int:
    written = port.decode() if isinstance(port, bytes) else port
    if isinstance(written, int):
        return written
    if written and written.isdigit():
        return int(written)
    return socket.getservbyname(written) if written else 0
