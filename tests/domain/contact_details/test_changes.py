from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from palier.domain.audit.actor import Actor
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case
from palier.domain.contact_details import actions
from palier.domain.contact_details.models import Change
from palier.domain.contact_details.queries import details_of
from palier.domain.contact_details.rules.changes import Field
from palier.domain.documents import vault
from palier.domain.mail.models import Letter
from palier.foundation.errors import NotYours
from tests.cast import Cast
from tests.domain.contact_details.making import NEW_MOBILE, OLD_MOBILE, new_mobile
from tests.portal.test_home import vault as vault_folder  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("vault_folder")


def mobile_of(cast: Cast) -> Any:
    cast.awa.refresh_from_db()
    return details_of(cast.awa)[Field.MOBILE]


def delivered(cast: Cast, **values: str) -> None:
    """Let a delivery of the ERP write another content of Awa's row."""
    for name, value in values.items():
        setattr(cast.awa, name, value)
    cast.awa.save()


def sent(now: dt.datetime) -> str:
    delivery = actions.deliver_changes(actor=Actor.system(), now=now)
    assert delivery is not None
    return vault.read(delivery.file.sha256).decode()


def answered(code: str, result: str, now: dt.datetime, message: str = "", number: int = 1) -> None:
    content = f"remise;changement;resultat;message\n{number};{code};{result};{message}\n"
    actions.acknowledge(content=content.encode(), actor=Actor.erp(), now=now)


def test_what_is_said_counts_at_once_and_the_landlord_s_row_stays(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    known = mobile_of(cast)
    assert (known.value, known.erp_value) == (NEW_MOBILE, OLD_MOBILE)
    assert (change.state, change.before) == ("recorded", OLD_MOBILE)
    assert Letter.objects.get().template == "mail/contact_changed"
    trace = Trace.objects.get(event="contact_details.changed")
    assert trace.facts["what"] == "téléphone portable"
    assert NEW_MOBILE not in str(trace.facts)


def test_saying_the_same_again_is_no_change(cast: Cast, now) -> None:
    new_mobile(cast, now)
    with pytest.raises(actions.NothingChanged):
        new_mobile(cast, now)
    assert Change.objects.count() == 1


def test_a_later_change_takes_the_place_of_one_that_waits(cast: Cast, now) -> None:
    first = new_mobile(cast, now)
    new_mobile(cast, now, "+33639980043")
    first.refresh_from_db()
    assert first.state == "replaced"
    assert mobile_of(cast).value == "+33639980043"


def test_going_back_before_anything_was_sent_leaves_nothing_to_send(cast: Cast, now) -> None:
    new_mobile(cast, now)
    assert actions.change_detail(
        person=cast.awa, tenant_account=cast.account, field=Field.MOBILE, value=OLD_MOBILE,
        user=cast.awa_user, actor=Actor.system(), now=now,
    ) is None  # fmt: skip
    assert actions.deliver_changes(actor=Actor.system(), now=now) is None


def test_going_back_after_it_was_sent_is_sent_too(cast: Cast, now) -> None:
    new_mobile(cast, now)
    sent(now)
    new_mobile(cast, now, OLD_MOBILE)
    assert actions.compare_with_erp(now=now) == (0, 0)
    assert OLD_MOBILE in sent(now)


def test_an_e_mail_never_changes_this_way(cast: Cast, now) -> None:
    with pytest.raises(ValueError, match="of its own"):
        new_mobile(cast, now, field=Field.EMAIL, value="x@exemple.fr")


def test_a_change_is_delivered_once_with_its_number(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    text = sent(now)
    assert f"1;1;{change.code};P1;C1;L/0012345;mobile;{NEW_MOBILE};" in text
    change.refresh_from_db()
    assert change.state == "sent"
    assert actions.deliver_changes(actor=Actor.system(), now=now) is None


def test_a_delivery_with_the_old_value_undoes_nothing(cast: Cast, now) -> None:
    new_mobile(cast, now)
    sent(now)
    delivered(cast, mobile="06 39 98 00 11")
    assert actions.compare_with_erp(now=now) == (0, 0)
    assert mobile_of(cast).value == NEW_MOBILE


def test_a_delivery_that_says_the_same_ends_the_wait(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    sent(now)
    delivered(cast, mobile="06 39 98 00 42")
    assert actions.compare_with_erp(now=now) == (1, 0)
    change.refresh_from_db()
    assert change.state == "taken"
    # Later on the landlord's own news counts.
    delivered(cast, mobile=OLD_MOBILE)
    actions.compare_with_erp(now=now)
    assert mobile_of(cast).value == OLD_MOBILE


def test_an_acknowledged_change_counts_until_a_delivery_shows_it(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    sent(now)
    answered(change.code, "acceptee", now)
    assert mobile_of(cast).value == NEW_MOBILE
    delivered(cast, mobile="0639980042")
    actions.compare_with_erp(now=now)
    delivered(cast, mobile="0639980099")
    assert mobile_of(cast).value == "0639980099"


def test_a_third_value_goes_to_the_desk_and_the_person_s_counts_meanwhile(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    sent(now)
    delivered(cast, mobile="06 39 98 00 77")
    for _again in range(2):
        actions.compare_with_erp(now=now)
    change.refresh_from_db()
    assert (change.state, change.rival) == ("disputed", "06 39 98 00 77")
    case = Case.objects.get()
    assert (case.kind, case.agency_id) == ("correction", "AG1")
    assert mobile_of(cast).value == NEW_MOBILE


def test_an_advisor_keeps_what_the_person_said_and_it_is_sent_again(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    sent(now)
    delivered(cast, mobile="06 39 98 00 77")
    actions.compare_with_erp(now=now)
    with pytest.raises(NotYours):
        actions.settle_dispute(change=change, keep=True, staff=cast.south_advisor, now=now)
    actions.settle_dispute(change=change, keep=True, staff=cast.north_advisor, now=now)
    assert actions.compare_with_erp(now=now) == (0, 0)
    assert change.code in sent(now)


def test_an_advisor_takes_the_landlord_s_value_and_the_person_is_told(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    sent(now)
    delivered(cast, mobile="06 39 98 00 77")
    actions.compare_with_erp(now=now)
    actions.settle_dispute(change=change, keep=False, staff=cast.north_advisor, now=now)
    assert mobile_of(cast).value == "06 39 98 00 77"
    assert Letter.objects.filter(template="mail/contact_refused").exists()
    with pytest.raises(actions.NotDisputed):
        actions.settle_dispute(change=change, keep=True, staff=cast.north_advisor, now=now)


def test_a_refusal_is_told_with_its_reason_and_the_old_value_counts(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    sent(now)
    for _again in range(2):
        answered(change.code, "refusee", now, "numéro déjà attribué")
    change.refresh_from_db()
    assert (change.state, change.erp_message) == ("refused", "numéro déjà attribué")
    assert mobile_of(cast).value == OLD_MOBILE
    assert Letter.objects.filter(template="mail/contact_refused").count() == 1


def test_an_answer_about_what_was_never_sent_is_refused_whole(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    sent(now)
    with pytest.raises(actions.AcknowledgementRefused, match="n° 9"):
        answered(change.code, "acceptee", now, number=9)


def test_what_was_said_is_never_rewritten(cast: Cast, now) -> None:
    change = new_mobile(cast, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(value="+33600000000")
    with pytest.raises(DatabaseError), transaction.atomic():
        change.delete()


def test_an_advisor_records_for_the_tenant_who_is_told(cast: Cast, now) -> None:
    change = new_mobile(cast, now, user=None, filed_by=cast.north_advisor)
    letter = Letter.objects.get()
    assert letter.to == "awa@exemple.fr"
    assert "Un conseiller" in letter.text
    assert change.filed_by == cast.north_advisor
    assert ";agence\r\n" in sent(now)
