"""An import leaves room for everybody else."""

from __future__ import annotations

import datetime as dt
import threading
import time
from itertools import islice
from pathlib import Path

import pytest
from django.db import connection, transaction

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.landlord.queries import current_delivery_number
from palier.exchange.applying import slices
from palier.exchange.importing import import_folder
from tests.exchange.deliveries import changed, line, small, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_others_write_while_a_delivery_is_applied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    records = small()
    records["ledger_lines"] += [line(f"M{rank:05d}", "C1", 100) for rank in range(4_000)]
    changed(records, "closing_balances", "C1", amount_cents=22_237 + 400_000)
    write(tmp_path, records)
    monkeypatch.setattr(slices, "islice", lambda rows, count: islice(rows, 250))

    def importing() -> None:
        try:
            import_folder(tmp_path, now=now)
        finally:
            connection.close()

    thread = threading.Thread(target=importing)
    thread.start()
    waits = []
    while thread.is_alive():
        began = time.monotonic()
        with transaction.atomic():
            record(event=Event.SIGNED_IN, actor=Actor.visitor(), now=now)
        waits.append(time.monotonic() - began)
        time.sleep(0.02)
    thread.join()
    assert current_delivery_number() == 1
    assert len(waits) > 3
    assert max(waits) < 5
