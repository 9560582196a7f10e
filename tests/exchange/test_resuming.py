"""An import killed anywhere goes on where it stopped, or leaves nothing behind."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from palier.domain.billing.models import BillingLine, NoticeHeader
from palier.domain.landlord.models import Delivery
from palier.domain.landlord.queries import current_delivery_number, delivered
from palier.domain.ledger.models import Entry
from palier.domain.tenancy.models import Person
from palier.exchange import importing
from palier.exchange.applying.slices import Slices
from palier.exchange.importing import import_folder
from tests.exchange.deliveries import changed, line, small, write
from tests.exchange.test_importing import balance

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Stands for a process that dies."""


@pytest.fixture
def dies_at(monkeypatch: pytest.MonkeyPatch):
    """Make the import die before a step's slice: ``dies_at("ledger_lines")``."""
    once = Slices.once

    def set_step(step: str | None) -> None:
        def dying(self: Slices, name: str, *rest: object) -> None:
            if name == step:
                raise Killed
            once(self, name, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(Slices, "once", dying)

    return set_step


def visible_people() -> int:
    return Person.objects.filter(delivered()).count()


@pytest.mark.parametrize("step", ["persons.0", "roles.1", "ledger_lines", "billing_lines"])
def test_an_import_that_died_goes_on_where_it_stopped(
    tmp_path: Path,
    now: dt.datetime,
    dies_at,
    step: str,
) -> None:
    write(tmp_path, small())
    dies_at(step)
    with pytest.raises(Killed):
        import_folder(tmp_path, now=now, sleep=False)
    assert current_delivery_number() == 0
    assert visible_people() == 0
    dies_at(None)
    outcome = import_folder(tmp_path, now=now, sleep=False)
    assert outcome.resumed
    assert outcome.number == 1
    assert (balance("C1"), balance("C2")) == (22_237, 39_999)
    assert BillingLine.objects.count() == 2
    assert visible_people() == 3


def test_another_delivery_takes_away_what_an_interrupted_one_left(
    tmp_path: Path,
    now: dt.datetime,
    dies_at,
) -> None:
    write(tmp_path / "1", small())
    dies_at("billing_lines")
    with pytest.raises(Killed):
        import_folder(tmp_path / "1", now=now, sleep=False)
    assert Entry.objects.filter(delivery_no=1).exists()
    dies_at(None)
    records = small()
    changed(records, "persons", "P1", given_names="Awa Binta")
    write(tmp_path / "2", records)
    outcome = import_folder(tmp_path / "2", now=now, sleep=False)
    assert (outcome.number, outcome.resumed) == (2, False)
    assert Delivery.objects.get(number=1).state == Delivery.State.ABANDONED
    assert not Entry.objects.filter(delivery_no=1).exists()
    assert NoticeHeader.objects.count() == 1
    assert Person.objects.get(erp_id="P1").given_names == "Awa Binta"
    assert balance("C1") == 22_237


def test_an_import_that_died_after_its_switch_is_finished(
    tmp_path: Path,
    now: dt.datetime,
    dies_at,
) -> None:
    write(tmp_path / "1", small())
    import_folder(tmp_path / "1", now=now, sleep=False)
    records = small()
    changed(records, "ledger_lines", "E1", lettrage="A")
    write(tmp_path / "2", records)
    dies_at("lettered")
    with pytest.raises(Killed):
        import_folder(tmp_path / "2", now=now, sleep=False)
    assert current_delivery_number() == 2
    dies_at(None)
    assert import_folder(tmp_path / "2", now=now, sleep=False).resumed
    assert Entry.objects.get(source_reference="E1").lettrage == "A"
    assert Delivery.objects.get(number=2).state == Delivery.State.CURRENT


def test_a_dry_run_touches_no_interrupted_import(
    tmp_path: Path,
    now: dt.datetime,
    dies_at,
) -> None:
    write(tmp_path, small())
    dies_at("ledger_lines")
    with pytest.raises(Killed):
        import_folder(tmp_path, now=now, sleep=False)
    dies_at(None)
    assert import_folder(tmp_path, now=now, dry_run=True).state == "checked"
    assert import_folder(tmp_path, now=now, sleep=False).resumed


def test_two_imports_never_run_at_once(tmp_path: Path, now: dt.datetime) -> None:
    write(tmp_path, small())
    with importing._one_at_a_time(), pytest.raises(importing.AlreadyImporting):
        import_folder(tmp_path, now=now)


IMPORT = """
import datetime, itertools, os, signal, sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
if sys.argv[3] == "first":
    call_command("migrate", verbosity=0, skip_checks=True)
from palier.exchange.applying import slices
from palier.exchange.importing import import_folder
left = int(sys.argv[2])
once = slices.Slices.once
def counted(self, *rest):
    global left
    left -= 1
    once(self, *rest)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
slices.Slices.once = counted
slices.islice = lambda rows, count: itertools.islice(rows, 40)
now = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)
outcome = import_folder(Path(sys.argv[1]), now=now, sleep=False)
from django.db.models import Sum
from palier.domain.ledger.models import Entry
print(outcome.resumed, Entry.objects.count(), Entry.objects.aggregate(s=Sum("amount_cents"))["s"])
"""


def test_a_process_killed_again_and_again_ends_with_every_line_once(tmp_path: Path) -> None:
    records = small()
    more = [line(f"M{rank:04d}", "C1", 100 + rank) for rank in range(600)]
    records["ledger_lines"] += more
    total = sum(one.amount_cents for one in more)
    changed(records, "closing_balances", "C1", amount_cents=22_237 + total)
    write(tmp_path / "delivery", records)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "palier.config.settings",
                   "PALIER_HOME": str(tmp_path / "home"), "PALIER_DATABASE_URL": ""}  # fmt: skip
    command = [sys.executable, "-c", IMPORT, str(tmp_path / "delivery")]
    for slices_before_death in (("4", "first"), ("12", "again")):
        died = subprocess.run([*command, *slices_before_death], env=environment, check=False)
        assert died.returncode == -signal.SIGKILL
    ended = subprocess.run(
        [*command, "-1", "again"], env=environment, check=True, capture_output=True, text=True
    )
    resumed, count, cents = ended.stdout.split()
    assert resumed == "True"
    assert int(count) == len(records["ledger_lines"]) + 1
    assert int(cents) == 22_237 + 39_999 + total
    assert json.loads((tmp_path / "delivery" / "manifest.json").read_text())
