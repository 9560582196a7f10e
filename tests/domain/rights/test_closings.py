"""Closing an account erases the way in and what was only the person's; the lease stays."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from palier.domain.access.models import PersonLink
from palier.domain.access.queries import tenant_accounts_for
from palier.domain.accounts.models import OpenSession, User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.models import Trace
from palier.domain.casework.models import Case
from palier.domain.mail.models import Letter
from palier.domain.messaging.models import Draft
from palier.domain.rights import actions
from palier.domain.rights.models import Closing
from palier.domain.rights.queries import cancel_token, closing_under
from palier.foundation.errors import NotYours
from tests.cast import Cast
from tests.domain.access.test_delegations import helping
from tests.domain.casework.making import hardship

DELAY = dt.timedelta(days=14)


def ask(user: User, now: dt.datetime) -> Closing:
    return actions.ask_closing(user=user, actor=actor_of(user), now=now)


def closed(cast: Cast, now: dt.datetime) -> User:
    ask(cast.awa_user, now)
    assert actions.close_due_accounts(now=now + DELAY) == 1
    return User.objects.get(pk=cast.awa_user.pk)


def test_nothing_is_erased_before_the_delay(cast: Cast, now: dt.datetime) -> None:
    ask(cast.awa_user, now)
    assert actions.close_due_accounts(now=now + DELAY - dt.timedelta(seconds=1)) == 0
    assert User.objects.get(pk=cast.awa_user.pk).email == "awa@exemple.fr"


def test_the_way_in_is_erased(cast: Cast, now: dt.datetime) -> None:
    user = cast.awa_user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    OpenSession.objects.create(session_key="k", expire_date=now + 2 * DELAY, user=user)
    Draft.objects.create(
        user=user, tenant_account=cast.account, topic="rent", text="Bonjour", saved_at=now
    )
    row = closed(cast, now)
    assert row.closed_at == now + DELAY
    assert (row.is_active, row.display_name, row.has_usable_password()) == (False, "", False)
    assert "awa" not in row.email
    for model in (EmailAddress, Authenticator, OpenSession, Draft):
        assert not model._default_manager.filter(user=row).exists()
    assert not tenant_accounts_for(row, now.date())
    assert PersonLink.objects.get(user=row).state == "ended"


def test_what_concerns_the_lease_stays(cast: Cast, now: dt.datetime) -> None:
    case = hardship(cast, now)
    closed(cast, now)
    assert Case.objects.get(pk=case.pk).person == cast.awa
    cast.account.refresh_from_db()
    cast.awa.refresh_from_db()
    assert cast.awa.birth_name == "Diallo"


def test_the_letters_of_the_portal_go_but_the_last(cast: Cast, now: dt.datetime) -> None:
    closed(cast, now)
    assert [letter.template for letter in Letter.objects.filter(to="awa@exemple.fr")] == [
        "mail/closing_done"
    ]


def test_no_name_of_the_tenant_stays_in_the_trail(cast: Cast, now: dt.datetime) -> None:
    hardship(cast, now)
    closed(cast, now)
    told = Trace.objects.filter(actor_reference=str(cast.awa_user.pk), actor_kind="tenant")
    assert told.exists()
    assert {trace.actor_name for trace in told} == {""}


def test_the_address_may_open_another_account(cast: Cast, now: dt.datetime) -> None:
    closed(cast, now)
    assert not User.objects.filter(email__iexact="awa@exemple.fr").exists()


def test_a_link_takes_it_back_and_serves_nobody_else(cast: Cast, now: dt.datetime) -> None:
    closing = ask(cast.awa_user, now)
    with pytest.raises(NotYours):
        closing_under(closing.code, "0" * 32)
    found = closing_under(closing.code, cancel_token(closing))
    actions.cancel_closing(closing=found, actor=actor_of(cast.awa_user), now=now)
    with pytest.raises(actions.ClosingOver):
        actions.cancel_closing(closing=found, actor=actor_of(cast.awa_user), now=now)
    assert actions.close_due_accounts(now=now + DELAY) == 0


def test_a_closing_that_is_done_is_not_taken_back(cast: Cast, now: dt.datetime) -> None:
    closing = ask(cast.awa_user, now)
    actions.close_due_accounts(now=now + DELAY)
    with pytest.raises(actions.ClosingOver):
        actions.cancel_closing(closing=closing, actor=actor_of(cast.awa_user), now=now + DELAY)


def test_asking_twice_is_asking_once(cast: Cast, now: dt.datetime) -> None:
    assert ask(cast.awa_user, now) == ask(cast.awa_user, now + dt.timedelta(days=3))
    assert Letter.objects.filter(template="mail/closing_asked").count() == 1


def test_a_member_of_the_staff_does_not_close_their_own_access(
    cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(actions.StaffKept):
        ask(cast.north_advisor.user, now)


def test_a_copy_that_was_ready_goes_with_the_account(cast: Cast, now: dt.datetime) -> None:
    user = cast.awa_user
    actions.ask_copy(user=user, actor=actor_of(user), now=now)
    closed(cast, now)
    assert user.data_copies.get().state == "gone"


def test_it_is_told_in_the_file_of_the_account(cast: Cast, now: dt.datetime) -> None:
    closed(cast, now)
    told = Trace.objects.filter(tenant_account_id=cast.account.pk, event__startswith="rights.")
    assert [trace.event for trace in told.order_by("pk")] == [
        "rights.closing_asked",
        "rights.account_closed",
    ]


def test_helping_ends_on_both_sides(cast: Cast, now: dt.datetime) -> None:
    given, lucie = helping(cast, now)
    closed(cast, now)
    given.refresh_from_db()
    assert (given.state, given.ending) == ("ended", "withdrawn")
    assert tenant_accounts_for(lucie, now.date()) == []


def test_a_helper_who_closes_gives_the_delegation_back(cast: Cast, now: dt.datetime) -> None:
    given, lucie = helping(cast, now)
    ask(lucie, now)
    assert actions.close_due_accounts(now=now + DELAY) == 1
    given.refresh_from_db()
    assert (given.state, given.ending) == ("ended", "left")
