"""Who may give an access back, and to whom: each rule by itself, below the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from palier.domain.access import actions
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.access.queries import takeover_of
from palier.domain.accounts.models import StaffMember
from palier.foundation.errors import NotYours
from tests.cast import NOW, Cast, make_staff
from tests.domain.access.conftest import VISITOR

HOUR = dt.timedelta(hours=1)


def give(cast: Cast, staff: StaffMember, **more: Any) -> tuple[Recovery, str]:
    asked: dict[str, Any] = {
        "link": PersonLink.objects.get(user=cast.awa_user),
        "means": Recovery.Means.LETTER,
        "cause": Recovery.Cause.MAILBOX,
        "checked": "passport",
        "staff": staff,
        "now": NOW,
    }
    return actions.start_recovery(**(asked | more))


def test_another_agency_gives_no_access_back(cast: Cast) -> None:
    with pytest.raises(NotYours):
        give(cast, cast.south_advisor)
    assert not Recovery.objects.exists()


def test_nobody_gives_their_own_access_back(cast: Cast) -> None:
    """An advisor who is a tenant too would choose what was checked of themselves."""
    advisor = StaffMember.objects.create(user=cast.awa_user, role="advisor", every_agency=True)
    with pytest.raises(actions.NotToThem):
        give(cast, advisor)
    assert not Recovery.objects.exists()


@pytest.mark.parametrize("state", ["claimed", "refused", "ended"])
def test_only_an_open_access_is_given_back(cast: Cast, state: str) -> None:
    PersonLink.objects.filter(user=cast.awa_user).update(state=state)
    with pytest.raises(actions.NotToThem):
        give(cast, cast.north_advisor)


def test_a_second_one_ends_the_first(cast: Cast) -> None:
    first, secret = give(cast, cast.north_advisor)
    give(cast, cast.north_advisor)
    first.refresh_from_db()
    assert first.state == Recovery.State.DEAD
    with pytest.raises(actions.RecoveryDead):
        actions.check_code(recovery=first, typed=secret, actor=VISITOR, now=NOW + 30 * HOUR)


def test_what_the_owner_stopped_is_not_confirmed_by_a_colleague(
    cast: Cast, ask: Callable, confirm: Callable
) -> None:
    claim = confirm(ask(email="nouvelle@exemple.fr")).person_links.get()
    actions.validate_by_advisor(
        link=claim, staff=cast.north_advisor, checked="identity_card", now=NOW
    )
    takeover = takeover_of(claim)
    assert takeover is not None
    actions.stop_recovery(code=takeover.code, actor=VISITOR, now=NOW + HOUR)
    colleague = make_staff("lou@plaine.example", "Lou Colas", "advisor", cast.north)
    with pytest.raises(actions.RecoveryDead):
        actions.second_takeover(takeover=takeover, staff=colleague, now=NOW + 2 * HOUR)


def test_confirming_twice_does_not_move_the_day_it_opens(
    cast: Cast, ask: Callable, confirm: Callable
) -> None:
    claim = confirm(ask(email="nouvelle@exemple.fr")).person_links.get()
    actions.validate_by_advisor(
        link=claim, staff=cast.north_advisor, checked="identity_card", now=NOW
    )
    takeover = takeover_of(claim)
    assert takeover is not None
    colleague = make_staff("lou@plaine.example", "Lou Colas", "advisor", cast.north)
    actions.second_takeover(takeover=takeover, staff=colleague, now=NOW)
    with pytest.raises(actions.RecoveryDead):
        actions.second_takeover(takeover=takeover, staff=colleague, now=NOW + HOUR)
