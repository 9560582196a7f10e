"""What a seal is made of. Pure: bytes in, bytes out.

A trace is written alone, in the transaction of what it tells: no writer waits for another.
A job then seals what has been written, a segment at a time:

    content   SHA-256 of the trace's salt and fields
    leaf      key · instant · category · content, packed: 49 bytes
    root      the Merkle tree of the leaves (RFC 6962: 0x00 before a leaf, 0x01 before a node)
    hash      SHA-256 of number, instant, count, root and the hash of the segment before

When traces are forgotten their leaves stay, so the chain still holds; the salt went with the
trace, so a leaf that stays tells nothing of it, not even to somebody who guesses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOTHING_BEFORE = "0" * 64
_LEAF = struct.Struct(">QqB32s")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sealed trace: its key, when it happened, the place of its category, its content."""

    key: int
    occurred_at: dt.datetime
    category_no: int
    content: bytes

    def packed(self) -> bytes:
        instant = (self.occurred_at - _EPOCH) // _MICROSECOND
        return _LEAF.pack(self.key, instant, self.category_no, self.content)


def content_hash(salt: str, fields: Mapping[str, Any]) -> bytes:
    """Give the hash of what a trace says; ``fields`` are plain JSON values by name."""
    written = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{written}".encode()).digest()


def leaves_of(packed: bytes) -> Iterator[Leaf]:
    """Unpack the leaves of a segment, in order."""
    for key, instant, category_no, content in _LEAF.iter_unpack(packed):
        yield Leaf(key, _EPOCH + instant * _MICROSECOND, category_no, content)


def whole(packed: bytes) -> bool:
    """Tell whether ``packed`` is a number of leaves without a rest."""
    return len(packed) % _LEAF.size == 0


def root_of(packed: bytes) -> str:
    """Give the root of the Merkle tree of ``packed`` leaves, in hexadecimal."""
    size = _LEAF.size
    level = [
        hashlib.sha256(b"\0" + packed[start : start + size]).digest()
        for start in range(0, len(packed), size)
    ]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        level = list(_parents(level))
    return level[0].hex()


def _parents(level: Sequence[bytes]) -> Iterator[bytes]:
    for place in range(0, len(level) - 1, 2):
        yield hashlib.sha256(b"\1" + level[place] + level[place + 1]).digest()
    if len(level) % 2:
        yield level[-1]


def segment_hash(
    *, number: int, sealed_at: dt.datetime, entries: int, root: str, previous: str
) -> str:
    """Give the hash that the next segment is chained to, in hexadecimal."""
    instant = sealed_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    said = ["palier-trail-1", number, instant, entries, root, previous]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
