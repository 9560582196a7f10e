"""The trail is sealed without holding a writer back, and no change to it goes unseen."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from palier.domain.audit import actions
from palier.domain.audit.actions import forget_before, note_anchor, record, seal
from palier.domain.audit.actor import Actor, ActorKind
from palier.domain.audit.anchors import UnreadableAnchor, anchors_in, write_anchor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.categories import Category
from palier.domain.audit.models import Segment, Trace, Unsealed
from palier.domain.audit.sealing import Leaf, leaves_of, root_of
from palier.domain.audit.verifying import Fault, Kind, Outside, verify
from tests.domain.audit.intruder import past_the_triggers

NORA = Actor(ActorKind.STAFF, "7", "Nora Benali")


def written(now: dt.datetime, count: int) -> list[Trace]:
    return [
        record(event=Event.TENANT_FILE_SEEN, actor=NORA, now=now, tenant_account_id=number)
        for number in range(1, count + 1)
    ]


@pytest.fixture
def sealed(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> list[Trace]:
    """Twelve traces in three segments of four."""
    monkeypatch.setattr(actions, "A_SEGMENT", 4)
    traces = written(now, 12)
    while seal(now=now):
        pass
    return traces


def faults(now: dt.datetime) -> list[tuple[Kind, int, int | None]]:
    return [(fault.kind, fault.segment, fault.entry) for fault in verify(now=now).faults]


def test_a_sealed_trail_is_sound(sealed: list[Trace], now: dt.datetime) -> None:
    verdict = verify(now=now)
    assert verdict.sound
    assert (verdict.segments, verdict.sealed, verdict.waiting) == (3, 12, 0)
    assert verdict.head == Segment.objects.get(number=3).hash


def test_what_waits_to_be_sealed_is_said_and_is_no_fault(
    sealed: list[Trace], now: dt.datetime
) -> None:
    written(now, 2)
    verdict = verify(now=now)
    assert verdict.sound
    assert (verdict.waiting, verdict.oldest_waiting) == (2, now)


def test_a_trace_that_was_changed_is_named(sealed: list[Trace], now: dt.datetime) -> None:
    with past_the_triggers():
        Trace.objects.filter(pk=sealed[5].pk).update(actor_name="Personne")
    assert faults(now) == [(Kind.CHANGED, 2, sealed[5].pk)]


def test_a_trace_that_is_gone_is_named(sealed: list[Trace], now: dt.datetime) -> None:
    with past_the_triggers():
        Trace.objects.filter(pk=sealed[6].pk).delete()
    assert faults(now) == [(Kind.MISSING, 2, sealed[6].pk)]


def test_two_traces_that_were_exchanged_are_named(sealed: list[Trace], now: dt.datetime) -> None:
    one, other = sealed[8].pk, sealed[9].pk
    with past_the_triggers():
        # As an intruder who keeps every row and only tells another order.
        Trace.objects.filter(pk=one).update(id=-1)
        Trace.objects.filter(pk=other).update(id=one)
        Trace.objects.filter(pk=-1).update(id=other)
    assert faults(now) == [(Kind.MOVED, 3, one), (Kind.MOVED, 3, other)]


def test_a_trace_added_by_hand_is_named(sealed: list[Trace], now: dt.datetime) -> None:
    with past_the_triggers():
        added = written(now, 1)[0]
        Unsealed.objects.filter(pk=added.pk).delete()
    assert faults(now) == [(Kind.ADDED, 0, added.pk)]


def test_a_trace_that_vanished_before_it_was_sealed_is_named(db: None, now: dt.datetime) -> None:
    gone = written(now, 2)[0]
    with past_the_triggers():
        Trace.objects.filter(pk=gone.pk).delete()
    seal(now=now)
    assert faults(now) == [(Kind.MISSING, 0, gone.pk)]


def test_a_segment_that_is_gone_is_named(sealed: list[Trace], now: dt.datetime) -> None:
    with past_the_triggers():
        Segment.objects.filter(number=2).delete()
    assert (Kind.CUT, 2, None) in faults(now)


def test_a_segment_that_was_written_again_is_named(sealed: list[Trace], now: dt.datetime) -> None:
    """Whoever changes a trace and its leaf has to change the root, and then the chain."""
    with past_the_triggers():
        row = Segment.objects.get(number=2)
        leaves = list(leaves_of(bytes(row.leaves)))
        leaves[1] = Leaf(leaves[1].key, leaves[1].occurred_at, leaves[1].category_no, b"\7" * 32)
        packed = b"".join(leaf.packed() for leaf in leaves)
        Segment.objects.filter(number=2).update(leaves=packed)
        assert (Kind.REWRITTEN, 2, None) in faults(now)
        Segment.objects.filter(number=2).update(root=root_of(packed))
        assert (Kind.REWRITTEN, 2, None) in faults(now)
        Segment.objects.filter(number=2).update(hash="f" * 64)
    assert (Kind.CUT, 3, None) in faults(now)


def test_the_end_of_the_chain_cut_off_is_seen_by_an_anchor_alone(
    sealed: list[Trace], now: dt.datetime, tmp_path: Path
) -> None:
    anchor = note_anchor(day=now.date(), now=now, sent_to=["file"])
    assert anchor is not None
    write_anchor(anchor, tmp_path)
    assert verify(now=now, outside=anchors_in(tmp_path)).sound
    with past_the_triggers():
        Trace.objects.filter(pk__in=[trace.pk for trace in sealed[8:]]).delete()
        Segment.objects.filter(number=3).delete()
    assert verify(now=now).sound
    found = verify(now=now, outside=anchors_in(tmp_path)).faults
    assert found == [Fault(Kind.ANCHOR, 3, detail=f"palier-sceau-{now.date()}.json")]


def test_an_anchor_is_written_once_and_a_strange_file_is_refused(
    sealed: list[Trace], now: dt.datetime, tmp_path: Path
) -> None:
    anchor = note_anchor(day=now.date(), now=now, sent_to=["file"])
    assert anchor is not None
    assert note_anchor(day=now.date(), now=now, sent_to=["file"]) is None
    file = write_anchor(anchor, tmp_path)
    before = file.read_text()
    anchor.hash = "0" * 64
    write_anchor(anchor, tmp_path)
    assert file.read_text() == before
    strange = tmp_path / "other.json"
    strange.write_text("[]")
    with pytest.raises(UnreadableAnchor):
        list(anchors_in(strange))


def test_what_was_forgotten_in_time_leaves_a_chain_that_holds(
    sealed: list[Trace], now: dt.datetime
) -> None:
    later = now + dt.timedelta(days=500)
    written(later - dt.timedelta(days=10), 1)
    seal(now=later)
    assert forget_before(
        category=Category.LOOKS, instant=later - dt.timedelta(days=365), now=later
    ) == len(sealed)
    verdict = verify(now=later)
    assert verdict.sound
    assert (verdict.sealed, verdict.forgotten) == (13, 12)


def test_a_floor_raised_into_the_last_months_is_named(
    sealed: list[Trace], now: dt.datetime
) -> None:
    later = now + dt.timedelta(days=300)
    forget_before(category=Category.LOOKS, instant=later - dt.timedelta(days=184), now=later)
    assert verify(now=later).sound
    assert faults(later - dt.timedelta(days=30))[0] == (Kind.FLOOR, 0, None)


@pytest.mark.parametrize("table", ["audit_segment", "audit_anchor"])
def test_a_seal_is_never_changed_nor_deleted(
    sealed: list[Trace], now: dt.datetime, table: str
) -> None:
    note_anchor(day=now.date(), now=now, sent_to=["file"])
    for statement in (f"UPDATE {table} SET hash = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_salt_of_a_trace_hides_it_once_forgotten(db: None, now: dt.datetime) -> None:
    first, second = written(now, 1)[0], written(now, 1)[0]
    assert first.salt != second.salt
    seal(now=now)
    one, other = leaves_of(bytes(Segment.objects.get().leaves))
    assert one.content != other.content


def test_an_outside_seal_of_a_segment_that_never_was_is_named(
    sealed: list[Trace], now: dt.datetime
) -> None:
    assert verify(now=now, outside=[Outside(9, "a" * 64)]).faults == [Fault(Kind.ANCHOR, 9)]


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_the_root_follows_rfc_6962(contents: list[bytes]) -> None:
    packed = [
        Leaf(key, dt.datetime(2026, 11, 24, tzinfo=dt.UTC), 1, content).packed()
        for key, content in enumerate(contents)
    ]

    def tree(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return hashlib.sha256(b"\0" + leaves[0]).digest()
        half = 1
        while half * 2 < len(leaves):
            half *= 2
        return hashlib.sha256(b"\1" + tree(leaves[:half]) + tree(leaves[half:])).digest()

    assert root_of(b"".join(packed)) == tree(packed).hex()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_a_transaction_left_open_holds_no_seal_back_and_is_sealed_later(now: dt.datetime) -> None:
    """The sealer waits for nobody, and what commits under a smaller key is not lost."""
    began, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                written(now, 1)
                began.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    assert began.wait(10)
    quick = written(now, 1)[0]
    assert seal(now=now) is not None
    go_on.set()
    writer.join()
    late = Trace.objects.exclude(pk=quick.pk).get()
    assert late.pk < quick.pk
    assert seal(now=now) is not None
    assert verify(now=now).sound
    assert Segment.objects.filter(number__gte=F("entries")).count() == 2
