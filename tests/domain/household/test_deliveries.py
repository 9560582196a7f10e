from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from palier.domain.audit.actor import Actor
from palier.domain.casework.models import Case
from palier.domain.documents import vault
from palier.domain.household import actions
from palier.domain.household.models import HouseholdDelivery
from tests.cast import Cast
from tests.domain.household.making import SEPARATION, accepted

pytestmark = pytest.mark.usefixtures("files")
LATER = dt.timedelta(minutes=3)
ERP = Actor.erp()


def rows_of(delivery: HouseholdDelivery) -> list[dict[str, str]]:
    text = vault.read(delivery.file.sha256).decode()
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def answer(*lines: str) -> bytes:
    return "\n".join(["remise;declaration;resultat;message", *lines]).encode()


def test_what_can_still_be_taken_back_is_not_delivered(cast: Cast, now: dt.datetime) -> None:
    accepted(cast, now)
    assert actions.deliver_declarations(actor=ERP, now=now) is None
    assert actions.deliver_declarations(actor=ERP, now=now + LATER) is not None


def test_each_declaration_is_delivered_once(cast: Cast, now: dt.datetime) -> None:
    birth, separation = accepted(cast, now), accepted(cast, now, SEPARATION)
    delivery = actions.deliver_declarations(actor=ERP, now=now + LATER)
    assert delivery is not None
    assert actions.deliver_declarations(actor=ERP, now=now + LATER) is None
    first, second = rows_of(delivery)
    assert (first["declaration"], first["changement"], first["prenoms"], first["bail"]) == (
        birth.code,
        "birth",
        "Léa Marie",
        "B1",
    )
    assert (second["declaration"], second["membre"], second["touche_au_bail"]) == (
        separation.code,
        "M2",
        "oui",
    )


def test_the_erp_s_answer_records_or_goes_back_to_the_agency(cast: Cast, now: dt.datetime) -> None:
    birth, separation = accepted(cast, now), accepted(cast, now, SEPARATION)
    actions.deliver_declarations(actor=ERP, now=now + LATER)
    content = answer(
        f"1;{birth.code};acceptee;", f"1;{separation.code};refusee;titulaire à traiter"
    )
    assert actions.acknowledge(content=content, actor=ERP, now=now + LATER) == (1, 1)
    assert actions.acknowledge(content=content, actor=ERP, now=now + LATER) == (1, 1)
    birth.refresh_from_db()
    separation.refresh_from_db()
    assert (birth.state, separation.state) == ("recorded", "not_recorded")
    case = Case.objects.get(kind="correction")
    assert (case.body, case.agency_id) == ("titulaire à traiter", "AG1")
    late = answer(f"1;{separation.code};acceptee;")
    assert actions.acknowledge(content=late, actor=ERP, now=now + 2 * LATER) == (1, 0)
    separation.refresh_from_db()
    assert separation.state == "recorded"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"remise;declaration\n",
        answer("x;ABC;acceptee;"),
        answer("1;ABC;peut-etre;"),
        answer("1;;acceptee;"),
        answer("7;INCONNUE;acceptee;"),
    ],
)
def test_a_file_with_a_mistake_changes_nothing(
    cast: Cast, now: dt.datetime, content: bytes
) -> None:
    with pytest.raises(actions.AcknowledgementRefused):
        actions.acknowledge(content=content, actor=ERP, now=now)
