"""Each protection at its limit, to the second, across the changes of the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from palier.domain.accounts.actions import set_password
from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, queries
from palier.domain.banking.models import BankAccount
from palier.domain.banking.queries.accounts import CONTESTABLE_FOR
from palier.foundation.errors import NotYours
from tests.cast import PASSWORD, Cast
from tests.domain.banking import making

pytestmark = pytest.mark.usefixtures("files")
SECOND = dt.timedelta(seconds=1)
PARIS = ZoneInfo("Europe/Paris")
SPRING = dt.datetime(2027, 3, 27, 12, tzinfo=PARIS)
AUTUMN = dt.datetime(2027, 10, 30, 12, tzinfo=PARIS)
MOMENTS = [
    pytest.param(dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC), id="an ordinary day"),
    pytest.param(SPRING.astimezone(dt.UTC), id="the night loses an hour"),
    pytest.param(AUTUMN.astimezone(dt.UTC), id="the night gains an hour"),
]


@pytest.mark.parametrize("at", MOMENTS)
def test_an_account_serves_72_true_hours_later_and_not_a_second_before(
    cast: Cast, at: dt.datetime
) -> None:
    account = making.confirmed(cast.awa_user, at)
    assert account.usable_from == at + dt.timedelta(seconds=72 * 3600)
    from palier.domain.banking.queries.account_deliveries import standing_of

    assert standing_of(account, account.usable_from - SECOND) is None
    assert standing_of(account, account.usable_from) is not None


@pytest.mark.parametrize("at", MOMENTS)
def test_seven_true_days_after_a_new_password_and_not_a_second_before(
    cast: Cast, at: dt.datetime
) -> None:
    set_password(
        user=cast.awa_user, password=f"{PASSWORD} tout neuf", actor=actor_of(cast.awa_user), now=at
    )
    week = dt.timedelta(seconds=7 * 24 * 3600)
    blocked = queries.blocked_until
    assert blocked(cast.awa_user, cast.awa, at + week - SECOND) == at + week
    assert blocked(cast.awa_user, cast.awa, at + week) is None
    with pytest.raises(actions.TooSoonAfterReset):
        making.proposed(cast.awa_user, at + week - SECOND)
    assert making.proposed(cast.awa_user, at + week).state == BankAccount.State.PROPOSED


def test_the_link_confirms_for_48_hours_to_the_second(cast: Cast, now: dt.datetime) -> None:
    two_days = dt.timedelta(hours=48)
    by = {"actor": actor_of(cast.awa_user)}
    late = making.proposed(cast.awa_user, now)
    with pytest.raises(actions.LinkTooOld):
        actions.confirm_account(account=late, now=now + two_days, **by)
    confirmed = actions.confirm_account(account=late, now=now + two_days - SECOND, **by)
    assert confirmed.state == BankAccount.State.CONFIRMED


def test_a_password_typed_again_is_worth_ten_minutes_to_the_second(
    cast: Cast, now: dt.datetime
) -> None:
    ten = dt.timedelta(minutes=10)
    with pytest.raises(actions.AskAgain):
        making.proposed(cast.awa_user, now, proven_at=now - ten - SECOND)
    with pytest.raises(actions.AskAgain):
        making.proposed(cast.awa_user, now, proven_at=now + SECOND)
    assert making.proposed(cast.awa_user, now, proven_at=now - ten)


@pytest.mark.parametrize(("after", "signs"), [(899, True), (900, False)])
def test_a_signing_code_lives_fifteen_minutes_to_the_second(
    cast: Cast, now: dt.datetime, after: int, signs: bool
) -> None:
    making.landlord_debits()
    mandate = making.started(cast.awa_user, now, making.usable(cast.awa_user, now))
    code = making.code_sent(mandate, now)
    then = now + dt.timedelta(seconds=after)
    sign = {
        "mandate": mandate,
        "view": making.view_of(cast.awa_user),
        "typed": code,
        "proven_at": then,
        "network_address": "",
        "actor": actor_of(cast.awa_user),
        "now": then,
    }
    if signs:
        assert actions.sign_mandate(**sign).state == "active"
    else:
        with pytest.raises(actions.WrongSigningCode):
            actions.sign_mandate(**sign)


def test_it_was_not_me_works_for_thirty_days_to_the_second_and_says_once(
    cast: Cast, now: dt.datetime
) -> None:
    account = making.confirmed(cast.awa_user, now)
    secret = making.links_in(making.letters("bank_details_confirm")[-1])["pas-moi"]
    last = now + CONTESTABLE_FOR - SECOND
    with pytest.raises(NotYours):
        queries.account_to_contest(secret, now + CONTESTABLE_FOR)
    found = queries.account_to_contest(secret, last)
    assert found == account
    for _press in range(3):
        actions.contest(account=queries.account_to_contest(secret, last), now=last)
    assert len(making.letters("bank_details_blocked")) == 1


def test_it_was_not_me_shuts_everybody_out_even_when_the_desk_blocked_it_before(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = making.confirmed(cast.awa_user, now)
    actions.freeze_at_desk(account=account, staff=cast.north_advisor, now=now)
    shut: list[object] = []
    where = "palier.domain.banking.actions.contesting.shut_everybody_out"
    monkeypatch.setattr(where, lambda **said: shut.append(said["user"]))
    for _press in range(2):
        account.refresh_from_db()
        actions.contest(account=account, now=now)
    assert shut == [cast.awa_user]
    for staff in (cast.north_advisor, cast.accountant):
        account.refresh_from_db()
        actions.accept_account(**making.deciding(staff, account, now))
    account.refresh_from_db()
    actions.contest(account=account, now=now)
    assert shut == [cast.awa_user] * 2, "a second fraud is a second alarm"


def test_the_last_day_to_say_no_ends_at_the_landlords_midnight(cast: Cast) -> None:
    """On 2 December, 23:59:59 in Paris, the debit of Monday the 7th may still be stopped."""
    making.landlord_debits()
    mandate = making.signed(cast.awa_user, dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC))
    midnight = dt.datetime(2026, 12, 3, tzinfo=PARIS).astimezone(dt.UTC)
    by = {"mandate": mandate, "actor": actor_of(cast.awa_user)}
    assert actions.pause_debits(now=midnight - SECOND, **by).effective_on == dt.date(2026, 12, 7)
    actions.resume_debits(now=midnight - SECOND, **by)
    assert actions.stop_debits(now=midnight, **by).effective_on == dt.date(2027, 1, 5)
