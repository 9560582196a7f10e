"""The yearly décomptes through the exchange: checked to the cent, versioned, followed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from palier.domain.billing.receipts.actions import FOLLOW_ALL
from palier.domain.billing.settlements.models import Settlement, SettlementLine
from palier.exchange.importing import import_folder
from palier.exchange.problems import DeliveryRefused
from palier.exchange.records.settlements import (
    ChargeSettlementLineRecord,
    ChargeSettlementRecord,
)
from palier.foundation.models import Job
from tests.exchange.deliveries import Records, small, write

pytestmark = pytest.mark.django_db

HEAD = ChargeSettlementRecord(
    number="RC1",
    tenant_account="C1",
    starts_on="2025-01-01",
    ends_on="2025-12-31",
    issue_on="2026-08-03",
    due_month="2026-08-01",
    provisions_cents=97_000,
    share_cents=98_372,
    difference_cents=1_372,
)
LINES = [
    ChargeSettlementLineRecord(
        settlement="RC1", position=1, nature="heating", label="Chauffage",
        provisions_cents=66_000, real_cents=4_821_077, key_label="À la surface",
        key_share="64 / 4 480 m²", share_cents=68_872,
    ),
    ChargeSettlementLineRecord(
        settlement="RC1", position=2, nature="cold_water", label="Eau froide",
        provisions_cents=31_000, share_cents=29_500,
    ),
]  # fmt: skip


def records(head: ChargeSettlementRecord = HEAD, lines: object = LINES) -> Records:
    return small() | {"charge_settlements": [head], "charge_settlement_lines": list(lines)}  # type: ignore[call-overload]


def test_a_decompte_comes_in_with_its_lines(tmp_path: Path, now: dt.datetime) -> None:
    write(tmp_path, records())
    outcome = import_folder(tmp_path, now=now, sleep=False)
    assert outcome.counts["charge_settlements"]["new"] == 1
    head = Settlement.objects.get()
    assert (head.number, head.version, head.difference_cents) == ("RC1", 1, 1_372)
    assert SettlementLine.objects.filter(settlement=head).count() == 2
    assert Job.objects.filter(name=FOLLOW_ALL).exists()


def test_delivered_again_unchanged_it_stays_as_it_was(tmp_path: Path, now: dt.datetime) -> None:
    write(tmp_path / "1", records())
    import_folder(tmp_path / "1", now=now, sleep=False)
    write(tmp_path / "2", records(lines=reversed(LINES)))
    import_folder(tmp_path / "2", now=now, sleep=False)
    assert Settlement.objects.count() == 1


def test_another_content_is_another_version(tmp_path: Path, now: dt.datetime) -> None:
    write(tmp_path / "1", records())
    import_folder(tmp_path / "1", now=now, sleep=False)
    corrected = [LINES[0], replace(LINES[1], share_cents=29_501)]
    head = replace(HEAD, share_cents=98_373, difference_cents=1_373)
    write(tmp_path / "2", records(head, corrected))
    import_folder(tmp_path / "2", now=now, sleep=False)
    versions = Settlement.objects.order_by("version").values_list("version", "difference_cents")
    assert list(versions) == [(1, 1_372), (2, 1_373)]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"provisions_cents": 97_001}, "provisions"),
        ({"share_cents": 98_371}, "quote_part"),
        ({"difference_cents": 1_371}, "difference"),
    ],
)
def test_a_cent_that_does_not_add_up_refuses_the_delivery(
    tmp_path: Path, now: dt.datetime, changes: dict[str, int], column: str
) -> None:
    write(tmp_path, records(replace(HEAD, **changes)))  # type: ignore[arg-type]
    with pytest.raises(DeliveryRefused) as refused:
        import_folder(tmp_path, now=now, sleep=False)
    assert [problem.column for problem in refused.value.problems.shown] == [column]
    assert not Settlement.objects.exists()


def test_a_decompte_without_lines_is_refused(tmp_path: Path, now: dt.datetime) -> None:
    write(tmp_path, records(lines=[]))
    with pytest.raises(DeliveryRefused):
        import_folder(tmp_path, now=now, sleep=False)
