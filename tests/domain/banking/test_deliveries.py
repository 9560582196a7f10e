"""Mandates handed to the ERP: each change once, under a number, with what it answers."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.banking import actions, queries
from palier.domain.banking.models import Mandate, MandateDelivery, MandateDeliveryLine
from palier.domain.casework.models import Case
from tests.cast import Cast
from tests.domain.banking import making

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def mandate(cast: Cast, now: dt.datetime) -> Mandate:
    making.landlord_debits()
    return making.signed(cast.awa_user, now)


def delivered(now: dt.datetime) -> MandateDelivery | None:
    return actions.deliver_mandates(actor=Actor.system(), now=now)


def rows(delivery: MandateDelivery) -> list[dict[str, str]]:
    content = queries.erp_file_of(delivery).decode()
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))


def answer(delivery: MandateDelivery, result: str, message: str = "") -> bytes:
    lines = ["remise;instruction;resultat;message"]
    lines += [
        f"{delivery.number};{row['instruction']};{result};{message}" for row in rows(delivery)
    ]
    return "\r\n".join(lines).encode()


def test_a_signature_goes_out_once_with_its_whole_iban(mandate: Mandate, now: dt.datetime) -> None:
    delivery = delivered(now)
    assert delivery is not None
    (row,) = rows(delivery)
    assert row["iban"] == making.AWA_IBAN
    assert (row["nature"], row["rum"], row["jour"]) == ("signature", mandate.rum, "5")
    assert row["preleve_par"] == "palier"
    assert mandate.evidence is not None
    assert row["preuve_sha256"] == mandate.evidence.file.sha256
    assert delivered(now) is None


def test_the_file_is_kept_under_seal_and_written_again_the_same(
    mandate: Mandate, now: dt.datetime
) -> None:
    delivery = delivered(now)
    assert delivery is not None
    assert making.AWA_IBAN.encode() not in bytes(delivery.file.sealed)
    first = queries.erp_file_of(delivery)
    again = queries.mandate_delivery_numbered(delivery.number)
    assert queries.erp_file_of(again) == first


def test_later_changes_go_out_with_the_next_delivery(mandate: Mandate, now: dt.datetime) -> None:
    delivered(now)
    actions.pause_debits(mandate=mandate, actor=actor_of(mandate.user), now=now)
    actions.stop_debits(mandate=mandate, actor=actor_of(mandate.user), now=now)
    delivery = delivered(now)
    assert delivery is not None
    assert delivery.number == 2
    assert [row["nature"] for row in rows(delivery)] == ["suspension", "arret"]


def test_what_the_erp_accepts_is_noted_once(mandate: Mandate, now: dt.datetime) -> None:
    delivery = delivered(now)
    assert delivery is not None
    for _each in range(2):
        told = actions.acknowledge(content=answer(delivery, "acceptee"), actor=Actor.erp(), now=now)
        assert told == (1, 0)
    assert MandateDeliveryLine.objects.get().state == "accepted"


def test_what_the_erp_refuses_goes_to_the_agency(mandate: Mandate, now: dt.datetime) -> None:
    delivery = delivered(now)
    assert delivery is not None
    content = answer(delivery, "refusee", "compte inconnu")
    assert actions.acknowledge(content=content, actor=Actor.erp(), now=now) == (0, 1)
    case = Case.objects.get(kind="correction")
    assert mandate.rum in case.subject
    assert "compte inconnu" in case.body


@pytest.mark.parametrize(
    "content",
    [
        b"n'importe quoi",
        b"remise;instruction;resultat;message\r\nx;y;acceptee;",
        b"remise;instruction;resultat;message\r\n1;INCONNUE2345;acceptee;",
        b"remise;instruction;resultat;message\r\n1;;peut-etre;",
        b"\xff\xfe",
    ],
)
def test_a_file_with_a_mistake_is_refused_whole(
    mandate: Mandate, now: dt.datetime, content: bytes
) -> None:
    delivered(now)
    with pytest.raises(actions.AcknowledgementRefused):
        actions.acknowledge(content=content, actor=Actor.erp(), now=now)
    assert MandateDeliveryLine.objects.get().state == "sent"


def test_a_mandate_not_signed_is_never_delivered(cast: Cast, now: dt.datetime) -> None:
    making.landlord_debits()
    making.started(cast.awa_user, now, making.usable(cast.awa_user, now))
    assert delivered(now) is None
