"""Compressed streams that would never end, found before any reader opens them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from pikepdf import Array, Name, Object, Pdf, Stream

from palier.domain.documents.intake.airlock.refused import Refused

# A scanned A4 page at 600 dots an inch, in colours, is 105 million bytes.
MOST_OF_ONE = 220_000_000
MOST_OF_ALL = 900_000_000
MOST_OBJECTS = 200_000
STEP = 1 << 18


def refuse_bombs(pdf: Pdf) -> None:
    """Unfold every deflated stream, keeping nothing, and stop at the first that overflows.

    Raises:
        Refused: ``too_complex``.
    """
    total = 0
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused("too_complex")
    for each in pdf.objects:
        layers = _deflations(each) if isinstance(each, Stream) else 0
        if not layers:
            continue
        one = 0
        for piece in _unfolded(each.read_raw_bytes(), layers):
            one += len(piece)
            if one > MOST_OF_ONE or total + one > MOST_OF_ALL:
                raise Refused("too_complex")
        total += one


def _deflations(stream: Object) -> int:
    """Count the deflations a stream begins with."""
    filters = stream.get(Name.Filter)
    names = list(filters) if isinstance(filters, Array) else [filters]
    count = 0
    for name in names:
        if name not in (Name.FlateDecode, Name.Fl):
            break
        count += 1
    return count


def _unfolded(raw: bytes, layers: int) -> Iterator[bytes]:
    pieces: Iterable[bytes] = (raw[at : at + STEP] for at in range(0, len(raw), STEP))
    for _layer in range(layers):
        pieces = _inflated(pieces)
    yield from pieces


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest:
            try:
                out = engine.decompress(rest, STEP)
            except zlib.error:
                # Readers show what came before the fault; so do we count it.
                return
            rest = engine.unconsumed_tail
            if out:
                yield out
            if engine.eof:
                return
