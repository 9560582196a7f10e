"""Money goes out to the ERP once, in numbered files that can be fetched again."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.db import DatabaseError, transaction

from palier.domain.audit.actor import Actor
from palier.domain.documents import vault
from palier.domain.payments.actions.deliveries import (
    acknowledge,
    deliver_operations,
)
from palier.domain.payments.models import DeliveryLine, Operation, PaymentDelivery
from palier.foundation.deliveries import AcknowledgementRefused
from tests.cast import Cast
from tests.domain.payments import bank

SYSTEM = Actor.system()


def rows_of(delivery: PaymentDelivery) -> list[dict[str, str]]:
    text = vault.read(delivery.file.sha256).decode()
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def delivery(cast: Cast, now: dt.datetime) -> PaymentDelivery:
    attempt = bank.to_the_bank(cast.awa_user, cast.account, now)
    bank.say(attempt, "CAPTURED", now)
    bank.say(attempt, "CAPTURED", now, kind="CREDIT", transaction="c" * 32, amount_cents=1000)
    made = deliver_operations(actor=SYSTEM, now=now)
    assert made is not None
    return made


def acknowledgement(delivery: PaymentDelivery, outcome: str = "accepted") -> bytes:
    lines = ["delivery_number;portal_payment_reference;outcome;erp_reference;message"]
    lines += [
        f"{delivery.number};{row['portal_payment_reference']};{outcome};E{row['line']};vu"
        for row in rows_of(delivery)
    ]
    return "\n".join(lines).encode()


def test_delivery_carries_captures_and_refunds_signed_like_the_account(
    delivery: PaymentDelivery,
) -> None:
    capture, refund = rows_of(delivery)
    assert (capture["kind"], capture["amount"]) == ("capture", "-412.37")
    assert (refund["kind"], refund["amount"]) == ("refund", "10.00")
    assert refund["undoes"] == capture["portal_payment_reference"]
    assert capture["tenant_account"] == "C1"
    assert capture["customer_reference"] == "L/0012345"
    assert delivery.total_cents == -40237


def test_nothing_new_makes_no_delivery(delivery: PaymentDelivery, now: dt.datetime) -> None:
    assert deliver_operations(actor=SYSTEM, now=now) is None
    assert PaymentDelivery.objects.count() == 1


def test_next_delivery_holds_only_what_is_new(
    cast: Cast, delivery: PaymentDelivery, now: dt.datetime
) -> None:
    other = bank.to_the_bank(cast.jeanne_user, cast.arrears_account, now)
    bank.say(other, "CAPTURED", now, transaction="d" * 32)
    second = deliver_operations(actor=SYSTEM, now=now)
    assert second is not None
    assert second.number == 2
    assert [row["tenant_account"] for row in rows_of(second)] == ["C2"]


def test_delivery_cannot_be_changed(delivery: PaymentDelivery) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentDelivery.objects.update(line_count=1)


def test_acknowledgement_is_written_down_once(delivery: PaymentDelivery, now: dt.datetime) -> None:
    assert acknowledge(content=acknowledgement(delivery), actor=SYSTEM, now=now) == (2, 0)
    assert acknowledge(content=acknowledgement(delivery), actor=SYSTEM, now=now) == (2, 0)
    line = DeliveryLine.objects.get(position=1)
    assert (line.state, line.erp_reference) == ("accepted", "E1")


def test_refused_line_may_be_accepted_later_and_not_the_other_way(
    delivery: PaymentDelivery, now: dt.datetime
) -> None:
    for outcome in ("refused", "accepted", "refused"):
        acknowledge(content=acknowledgement(delivery, outcome), actor=SYSTEM, now=now)
    assert set(DeliveryLine.objects.values_list("state", flat=True)) == {"accepted"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"n'importe quoi", "Il manque : delivery_number"),
        (
            b"delivery_number;portal_payment_reference;outcome;erp_reference;message\n"
            b"un;X;accepted;;\n1;;accepted;;\n1;X;oui;;\n",
            "Ligne 2, colonne delivery_number",
        ),
        (
            b"delivery_number;portal_payment_reference;outcome;erp_reference;message\n"
            b"9;INCONNUE;accepted;;\n",
            "n’a pas de ligne INCONNUE",
        ),
    ],
)
def test_acknowledgement_that_makes_no_sense_takes_nothing(
    delivery: PaymentDelivery, now: dt.datetime, content: bytes, words: str
) -> None:
    with pytest.raises(AcknowledgementRefused) as caught:
        acknowledge(content=content, actor=SYSTEM, now=now)
    assert words in caught.value.sentence.replace("\xa0", " ")
    assert set(DeliveryLine.objects.values_list("state", flat=True)) == {"sent"}


def test_all_problems_of_a_file_are_told_at_once(
    delivery: PaymentDelivery, now: dt.datetime
) -> None:
    content = (
        b"delivery_number;portal_payment_reference;outcome;erp_reference;message\n"
        b"un;X;accepted;;\n1;;accepted;;\n1;X;oui;;\n"
    )
    with pytest.raises(AcknowledgementRefused) as caught:
        acknowledge(content=content, actor=SYSTEM, now=now)
    assert caught.value.sentence.count("Ligne") == 3


def test_operations_are_all_delivered(delivery: PaymentDelivery) -> None:
    assert not Operation.objects.filter(delivery_line=None).exists()
