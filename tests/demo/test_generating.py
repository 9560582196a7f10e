"""Generated landlords are the same for the same seed, and add up."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from palier.demo.generating import Order, customer_reference, generate
from palier.domain.access.rules import looks_like_dwelling_number, reference_key
from palier.exchange.importing import import_folder
from palier.foundation.periods import Period
from tests.demo.test_rpls import COLUMNS, ROWS

ORDER = Order(40, Period(2025, 9), Period(2026, 10), dt.date(2026, 11, 24))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def cents(text: str) -> int:
    return round(float(text.replace(",", ".")) * 100) if text else 0


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first = generate(tmp_path / "1", ORDER)
    assert generate(tmp_path / "2", ORDER) == first
    assert generate(tmp_path / "3", replace(ORDER, seed=94)).digest != first.digest


def test_a_longer_past_does_not_rewrite_it(tmp_path: Path) -> None:
    generate(tmp_path / "1", ORDER)
    month_later = replace(ORDER, last=Period(2026, 11), as_of=dt.date(2026, 12, 20))
    generate(tmp_path / "2", month_later)
    before = {row["numero"] for row in table(tmp_path / "1", "rent_notices")}
    after = {row["numero"] for row in table(tmp_path / "2", "rent_notices")}
    assert before < after


def test_accounts_and_avis_agree_to_the_cent(tmp_path: Path) -> None:
    generate(tmp_path, ORDER)
    balances = {row["compte"]: cents(row["solde"]) for row in table(tmp_path, "opening_balances")}
    by_day: dict[tuple[str, str], int] = defaultdict(int)
    for row in table(tmp_path, "ledger_lines"):
        balances[row["compte"]] += cents(row["montant"])
        if row["nature"] not in ("paiement", "rejet"):
            by_day[row["compte"], row["date"]] += cents(row["montant"])
    closings = {row["compte"]: cents(row["solde"]) for row in table(tmp_path, "closing_balances")}
    assert balances == closings
    billed: dict[str, int] = defaultdict(int)
    for row in table(tmp_path, "billing_lines"):
        billed[row["avis"]] += cents(row["debit"]) - cents(row["credit"])
    for row in table(tmp_path, "rent_notices"):
        moved = cents(row["net"]) - cents(row["solde_anterieur"])
        assert moved == billed[row["numero"]] == by_day[row["compte"], row["date_emission"]]


def test_lettered_lines_settle_one_another(tmp_path: Path) -> None:
    generate(tmp_path, ORDER)
    groups: dict[tuple[str, str], int] = defaultdict(int)
    for row in table(tmp_path, "ledger_lines"):
        if row["lettrage"]:
            groups[row["compte"], row["lettrage"]] += cents(row["montant"])
    assert len(groups) > 100
    assert set(groups.values()) == {0}


def test_people_pay_as_the_sector_does(tmp_path: Path) -> None:
    generate(tmp_path, replace(ORDER, leases=400))
    means = [row["moyen_paiement"] for row in table(tmp_path, "tenant_accounts")]
    assert 0.5 < means.count("prelevement") / len(means) < 0.72
    owed = [cents(row["solde"]) for row in table(tmp_path, "closing_balances")]
    assert any(amount > 100_000 for amount in owed)
    assert any(amount < 0 for amount in owed)
    assert sum(amount == 0 for amount in owed) > len(owed) / 2


def test_references_are_not_taken_for_dwelling_numbers() -> None:
    references = [customer_reference(rank) for rank in range(1, 40_000)]
    assert len({reference_key(reference) for reference in references}) == len(references)
    assert not any(map(looks_like_dwelling_number, references[:200]))


@pytest.mark.django_db
def test_a_declarations_dwellings_come_in_through_the_import(
    tmp_path: Path, now: dt.datetime
) -> None:
    declaration = tmp_path / "rpls.csv"
    declaration.write_text(f"{COLUMNS}\n{ROWS}", encoding="utf-8")
    generate(tmp_path / "delivery", replace(ORDER, leases=100, rpls=declaration))
    outcome = import_folder(tmp_path / "delivery", now=now, sleep=False)
    assert outcome.counts["dwellings"]["new"] == 7
    assert outcome.counts["rent_notices"]["new"] == 7 * 14
