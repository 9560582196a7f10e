"""Lines of the ERP: posted, reversed, lettered, and put in the place of the portal's own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from palier.domain.audit.actor import Actor
from palier.domain.ledger.actions import post
from palier.domain.ledger.models import Entry
from palier.domain.tenancy.models import TenantAccount
from palier.exchange.records.accounting import ClosingBalanceRecord, OpeningBalanceRecord
from tests.exchange.deliveries import Records, changed, line, small, without
from tests.exchange.test_importing import balance, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(tmp_path: Path, now: dt.datetime) -> Path:
    take(tmp_path / "1", small(), now)
    return tmp_path / "2"


def closing(records: Records, account: str, cents: int) -> None:
    changed(records, "closing_balances", account, amount_cents=cents)


def versions(reference: str) -> list[tuple[int, str, int]]:
    entries = Entry.objects.filter(source_reference=reference).order_by("version")
    return [(one.version, one.kind, one.amount_cents) for one in entries]


def test_another_content_reverses_the_old_line_and_posts_the_new(
    taken: Path, now: dt.datetime
) -> None:
    records = small()
    changed(records, "ledger_lines", "E1", amount_cents=42_000)
    closing(records, "C1", 23_000)
    outcome = take(taken, records, now)
    assert outcome.counts["ledger_lines"]["reversed"] == 1
    assert versions("E1") == [
        (1, "rent", 41_237),
        (2, "reversal", -41_237),
        (3, "rent", 42_000),
    ]
    reversal = Entry.objects.get(source_reference="E1", version=2)
    assert reversal.reverses.version == 1
    assert reversal.effective_on == dt.date(2026, 11, 1)
    assert balance("C1") == 23_000


def test_a_line_absent_from_a_full_file_is_reversed_and_may_come_back(
    taken: Path, now: dt.datetime
) -> None:
    records = small()
    without(records, "ledger_lines", "E2")
    closing(records, "C1", 42_237)
    take(taken, records, now)
    assert versions("E2") == [(1, "payment", -20_000), (2, "reversal", 20_000)]
    assert balance("C1") == 42_237
    take(taken.with_name("3"), small(), now)
    assert versions("E2")[2] == (3, "payment", -20_000)
    assert balance("C1") == 22_237


def test_lines_of_an_account_the_delivery_no_longer_names_stay(
    taken: Path, now: dt.datetime
) -> None:
    records = small()
    without(records, "ledger_lines", "E3")
    without(records, "opening_balances", "C2")
    without(records, "closing_balances", "C2")
    outcome = take(taken, records, now)
    assert outcome.counts["ledger_lines"]["reversed"] == 0
    assert balance("C2") == 39_999


def test_a_later_lettrage_is_written_without_reversal(taken: Path, now: dt.datetime) -> None:
    records = small()
    changed(records, "ledger_lines", "E1", lettrage="A")
    outcome = take(taken, records, now)
    assert outcome.counts["ledger_lines"]["lettered"] == 1
    assert Entry.objects.get(source_reference="E1").lettrage == "A"


def test_a_shorter_past_with_the_right_opening_changes_nothing(
    taken: Path, now: dt.datetime
) -> None:
    records = small()
    records["opening_balances"] = [
        OpeningBalanceRecord(tenant_account="C1", as_of="2026-11-02", amount_cents=42_237),
        OpeningBalanceRecord(tenant_account="C2", as_of="2026-11-02", amount_cents=39_999),
    ]
    without(records, "ledger_lines", "E1", "E3")
    outcome = take(taken, records, now)
    assert outcome.counts["ledger_lines"]["reversed"] == 0
    assert outcome.counts["opening_balances"]["new"] == 0
    assert (balance("C1"), balance("C2")) == (22_237, 39_999)


def test_a_corrected_opening_reverses_the_first(taken: Path, now: dt.datetime) -> None:
    records = small()
    changed(records, "opening_balances", "C1", amount_cents=1_500)
    closing(records, "C1", 22_737)
    changed(records, "rent_notices", "AV1", previous_balance_cents=1_500, net_cents=22_737)
    take(taken, records, now)
    assert versions("opening:C1") == [
        (1, "opening", 1_000),
        (2, "reversal", -1_000),
        (3, "opening", 1_500),
    ]
    assert balance("C1") == 22_737


def test_a_delta_of_lines_is_checked_against_what_is_known(taken: Path, now: dt.datetime) -> None:
    records: Records = {
        "ledger_lines": [line("E4", "C1", -2_237), line("E1", "C1", 40_000)],
        "closing_balances": [
            ClosingBalanceRecord(tenant_account="C1", as_of="2026-11-20", amount_cents=18_763)
        ],
    }
    outcome = take(taken, records, now, delta=["ledger_lines", "closing_balances"])
    assert outcome.counts["ledger_lines"]["new"] == 2
    assert outcome.counts["ledger_lines"]["reversed"] == 1
    assert balance("C1") == 18_763


def test_the_erps_line_replaces_the_portals_provisional_payment(
    taken: Path, now: dt.datetime
) -> None:
    account = TenantAccount.objects.get(erp_id="C1")
    provisional = post(
        tenant_account=account,
        kind=Entry.Kind.PAYMENT,
        amount_cents=-22_237,
        effective_on=now.date(),
        label="Paiement par carte",
        source_reference="payment:7K4MPX2QWR5T",
        actor=Actor.system(),
        now=now,
        rail="card",
        portal_payment_reference="7K4MPX2QWR5T",
    )
    assert balance("C1") == 0
    records = small()
    records["ledger_lines"].append(
        line("E9", "C1", -22_237, rail="card", portal_payment_reference="7K4MPX2QWR5T",
             effective_on="2026-11-18")
    )  # fmt: skip
    closing(records, "C1", 0)
    outcome = take(taken, records, now)
    assert outcome.replaced_payments == 1
    assert balance("C1") == 0
    reversal = Entry.objects.get(reverses=provisional)
    assert (reversal.amount_cents, reversal.source) == (22_237, Entry.Source.PORTAL)
    again = take(taken.with_name("3"), _relabelled(records), now)
    assert again.replaced_payments == 0
    assert balance("C1") == 0


def test_a_payment_announced_after_the_erps_line_is_replaced_by_the_next_delivery(
    taken: Path, now: dt.datetime
) -> None:
    records = small()
    records["ledger_lines"].append(
        line("E9", "C1", -22_237, rail="card", portal_payment_reference="LATE")
    )
    closing(records, "C1", 0)
    take(taken, records, now)
    post(
        tenant_account=TenantAccount.objects.get(erp_id="C1"),
        kind=Entry.Kind.PAYMENT,
        amount_cents=-22_237,
        effective_on=now.date(),
        label="Paiement par carte",
        source_reference="portal:LATE",
        actor=Actor.bank(),
        now=now,
        portal_payment_reference="LATE",
    )
    changed(records, "persons", "P1", mobile="06 39 98 00 00")
    assert take(taken.with_name("3"), records, now).replaced_payments == 1
    assert balance("C1") == 0


def _relabelled(records: Records) -> Records:
    changed(records, "ledger_lines", "E9", label="Carte bancaire")
    return records


def test_a_provisional_payment_the_erp_does_not_echo_stays(taken: Path, now: dt.datetime) -> None:
    post(
        tenant_account=TenantAccount.objects.get(erp_id="C1"),
        kind=Entry.Kind.PAYMENT,
        amount_cents=-5_000,
        effective_on=now.date(),
        label="Paiement par carte",
        source_reference="payment:X",
        actor=Actor.system(),
        now=now,
        portal_payment_reference="X",
    )
    records = small()
    changed(records, "persons", "P1", mobile="06 39 98 00 00")
    take(taken, records, now)
    assert balance("C1") == 17_237
