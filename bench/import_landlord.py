"""How long a landlord takes to come in, beside the floor, and who waits meanwhile.

    python bench/import_landlord.py --leases 2000
    python bench/import_landlord.py --rpls declaration.csv.gz          # every dwelling
    python bench/import_landlord.py --leases 2000 --database postgres://…

Three figures: the generation; the import, phase by phase, while a second process signs in
and pays every quarter of a second and notes how long each answer takes; and the floor, the
same ledger lines put into a bare table with the same indexes in one transaction.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

WRITE_EVERY = 0.25


def main() -> None:
    options = parsed()
    home = Path(options.home or tempfile.mkdtemp(prefix="palier-bench-"))
    set_up(home, options.database)
    result: dict[str, object] = {"leases": options.leases, "months": options.months}
    folder = home / "delivery"
    began = time.perf_counter()
    result["rows"] = generate(folder, options)
    result["generation_s"] = round(time.perf_counter() - began, 1)
    print(f"generated in {result['generation_s']} s: {result['rows']}", flush=True)
    result["floor_s"] = floor(home, folder)
    print(f"floor: {result['floor_s']}", flush=True)
    result |= imported(home, folder)
    print(json.dumps(result, indent=2, ensure_ascii=False), flush=True)
    print(json.dumps(imported_again(folder)))
    if not options.home:
        shutil.rmtree(home)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leases", type=int, default=2_000)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--rpls", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--home", help="keep everything in this folder")
    options = parser.parse_args()
    if options.rpls:
        options.leases = 10_000_000
    return options


def set_up(home: Path, database: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "palier.config.settings",
        "PALIER_HOME": str(home),
        "PALIER_DATABASE_URL": database,
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)


def generate(folder: Path, options: argparse.Namespace) -> dict[str, int]:
    from palier.demo.generating import Order
    from palier.demo.generating import generate as write
    from palier.foundation.periods import Period

    last = Period(2026, 10)
    order = Order(
        leases=options.leases,
        first=last.shifted(1 - options.months),
        last=last,
        as_of=dt.date(2026, 11, 24),
        rpls=options.rpls,
    )
    return {name: one.rows or 0 for name, one in write(folder, order).kinds.items()}


def floor(home: Path, folder: Path) -> dict[str, float]:
    """Put the ledger lines into a bare table: parsing apart, then one transaction."""
    import csv

    from django.db import connection

    def rows() -> Iterator[tuple[str | int, ...]]:
        with (folder / "ledger_lines.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, delimiter=";")
            next(reader)
            for row in reader:
                yield (*row[:5], row[6], int(row[7].replace(",", "")))

    began = time.perf_counter()
    for _row in rows():
        pass
    parsing = time.perf_counter() - began
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_lines (reference varchar(40) UNIQUE, account varchar(40), "
            "effective_on date, period varchar(7), kind varchar(20), label varchar(160), cents int)"
        )
        cursor.execute("CREATE INDEX bench_lines_of ON bench_lines (account, effective_on)")
        if connection.vendor == "postgresql":
            columns = "reference, account, effective_on, period, kind, label, cents"
            with cursor.copy(f"COPY bench_lines ({columns}) FROM STDIN") as copy:
                for row in rows():
                    copy.write_row(row)
        else:
            cursor.execute("BEGIN")
            sql = "INSERT INTO bench_lines VALUES (%s, %s, %s, %s, %s, %s, %s)"
            cursor.executemany(sql, rows())
            cursor.execute("COMMIT")
        writing = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_lines")
    return {"parsing": round(parsing, 1), "parsing_and_writing": round(writing, 1)}


def imported(home: Path, folder: Path) -> dict[str, object]:
    from django.utils import timezone

    from palier.exchange.importing import import_folder

    stop = home / "stop"
    writer = subprocess.Popen(
        [sys.executable, __file__, "--writer", str(stop)], stdout=subprocess.PIPE, text=True
    )
    phases: dict[str, float] = {}
    last = ["", time.perf_counter()]

    def progress(step: str, done: int, total: int) -> None:
        if step != last[0]:
            instant = time.perf_counter()
            if last[0]:
                phases[str(last[0])] = round(instant - float(last[1]), 1)
            last[:] = [step, instant]

    outcome = import_folder(folder, now=timezone.now(), progress=progress)
    phases[str(last[0])] = round(time.perf_counter() - float(last[1]), 1)
    stop.touch()
    waits = json.loads(writer.communicate()[0])
    slow = {step: seconds for step, seconds in phases.items() if seconds >= 1}
    return {
        "import_s": round(outcome.seconds, 1),
        "longest_slice_s": round(outcome.longest_slice, 2),
        "phases_s": slow,
        "small_writes": len(waits),
        "small_write_median_s": round(statistics.median(waits), 3),
        "small_write_p99_s": round(sorted(waits)[int(len(waits) * 0.99)], 3),
        "small_write_longest_s": round(max(waits), 3),
    }


def imported_again(folder: Path) -> dict[str, float]:
    """Bring the same landlord the next night, with one name changed."""
    from django.utils import timezone

    from palier.exchange.importing import import_folder
    from palier.exchange.manifest import KindFile, Manifest, read_manifest, write_manifest
    from palier.exchange.problems import Problems

    agencies = folder / "agencies.csv"
    agencies.write_text(agencies.read_text(encoding="utf-8").replace("Agence ", "L’agence ", 1))
    manifest = read_manifest(folder, Problems())
    assert manifest is not None
    known = manifest.kinds["agencies"]
    changed = KindFile("agencies", known.file, known.mode, known.rows, "")
    kinds = manifest.kinds | {"agencies": changed}
    write_manifest(
        folder,
        Manifest(manifest.landlord, manifest.delivery, manifest.produced_at, kinds=kinds),
    )
    outcome = import_folder(folder, now=timezone.now())
    assert outcome.changes == 1, outcome.counts
    return {"next_night_full_s": round(outcome.seconds, 1)}


def write_until(stop: Path) -> None:
    """Sign in (a session, a trace) and pay (an entry) again and again; print each wait."""
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction
    from django.utils import timezone

    from palier.domain.audit.actions import record
    from palier.domain.audit.actor import Actor
    from palier.domain.audit.catalogue import Event
    from palier.domain.ledger.actions import post
    from palier.domain.ledger.models import Entry
    from palier.domain.tenancy.models import TenantAccount

    waits: list[float] = []
    while not stop.exists():
        now = timezone.now()
        began = time.perf_counter()
        with transaction.atomic():
            SessionStore().save()
            record(event=Event.SIGNED_IN, actor=Actor.visitor(), now=now)
            account = TenantAccount.objects.order_by("pk").first()
            if account is not None:
                post(
                    tenant_account=account,
                    kind=Entry.Kind.PAYMENT,
                    amount_cents=-100,
                    effective_on=now.date(),
                    label="Paiement par carte",
                    source_reference=f"bench:{len(waits)}",
                    actor=Actor.bank(),
                    now=now,
                    rail="card",
                    portal_payment_reference=f"bench{len(waits)}",
                )
        waits.append(time.perf_counter() - began)
        time.sleep(WRITE_EVERY)
    print(json.dumps(waits))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--writer"]:
        write_until(Path(sys.argv[2]))
    else:
        main()
