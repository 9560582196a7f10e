"""What a person said, under deliveries of the ERP that come afterwards."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from palier.domain.audit.actor import Actor
from palier.domain.contact_details.actions import change_detail, compare_with_erp
from palier.domain.contact_details.queries import details_of
from palier.domain.contact_details.rules.addresses import Address
from palier.domain.contact_details.rules.changes import Field
from palier.domain.tenancy.models import Person, TenantAccount
from palier.exchange.records.tenancy import PersonRecord
from tests.exchange.deliveries import small
from tests.exchange.test_importing import take

pytestmark = pytest.mark.django_db


def test_a_delivery_with_the_old_value_does_not_undo_what_a_person_said(
    tmp_path: Path, now: dt.datetime
) -> None:
    def delivered(mobile: str, street: str = "") -> dict[Any, Any]:
        records = small()
        records["persons"][0] = PersonRecord(
            erp_id="P1", title="mme", birth_name="Diallo", given_names="Awa", mobile=mobile,
            post_street=street, post_postcode="69003" if street else "",
            post_town="Lyon" if street else "",
        )  # fmt: skip
        return records

    take(tmp_path / "1", delivered("06 39 98 00 11"), now)
    account = TenantAccount.objects.get(erp_id="C1")
    for field, value in (
        (Field.MOBILE, "+33639980042"),
        (Field.ADDRESS, Address("8 rue des Lilas", "", "69003", "Lyon").as_json()),
    ):
        change_detail(
            person=Person.objects.get(erp_id="P1"), tenant_account=account, field=field,
            value=value, user=None, actor=Actor.system(), now=now,
        )  # fmt: skip
    take(tmp_path / "2", delivered("0639980011"), now)
    compare_with_erp(now=now)
    details = details_of(Person.objects.get(erp_id="P1"))
    assert details[Field.MOBILE].value == "+33639980042"

    take(tmp_path / "3", delivered("06.39.98.00.42", "8, RUE DES LILAS"), now)
    assert compare_with_erp(now=now) == (2, 0)
    details = details_of(Person.objects.get(erp_id="P1"))
    assert details[Field.ADDRESS].erp_value["town"] == "Lyon"
    assert not details[Field.ADDRESS].differs
