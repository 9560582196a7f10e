"""``palier landlord`` as an operator runs it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from palier.domain.landlord.queries import settings_on
from palier.jobs import cli

pytestmark = pytest.mark.django_db


def write(tmp_path: Path, text: str) -> str:
    file = tmp_path / "reglages.json"
    file.write_text(text, "utf-8")
    return str(file)


def test_what_is_decided_holds_from_its_day_on(tmp_path: Path) -> None:
    file = write(tmp_path, '{"phone": "01 99 00 00 01", "agency_delay_days": 8}')

    assert cli.run(["landlord", "decide", file, "--from", "2026-12-01"]) == 0
    assert settings_on(dt.date(2026, 11, 30))["agency_delay_days"] == 10
    assert settings_on(dt.date(2026, 12, 1))["agency_delay_days"] == 8


def test_what_is_shown_can_be_decided_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["landlord", "show"]) == 0
    shown = capsys.readouterr().out

    assert "agency_delay_days" in json.loads(shown)
    assert cli.run(["landlord", "decide", write(tmp_path, shown)]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"telephone": "01"}', "« telephone » n’est pas un réglage"),
        ('{"agency_delay_days": "dix"}', "attend une valeur"),
        ('{"phone": \n"01",}', "ligne 2"),
        ('["phone"]', "un objet JSON est attendu"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert cli.run(["landlord", "decide", write(tmp_path, text)]) == 1
    assert said in capsys.readouterr().err
    assert settings_on(dt.date(2030, 1, 1)).values == {}
