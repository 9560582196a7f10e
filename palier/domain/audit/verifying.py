"""Read the whole trail again and say whether it is what was sealed.

    CHANGED     a trace no longer says what was sealed
    MOVED       it says what another place of the segment was sealed with
    MISSING     a sealed trace is gone, though its time of keeping was not over
    ADDED       a trace that is neither sealed nor waiting to be
    CUT         a segment number is missing, or the chain does not lead to the next one
    REWRITTEN   a segment does not hash to what it says
    ANCHOR      an anchor kept outside says another hash, or a segment that is not there
    FLOOR       the floor of a category was raised into the last six months

A fault is found from the start of the chain on, so the first one is where to look.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from palier.domain.audit.actions import SHORTEST_RETENTION
from palier.domain.audit.models import Segment, Trace, TrailFloor, Unsealed
from palier.domain.audit.sealing import NOTHING_BEFORE, Leaf, leaves_of, root_of, segment_hash
from palier.domain.audit.sealing import whole as _whole
from palier.domain.audit.written import category_at, leaf_of

MOST_FAULTS = 20
IN_ONE_QUESTION = 500


class Kind(StrEnum):
    CHANGED = "changed"
    MOVED = "moved"
    MISSING = "missing"
    ADDED = "added"
    CUT = "cut"
    REWRITTEN = "rewritten"
    ANCHOR = "anchor"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: ``segment`` 0 and ``entry`` ``None`` when it has no such place."""

    kind: Kind
    segment: int = 0
    entry: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """The head of the chain as somebody outside kept it."""

    segment: int
    hash: str
    name: str = ""


@dataclass(slots=True)
class Verdict:
    """What one reading found. The trail is sound when ``faults`` is empty."""

    segments: int = 0
    sealed: int = 0
    forgotten: int = 0
    waiting: int = 0
    oldest_waiting: dt.datetime | None = None
    head: str = NOTHING_BEFORE
    anchors: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(*, now: dt.datetime, outside: Iterable[Outside] = ()) -> Verdict:
    """Read every segment, every trace and every anchor; stop looking after twenty faults."""
    verdict = Verdict()
    floors = dict(TrailFloor.objects.values_list("category", "kept_since"))
    for category, kept_since in sorted(floors.items()):
        if kept_since > now - SHORTEST_RETENTION:
            verdict.faults.append(Fault(Kind.FLOOR, detail=category))
    hashes: dict[int, str] = {}
    present = 0
    for segment in Segment.objects.order_by("number").iterator(chunk_size=20):
        verdict.faults += _chained(segment, verdict)
        for fault, found in _entries(segment, floors):
            if found:
                present += 1
            elif fault is None:
                verdict.forgotten += 1
            if fault is not None:
                verdict.faults.append(fault)
        verdict.segments += 1
        verdict.sealed += segment.entries
        verdict.head = hashes[segment.number] = segment.hash
        if len(verdict.faults) >= MOST_FAULTS:
            break
    verdict.faults += _anchored(outside, hashes, verdict)
    _look_at_the_tail(verdict, present, max(hashes, default=0))
    del verdict.faults[MOST_FAULTS:]
    return verdict


def _chained(segment: Segment, verdict: Verdict) -> Iterator[Fault]:
    expected = verdict.segments + 1
    if segment.number != expected and not any(f.kind is Kind.CUT for f in verdict.faults):
        yield Fault(Kind.CUT, expected)
    elif segment.previous_hash != verdict.head:
        yield Fault(Kind.CUT, segment.number)
    packed = bytes(segment.leaves)
    honest = _whole(packed) and segment.root == root_of(packed)
    said = segment_hash(
        number=segment.number,
        sealed_at=segment.sealed_at,
        entries=segment.entries,
        root=segment.root,
        previous=segment.previous_hash,
    )
    if not honest or segment.hash != said:
        yield Fault(Kind.REWRITTEN, segment.number)


def _entries(
    segment: Segment, floors: dict[str, dt.datetime]
) -> Iterator[tuple[Fault | None, bool]]:
    """Give each sealed entry of a segment: what is wrong with it, and whether it is there."""
    packed = bytes(segment.leaves)
    if not _whole(packed):
        return
    leaves = list(leaves_of(packed))
    contents = {leaf.content for leaf in leaves}
    for start in range(0, len(leaves), IN_ONE_QUESTION):
        run = leaves[start : start + IN_ONE_QUESTION]
        traces = Trace.objects.in_bulk([leaf.key for leaf in run])
        for leaf in run:
            trace = traces.get(leaf.key)
            if trace is None:
                yield _absence(segment, leaf, floors), False
                continue
            now_says = leaf_of(trace)
            if now_says == leaf:
                yield None, True
            elif now_says.content != leaf.content and now_says.content in contents:
                yield Fault(Kind.MOVED, segment.number, leaf.key), True
            else:
                yield Fault(Kind.CHANGED, segment.number, leaf.key), True


def _absence(segment: Segment, leaf: Leaf, floors: dict[str, dt.datetime]) -> Fault | None:
    floor = floors.get(category_at(leaf.category_no))
    if floor is not None and leaf.occurred_at < floor:
        return None
    return Fault(Kind.MISSING, segment.number, leaf.key)


def _anchored(
    outside: Iterable[Outside], hashes: dict[int, str], verdict: Verdict
) -> Iterator[Fault]:
    for anchor in outside:
        verdict.anchors += 1
        if hashes.get(anchor.segment) != anchor.hash:
            yield Fault(Kind.ANCHOR, anchor.segment, detail=anchor.name)


def _look_at_the_tail(verdict: Verdict, present: int, last: int) -> None:
    """Count what waits; name what waits for nothing, and what never waited."""
    waiting = set(Unsealed.objects.values_list("pk", flat=True))
    verdict.waiting = len(waiting)
    if waiting:
        tail = Trace.objects.filter(pk__in=Unsealed.objects.values("pk"))
        there = dict(tail.values_list("pk", "occurred_at"))
        verdict.oldest_waiting = min(there.values(), default=None)
        verdict.faults += [Fault(Kind.MISSING, 0, key) for key in sorted(waiting - there.keys())]
    if len(verdict.faults) >= MOST_FAULTS or Trace.objects.count() == present + len(waiting):
        return
    sealed: set[int] = set()
    for packed in Segment.objects.values_list("leaves", flat=True).iterator(chunk_size=20):
        sealed.update(leaf.key for leaf in leaves_of(bytes(packed)))
    everything = Trace.objects.order_by("pk").values_list("pk", flat=True)
    strays = [key for key in everything.iterator() if key not in sealed and key not in waiting]
    # What was written while the trail was read waits by now.
    late = set(Unsealed.objects.filter(pk__in=strays[:MOST_FAULTS]).values_list("pk", flat=True))
    verdict.faults += [Fault(Kind.ADDED, 0, key) for key in strays[:MOST_FAULTS] if key not in late]
