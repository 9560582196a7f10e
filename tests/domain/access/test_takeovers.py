"""An advisor who tries to take over an account: not alone, not at once, not unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from palier.domain.access import actions
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.access.queries import people_of, takeover_of
from palier.domain.accounts.models import StaffMember
from palier.foundation.errors import NotYours
from tests.cast import NOW, Cast, make_staff
from tests.domain.access.conftest import VISITOR, letters

DELAY = dt.timedelta(hours=24)


@pytest.fixture
def claim(cast: Cast, ask: Callable, confirm: Callable) -> PersonLink:
    """Somebody claims to be Awa, who has an open access, from another mailbox."""
    return confirm(ask(email="nouvelle@exemple.fr")).person_links.get()


@pytest.fixture
def colleague(cast: Cast) -> StaffMember:
    return make_staff("lou@plaine.example", "Lou Colas", "advisor", cast.north)


def vouched(cast: Cast, claim: PersonLink) -> Recovery:
    actions.validate_by_advisor(
        link=claim, staff=cast.north_advisor, checked="identity_card", now=NOW
    )
    takeover = takeover_of(claim)
    assert takeover is not None
    return takeover


def test_one_advisor_opens_nothing_however_long_it_takes(cast: Cast, claim: PersonLink) -> None:
    takeover = vouched(cast, claim)
    with pytest.raises(actions.NotToThem):
        actions.second_takeover(takeover=takeover, staff=cast.north_advisor, now=NOW)
    assert actions.finish_takeovers(now=NOW + dt.timedelta(days=20)) == 0
    assert people_of(cast.awa_user) == [cast.awa]
    assert people_of(claim.user) == []


def test_two_advisors_still_leave_the_owner_the_time_to_object(
    cast: Cast, claim: PersonLink, colleague: StaffMember
) -> None:
    takeover = vouched(cast, claim)
    actions.second_takeover(takeover=takeover, staff=colleague, now=NOW)
    assert actions.finish_takeovers(now=NOW + DELAY - dt.timedelta(minutes=1)) == 0
    actions.stop_recovery(code=takeover.code, actor=VISITOR, now=NOW + dt.timedelta(hours=5))
    assert actions.finish_takeovers(now=NOW + DELAY) == 0
    assert people_of(cast.awa_user) == [cast.awa]


def test_without_objection_the_new_address_takes_the_place_of_the_lost_one(
    cast: Cast, claim: PersonLink, colleague: StaffMember
) -> None:
    actions.second_takeover(takeover=vouched(cast, claim), staff=colleague, now=NOW)
    assert actions.finish_takeovers(now=NOW + DELAY) == 1
    assert people_of(cast.awa_user) == []
    assert people_of(claim.user) == [cast.awa]
    assert actions.finish_takeovers(now=NOW + DELAY) == 0


def test_the_owner_is_told_at_every_address_and_with_how_to_stop_it(
    cast: Cast, claim: PersonLink
) -> None:
    cast.awa.email = "dossier@exemple.fr"
    cast.awa.save(update_fields=["email"])
    takeover = vouched(cast, claim)
    told = letters("recovery_started")
    assert {letter.to for letter in told} == {"awa@exemple.fr", "dossier@exemple.fr"}
    assert all(f"/arreter/{takeover.code}/" in letter.text for letter in told)
    assert letters("takeover_waits")[0].to == "nouvelle@exemple.fr"


def test_a_letter_that_the_staff_printed_waits_too(cast: Cast, claim: PersonLink) -> None:
    _proof, secret = actions.issue_letter_code(link=claim, staff=cast.north_advisor, now=NOW)
    actions.give_proof(link=claim, typed=secret, actor=VISITOR, now=NOW)
    assert people_of(cast.awa_user) == [cast.awa]
    assert people_of(claim.user) == []
    assert actions.finish_takeovers(now=NOW + DELAY) == 1
    assert people_of(claim.user) == [cast.awa]


def test_the_mailbox_that_the_landlord_knows_waits_for_nobody(
    cast: Cast, claim: PersonLink
) -> None:
    import re

    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    found = re.search(r"^    (\d{3} \d{3})$", letters("proof_code")[-1].text, re.MULTILINE)
    assert found is not None
    actions.give_proof(link=claim, typed=found[1], actor=VISITOR, now=NOW)
    assert people_of(claim.user) == [cast.awa]


def test_nobody_vouches_for_themselves(cast: Cast, claim: PersonLink) -> None:
    claim.user = cast.north_advisor.user
    claim.save(update_fields=["user"])
    with pytest.raises(NotYours):
        actions.validate_by_advisor(
            link=claim, staff=cast.north_advisor, checked="identity_card", now=NOW
        )
    with pytest.raises(NotYours):
        actions.issue_letter_code(link=claim, staff=cast.north_advisor, now=NOW)


def test_a_refused_claim_takes_no_place(
    cast: Cast, claim: PersonLink, colleague: StaffMember
) -> None:
    actions.second_takeover(takeover=vouched(cast, claim), staff=colleague, now=NOW)
    actions.refuse_by_advisor(link=claim, staff=colleague, reason="paper", now=NOW)
    assert actions.finish_takeovers(now=NOW + DELAY) == 0
    assert people_of(cast.awa_user) == [cast.awa]
