"""A delivery taken in, from its folder to what people see."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db.models import Sum

from palier.domain.billing.models import BillingLine, NoticeHeader
from palier.domain.landlord.models import Delivery
from palier.domain.landlord.queries import current_delivery_number
from palier.domain.ledger.models import Entry, StatedBalance
from palier.domain.tenancy.models import Lease, Person, TenantAccount
from palier.exchange.importing import Outcome, import_folder
from tests.exchange import deliveries

pytestmark = pytest.mark.django_db(transaction=True)


def take(folder: Path, records: deliveries.Records, now: dt.datetime, **more: object) -> Outcome:
    deliveries.write(folder, records, **more)
    return import_folder(folder, now=now, sleep=False)


def test_a_first_delivery_fills_every_room(tmp_path: Path, now: dt.datetime) -> None:
    outcome = take(tmp_path / "1", deliveries.small(), now)
    assert outcome.state == "applied"
    assert current_delivery_number() == outcome.number == 1
    assert Delivery.objects.get().state == Delivery.State.CURRENT
    account = TenantAccount.objects.get(erp_id="C1")
    assert account.reference_key == "10417"
    assert account.entries.aggregate(sum=Sum("amount_cents"))["sum"] == 22_237
    assert Entry.objects.filter(kind="opening").count() == 1
    assert StatedBalance.objects.count() == 2
    assert Lease.objects.get(erp_id="B3").annex.number == "12"
    assert Person.objects.get(erp_id="P3").family_name == "d’Artagnan"
    head = NoticeHeader.objects.get()
    assert list(BillingLine.objects.filter(header=head).values_list("column", flat=True)) == [
        "debit",
        "credit",
    ]
