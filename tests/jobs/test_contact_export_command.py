"""``palier export contact-details`` as an operator runs it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from palier.domain.contact_details.models import Change
from palier.jobs import cli
from tests.cast import Cast
from tests.domain.contact_details.making import new_mobile
from tests.portal.test_home import vault  # noqa: F401  a fixture


@pytest.mark.usefixtures("vault")
def test_a_delivery_is_written_once_then_again_byte_for_byte(
    cast: Cast, now: dt.datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = new_mobile(cast, now)
    out = tmp_path / "out"
    assert cli.run(["export", "contact-details", str(out)]) == 0
    [file] = out.iterdir()
    first = file.read_bytes()
    assert file.name == "coordonnees-000001.csv"
    assert change.code.encode() in first
    assert cli.run(["export", "contact-details", str(out)]) == 0
    assert "Rien de nouveau" in capsys.readouterr().out
    assert cli.run(["export", "contact-details", str(out), "--number", "1"]) == 0
    assert file.read_bytes() == first
    assert cli.run(["export", "contact-details", str(out), "--number", "7"]) == 1

    answer = tmp_path / "accuse.csv"
    answer.write_text(f"remise;changement;resultat;message\n1;{change.code};acceptee;\n")
    assert cli.run(["export", "contact-details-acknowledgement", str(answer)]) == 0
    assert Change.objects.get().state == "taken"
