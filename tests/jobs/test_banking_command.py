"""``palier export mandates``, ``direct-debits`` and ``palier keys``, as an operator runs them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine

from palier.domain.banking import sealing
from palier.jobs.cli import run
from tests.cast import Cast
from tests.domain.banking import making
from tests.domain.documents.intake.conftest import files

__all__ = ["files"]
pytestmark = pytest.mark.usefixtures("files")
FILE_DAY = dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC)


def test_mandates_are_written_and_written_again(
    cast: Cast, now: dt.datetime, tmp_path: Path, capsys: Any
) -> None:
    making.landlord_debits()
    making.signed(cast.awa_user, now)
    assert run(["export", "mandates", str(tmp_path)]) == 0
    path = tmp_path / "mandats-000001.csv"
    first = path.read_bytes()
    assert making.AWA_IBAN.encode() in first
    path.unlink()
    assert run(["export", "mandates", str(tmp_path), "--number", "1"]) == 0
    assert path.read_bytes() == first
    assert run(["export", "mandates", str(tmp_path)]) == 0
    assert "Rien de nouveau" in capsys.readouterr().out
    assert run(["export", "mandates", str(tmp_path), "--number", "7"]) == 1
    assert making.AWA_IBAN not in capsys.readouterr().out


def test_the_bank_file_and_its_list(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    making.landlord_debits()
    making.signed(cast.awa_user, dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC))
    making.owe(cast, cast.account, 41_237)
    out = tmp_path / "out"
    with time_machine.travel(FILE_DAY, tick=False):
        for _each in range(2):
            assert run(["export", "direct-debits", "2026-12", str(out), "--day", "5"]) == 0
    said = capsys.readouterr().out
    assert "1 prélèvement, total" in said
    assert (out / "prelevements-000001-2026-12-07.xml").exists()
    assert (out / "prelevements-000001-2026-12-07-ecartes.csv").exists()
    assert len(list(out.iterdir())) == 2


def test_too_early_is_a_sentence(cast: Cast, now: dt.datetime, tmp_path: Path, capsys: Any) -> None:
    making.landlord_debits()
    assert run(["export", "direct-debits", "2026-12", str(tmp_path), "--day", "5"]) == 1
    assert "Trop tôt" in capsys.readouterr().err
    assert run(["export", "direct-debits", "decembre", str(tmp_path), "--day", "5"]) == 1


def test_keys_are_drawn_counted_and_turned(
    cast: Cast, now: dt.datetime, settings: Any, capsys: Any
) -> None:
    assert run(["keys", "new", "2027"]) == 0
    drawn = capsys.readouterr().out.strip()
    sealing.check_keys([drawn])
    making.confirmed(cast.awa_user, now)
    settings.PALIER_BANK_KEYS = [drawn, *settings.PALIER_BANK_KEYS]
    assert run(["keys", "status"]) == 0
    assert "2027 : 0 ligne," in capsys.readouterr().out
    assert run(["keys", "rotate"]) == 0
    assert ": 1 ligne." in capsys.readouterr().out
    assert run(["keys", "rotate"]) == 0
    assert run(["keys", "status"]) == 0
    said = capsys.readouterr().out
    assert "2027 : 1 ligne," in said
    assert drawn.partition(":")[2] not in said


def test_a_key_that_is_gone_is_said_in_one_sentence(
    cast: Cast, now: dt.datetime, settings: Any, capsys: Any
) -> None:
    making.confirmed(cast.awa_user, now)
    settings.PALIER_BANK_KEYS = [sealing.new_key("seule")]
    assert run(["keys", "rotate"]) == 1
    assert "Remettez l’ancienne clé" in capsys.readouterr().err
