"""``palier export``, ``palier payments``, and the jobs that ask the bank again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from palier.domain.payments.actions import answers
from palier.domain.payments.gateway import BankAnswers, BankUnreachable
from palier.domain.payments.models import Attempt, DeliveryLine
from palier.foundation.errors import DomainError
from palier.foundation.models import Job
from palier.jobs.commands.export import export
from palier.jobs.commands.payments import payments
from palier.jobs.work.payments import ask_about_all
from tests.cast import Cast
from tests.domain.payments import bank


def run(group: object, *arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)  # type: ignore[arg-type]


@pytest.fixture
def paid(cast: Cast, now: dt.datetime) -> Attempt:
    return bank.say(bank.to_the_bank(cast.awa_user, cast.account, now), "CAPTURED", now)


def test_export_writes_a_numbered_file_and_nothing_twice(paid: Attempt, tmp_path: Path) -> None:
    first = run(export, "payments", str(tmp_path))
    assert "Remise n° 1" in first.output.replace("\xa0", " ")
    again = run(export, "payments", str(tmp_path))
    assert "Rien de nouveau à remettre." in again.output
    assert [path.name for path in tmp_path.iterdir()] == ["paiements-000001.csv"]


def test_export_gives_an_old_delivery_again_byte_for_byte(paid: Attempt, tmp_path: Path) -> None:
    run(export, "payments", str(tmp_path / "a"))
    run(export, "payments", str(tmp_path / "b"), "--number", "1")
    name = "paiements-000001.csv"
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_export_of_a_number_that_does_not_exist_says_so(cast: Cast, tmp_path: Path) -> None:
    result = run(export, "payments", str(tmp_path), "--number", "7")
    assert isinstance(result.exception, DomainError)
    assert not list(tmp_path.iterdir())


def test_acknowledgement_is_read(paid: Attempt, tmp_path: Path) -> None:
    run(export, "payments", str(tmp_path))
    code = DeliveryLine.objects.get().operation.code
    file = tmp_path / "accuse.csv"
    file.write_text(
        "delivery_number;portal_payment_reference;outcome;erp_reference;message\n"
        f"1;{code};accepted;E42;\n"
    )
    assert "1 lignes acceptées, 0 refusées" in run(export, "acknowledgement", str(file)).output
    assert DeliveryLine.objects.get().erp_reference == "E42"


def test_settlement_is_read(paid: Attempt, tmp_path: Path) -> None:
    file = tmp_path / "releve.csv"
    file.write_text(
        f"kind;settled_on;bank_transaction;order;amount\ncapture;2026-11-24;{'a' * 32};;412,37\n"
    )
    assert "Relevé n° 1 lu." in run(payments, "settlement", str(file)).output


class _Silent:
    can_ask = True

    def ask(self, **order: str) -> BankAnswers:
        raise BankUnreachable()


def test_each_attempt_due_is_asked_about_in_a_job_of_its_own(
    cast: Cast,
    now: dt.datetime,
    run_jobs: Callable[[dt.datetime], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempt = bank.to_the_bank(cast.awa_user, cast.account, now)
    ask_about_all(now=now + dt.timedelta(minutes=14))
    assert not Job.objects.filter(name="payments.ask_bank").exists()
    later = now + dt.timedelta(minutes=15)
    ask_about_all(now=later)
    ask_about_all(now=later)
    assert Job.objects.filter(name="payments.ask_bank").count() == 1
    monkeypatch.setattr(answers.gateway, "named", lambda _name: _Silent())
    run_jobs(later)
    attempt.refresh_from_db()
    assert attempt.asked_at is not None
    assert attempt.state == Attempt.State.OPEN
