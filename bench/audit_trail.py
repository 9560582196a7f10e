"""What recording an event costs, sealed later, beside a chain written in each transaction.

    python bench/audit_trail.py                       # SQLite and a PostgreSQL of its own

Four writers record as many events as they can for some seconds, each event in a transaction
that goes on for three more milliseconds, as one that pays or decides does:

    alone      without a seal at all (the trigger is dropped): the floor
    sealed     as Palier does: the trigger notes the trace, a fifth thread seals every half second
    chained    each transaction locks the last hash to write the next one: what we did not take

Then the whole trail is read again by ``verify``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

WRITERS = 4
GOES_ON = 0.003


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.engine is None:
        for engine in ("sqlite", "postgresql"):
            arguments = ["--engine", engine, "--seconds", str(options.seconds)]
            subprocess.run([sys.executable, __file__, *arguments], check=True)
        return
    set_up(options.engine)
    measured: dict[str, Any] = {"engine": options.engine}
    for way in ("alone", "sealed", "chained"):
        measured[way] = trial(way, options.seconds)
        print(f"{options.engine} {way}: {measured[way]}", flush=True)
    print(f"{options.engine} verify: {read_again()}", flush=True)


def set_up(engine: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    url = ""
    if engine == "postgresql":
        from tests.rig.postgres import server

        url = f"postgresql://postgres@/postgres?host={server()}"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "palier.config.settings",
        "PALIER_HOME": tempfile.mkdtemp(prefix="palier-bench-"),
        "PALIER_DATABASE_URL": url,
    }
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_head (id integer PRIMARY KEY, hash text)")
        cursor.execute("INSERT INTO bench_head VALUES (1, '')")


def trial(way: str, seconds: float) -> dict[str, float]:
    from django.db import connection

    drop = "DROP TRIGGER audit_trace_to_seal"
    if way == "alone":
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE audit_trace DISABLE TRIGGER audit_trace_to_seal")
            else:
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_trace_to_seal'")
                [kept] = cursor.fetchone()
                cursor.execute(drop)
    until = time.monotonic() + seconds
    waits: list[float] = []
    threads = [threading.Thread(target=writer, args=(way, until, waits)) for _ in range(WRITERS)]
    if way == "sealed":
        threads.append(threading.Thread(target=sealer, args=(until,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if way == "alone":
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE audit_trace ENABLE TRIGGER audit_trace_to_seal")
                cursor.execute("INSERT INTO audit_unsealed SELECT id FROM audit_trace")
            else:
                cursor.execute(kept)
                cursor.execute("INSERT INTO audit_unsealed SELECT id FROM audit_trace")
    ordered = sorted(waits)
    return {
        "events_a_second": round(len(waits) / seconds),
        "median_ms": round(statistics.median(ordered) * 1000, 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 2),
    }


def writer(way: str, until: float, waits: list[float]) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from palier.domain.audit.actions import record
    from palier.domain.audit.actor import Actor, ActorKind
    from palier.domain.audit.catalogue import Event

    actor = Actor(ActorKind.STAFF, "7", "Nora Benali")
    while time.monotonic() < until:
        began = time.perf_counter()
        with transaction.atomic():
            if way == "chained":
                lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT hash FROM bench_head WHERE id = 1{lock}")
            trace = record(
                event=Event.PAYMENT_RECEIVED,
                actor=actor,
                now=timezone.now(),
                tenant_account_id=1,
                amount_cents=12_345,
            )
            if way == "chained":
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE bench_head SET hash = %s WHERE id = 1", [trace.salt])
            time.sleep(GOES_ON)
        waits.append(time.perf_counter() - began)
    connection.close()


def sealer(until: float) -> None:
    from django.db import connection
    from django.utils import timezone

    from palier.domain.audit.actions import seal

    while time.monotonic() < until:
        while seal(now=timezone.now()):
            pass
        time.sleep(0.5)
    connection.close()


def read_again() -> dict[str, Any]:
    from django.utils import timezone

    from palier.domain.audit.actions import seal
    from palier.domain.audit.verifying import verify

    while seal(now=timezone.now()):
        pass
    began = time.perf_counter()
    verdict = verify(now=timezone.now())
    took = time.perf_counter() - began
    return {
        "sound": verdict.sound,
        "entries": verdict.sealed,
        "segments": verdict.segments,
        "entries_a_second": round(verdict.sealed / took),
    }


if __name__ == "__main__":
    main()
