"""Delegates: what they may see, for how long, and that an end is an end at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from palier.domain.access.actions import delegations as actions
from palier.domain.access.models import Delegation
from palier.domain.access.queries import people_of, tenant_account_for, tenant_accounts_for
from palier.domain.access.queries.delegations import (
    act_under,
    invitation_token,
    invitation_under,
)
from palier.domain.access.rules.delegating import GRANTED, Scope, allows, may_share
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import ActorKind
from palier.domain.audit.models import Trace
from palier.domain.mail.models import Letter
from palier.foundation.errors import MoveRefused, NotYours
from tests.cast import TODAY, Cast, make_staff, make_user

UNTIL = dt.date(2027, 5, 31)


def invited(cast: Cast, now: dt.datetime, **more: Any) -> Delegation:
    given = {
        "view": tenant_accounts_for(cast.awa_user, TODAY)[0],
        "user": cast.awa_user,
        "kind": "social_worker",
        "name": "Lucie Garnier",
        "organisation": "Maison des solidarités",
        "email": "lucie@solidarites.example",
        "scopes": ["papers"],
        "ends_on": UNTIL,
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    return actions.invite_delegate(**{**given, **more})


def helping(cast: Cast, now: dt.datetime, **more: Any) -> tuple[Delegation, User]:
    delegation = invited(cast, now, **more)
    lucie = make_user(delegation.email, "Lucie Garnier")
    return actions.accept_delegation(delegation=delegation, user=lucie, now=now), lucie


def test_nothing_opens_before_their_yes(cast: Cast, now: dt.datetime) -> None:
    delegation = invited(cast, now)
    lucie = make_user(delegation.email, "Lucie Garnier")
    assert act_under(lucie, delegation.code, TODAY) is None
    assert tenant_accounts_for(lucie, TODAY, for_=Scope.PAPERS) == []
    letter = Letter.objects.get(template="mail/delegate_invited")
    assert letter.to == "lucie@solidarites.example"
    assert letter.holds_secret
    assert invitation_token(delegation) in letter.text


def test_a_delegate_sees_what_the_scope_opens_and_nothing_else(
    cast: Cast, now: dt.datetime
) -> None:
    delegation, lucie = helping(cast, now)
    act_under(lucie, delegation.code, TODAY)
    view = tenant_account_for(lucie, cast.account.code, TODAY, for_=Scope.PAPERS)
    assert view.person == cast.awa
    assert people_of(lucie, Scope.ANY) == [cast.awa]
    for shut in (Scope.PAYMENT, Scope.MESSAGES, None):
        assert people_of(lucie, shut) == []
        assert tenant_accounts_for(lucie, TODAY, for_=shut) == []
    with pytest.raises(NotYours):
        tenant_account_for(lucie, cast.arrears_account.code, TODAY, for_=Scope.PAPERS)


def test_whoever_does_not_act_is_themselves(cast: Cast, now: dt.datetime) -> None:
    _delegation, lucie = helping(cast, now)
    assert people_of(lucie, Scope.PAPERS) == []


def test_an_end_is_at_once_and_both_are_told(cast: Cast, now: dt.datetime) -> None:
    delegation, lucie = helping(cast, now)
    assert act_under(lucie, delegation.code, TODAY) is not None
    actions.end_delegation(
        delegation=delegation, ending="withdrawn", actor=actor_of(cast.awa_user), now=now
    )
    assert act_under(lucie, delegation.code, TODAY) is None
    assert people_of(lucie, Scope.PAPERS) == []
    told = {(row.to, row.template) for row in Letter.objects.all()}
    assert ("awa@exemple.fr", "mail/delegation_ended") in told
    assert ("lucie@solidarites.example", "mail/delegation_over") in told
    with pytest.raises(MoveRefused):
        actions.end_delegation(delegation=delegation, ending="left", actor=actor_of(lucie), now=now)


def test_the_last_day_opens_and_the_next_does_not(cast: Cast, now: dt.datetime) -> None:
    delegation, lucie = helping(cast, now)
    assert act_under(lucie, delegation.code, UNTIL) is not None
    assert act_under(lucie, delegation.code, UNTIL + dt.timedelta(days=1)) is None
    late = dt.datetime.combine(UNTIL, dt.time(9), dt.UTC) + dt.timedelta(days=1)
    assert actions.end_due_delegations(now=late) == 1
    delegation.refresh_from_db()
    assert (delegation.state, delegation.ending) == ("ended", "expired")


def test_an_invitation_serves_once_and_a_week(cast: Cast, now: dt.datetime) -> None:
    delegation = invited(cast, now)
    token = invitation_token(delegation)
    week = now + dt.timedelta(days=7)
    with pytest.raises(NotYours):
        invitation_under(delegation.code, token, week)
    with pytest.raises(NotYours):
        invitation_under(delegation.code, "0" * 32, now)
    found = invitation_under(delegation.code, token, now)
    actions.accept_delegation(delegation=found, user=cast.stranger_user, now=now)
    with pytest.raises(NotYours):
        invitation_under(delegation.code, token, now)
    with pytest.raises(MoveRefused):
        actions.accept_delegation(delegation=found, user=cast.jeanne_user, now=now)


def test_nobody_accepts_for_themselves(cast: Cast, now: dt.datetime) -> None:
    delegation = invited(cast, now)
    with pytest.raises(actions.NotOneself):
        actions.accept_delegation(delegation=delegation, user=cast.awa_user, now=now)


@pytest.mark.parametrize("ends_on", [TODAY, TODAY + dt.timedelta(days=367)])
def test_it_lasts_a_year_at_most(cast: Cast, now: dt.datetime, ends_on: dt.date) -> None:
    with pytest.raises(actions.TooLong):
        invited(cast, now, ends_on=ends_on)
    delegation = invited(cast, now)
    with pytest.raises(actions.TooLong):
        actions.renew_delegation(
            delegation=delegation, ends_on=ends_on, actor=actor_of(cast.awa_user), now=now
        )


def test_a_delegate_and_a_former_holder_invite_nobody(cast: Cast, now: dt.datetime) -> None:
    delegation, lucie = helping(cast, now)
    act_under(lucie, delegation.code, TODAY)
    with pytest.raises(NotYours):
        invited(cast, now, user=lucie, email="autre@exemple.fr")
    former = tenant_accounts_for(cast.remi_user, TODAY)[0]
    with pytest.raises(NotYours):
        invited(cast, now, view=former, user=cast.remi_user)
    with pytest.raises(NotYours):
        invited(cast, now, kind="guardian", email="tuteur@exemple.fr")


def test_one_invitation_an_address_and_five_people(cast: Cast, now: dt.datetime) -> None:
    invited(cast, now)
    with pytest.raises(actions.AlreadyHelping):
        invited(cast, now, email="Lucie@Solidarites.example")
    with pytest.raises(actions.AlreadyHelping):
        invited(cast, now, email="awa@exemple.fr")
    with pytest.raises(actions.NothingGranted):
        invited(cast, now, email="a@exemple.fr", scopes=[])
    for number in range(4):
        invited(cast, now, email=f"p{number}@exemple.fr")
    with pytest.raises(actions.TooManyHelpers):
        invited(cast, now, email="p5@exemple.fr")


def test_what_a_delegate_does_is_marked(cast: Cast, now: dt.datetime) -> None:
    delegation, lucie = helping(cast, now)
    act_under(lucie, delegation.code, TODAY)
    actor = actor_of(lucie)
    assert (actor.kind, actor.reference) == (ActorKind.DELEGATE, str(lucie.pk))
    trace = Trace.objects.get(event="access.delegate_accepted")
    assert trace.person_id == cast.awa.pk
    assert "Lucie" not in str(trace.facts)


def test_a_guardian_wants_two_members_of_staff(cast: Cast, now: dt.datetime) -> None:
    delegation = actions.record_guardian(
        person=cast.awa, tenant_account=cast.account, name="Paul Mercier",
        organisation="UDAF 93", email="paul@udaf.example", scopes=["papers", "payment"],
        ends_on=dt.date(2030, 6, 30), proof_reference="ABCDEFGHJKLM",
        staff=cast.north_advisor, now=now,
    )  # fmt: skip
    assert delegation.state == "recorded"
    assert not Letter.objects.exists()
    with pytest.raises(actions.NotBoth):
        actions.second_guardian(delegation=delegation, staff=cast.north_advisor, now=now)
    with pytest.raises(NotYours):
        actions.second_guardian(delegation=delegation, staff=cast.south_advisor, now=now)
    colleague = make_staff("omar@plaine.example", "Omar Saïd", "advisor", cast.north)
    actions.second_guardian(delegation=delegation, staff=colleague, now=now)
    delegation.refresh_from_db()
    assert delegation.state == "invited"
    assert Letter.objects.get().to == "paul@udaf.example"


@pytest.mark.parametrize("granted", [[], ["papers"], [scope.value for scope in GRANTED]])
def test_what_asks_for_nothing_is_never_open(granted: list[str]) -> None:
    assert not allows(granted, None)


@pytest.mark.parametrize("kind", ActorKind)
def test_who_helps_alone_may_not_share(kind: ActorKind) -> None:
    assert may_share(kind) is (kind != ActorKind.DELEGATE)
